// What the lecture calls an activation of this name. A user's own names are described by what their equation says.
import type { ActivationShape } from '../../../../../src/engine/inspect/traceShape';

const GATES: Record<string, string> = {
  i: 'input gate',
  f: 'forget gate',
  o: 'output gate',
  r: 'reset gate',
  z: 'update gate',
  u: 'update gate',
};
const OTHERS: Record<string, string> = { h: 'hidden state', c: 'cell state', s: 'state', g: 'candidate', n: 'candidate', m: 'memory' };

export function roleOf({ name, range, state }: Pick<ActivationShape, 'name' | 'range' | 'state'>): string {
  if (range === 'gate') return GATES[name] ?? 'gate';
  return OTHERS[name] ?? (state ? 'state' : 'activation');
}
