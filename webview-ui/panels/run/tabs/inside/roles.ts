// What the lecture calls an activation of this name. A user's own names are described by what their equation says.
import type { TracedActivation } from '../../../../../src/engine/results';
import { bare } from './inspection';

const GATES: Record<string, string> = {
  i: 'input gate',
  f: 'forget gate',
  o: 'output gate',
  r: 'reset gate',
  z: 'update gate',
  u: 'update gate',
};
const OTHERS: Record<string, string> = { h: 'hidden state', c: 'cell state', s: 'state', g: 'candidate', n: 'candidate', m: 'memory' };

export function roleOf(activation: TracedActivation): string {
  const name = bare(activation.name);
  if (activation.range === 'gate') return GATES[name] ?? 'gate';
  return OTHERS[name] ?? (activation.name === name ? 'activation' : 'state');
}

/** The caption below a map: the equation as the user wrote it. */
export const captionOf = ({ name, equation }: TracedActivation): string =>
  /^[^=()]+=/.test(equation) ? equation : `${name} = ${equation}`;
