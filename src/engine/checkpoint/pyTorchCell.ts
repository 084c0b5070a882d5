/** Whether a cell is one of PyTorch's (`nn.RNN`, `nn.GRU`, `nn.LSTM`), by what its equations come to: a file of anybody's may have the name of a built-in cell. */
import type { CellProgram } from '../cell/cellProgram';
import { type Gate, type RecurrentOperator, recurrentOperator } from '../cell/recurrentOperator';

export interface PyTorchCell {
  readonly module: 'RNN' | 'GRU' | 'LSTM';
  /** Of an RNN, where it is not tanh. */
  readonly nonlinearity?: 'relu';
  /** In PyTorch's order: of a GRU r, z, n; of an LSTM i, f, g, o. */
  readonly gates: readonly PyTorchGate[];
}

export interface PyTorchGate {
  /** W_xi, W_hi */
  readonly input: string;
  readonly recurrent: string;
  /** One for the sum, or one for each of PyTorch's two. */
  readonly biases: readonly [string] | readonly [string, string];
}

const STATES = { RNN: 'h', GRU: 'h', LSTM: 'h,c' } as const;

/** Undefined where it is none of them, has other biases, or states that are not called as there: modules have parts that are named after them. */
export function pyTorchCell(cell: CellProgram): PyTorchCell | undefined {
  const found = recurrentOperator(cell);
  if (!found || [found.states, cell.states].some((states) => states.join() !== STATES[found.operator])) return undefined;
  const { operator: module, activation } = found;
  if (activation === 'Sigmoid' || (module === 'GRU' && !found.linearBeforeReset)) return undefined;
  const gates = inOrder(found).flatMap((gate, at) => gateOf(gate, module === 'GRU' && at === CANDIDATE) ?? []);
  const used = gates.flatMap(({ input, recurrent, biases }) => [input, recurrent, ...biases]);
  // Of two gates that share a matrix, or a parameter that is of none, PyTorch knows nothing.
  if (gates.length < found.gates.length || new Set(used).size < used.length || used.length < cell.parameters.length) return undefined;
  return { module, gates, ...(activation === 'Relu' && { nonlinearity: 'relu' }) };
}

/** The gate n of a GRU. */
const CANDIDATE = 2;

function inOrder({ operator, gates }: RecurrentOperator): readonly Gate[] {
  const [first, second, third, fourth] = gates as [Gate, Gate, Gate, Gate];
  if (operator === 'GRU') return [second, first, third];
  return operator === 'LSTM' ? [first, third, fourth, second] : gates;
}

/** @param apart whether its two biases are no sum: the reset gate acts on the second one alone */
function gateOf({ input, recurrent, biases, recurrentBiases, peephole }: Gate, apart: boolean): PyTorchGate | undefined {
  const [first, second, ...others] = [...biases, ...recurrentBiases];
  if (peephole !== undefined || first === undefined || others.length > 0) return undefined;
  if (apart && (biases.length !== 1 || recurrentBiases.length !== 1)) return undefined;
  return { input, recurrent, biases: second === undefined ? [first] : [first, second] };
}
