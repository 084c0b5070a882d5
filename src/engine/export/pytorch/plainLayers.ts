/** Whether a network's layers are exactly a module that PyTorch has: `nn.RNN`, `nn.GRU` or `nn.LSTM`. */
import { builtinCells } from '../../cell/builtin/builtinCells';
import type { CellProgram } from '../../cell/cellProgram';
import { compileCell } from '../../cell/compileCell';
import { withBothBiases } from '../../checkpoint/bothBiases';
import type { NetworkShape } from '../../model/networkShape';
import { inputSize, outputSize, type Stack } from '../../model/stack';

export type PlainModule = 'RNN' | 'GRU' | 'LSTM';

const MODULES: Readonly<Record<string, PlainModule>> = { rnn: 'RNN', 'rnn-relu': 'RNN', 'gru-pytorch': 'GRU', lstm: 'LSTM' };

/** The one module that all stacks of the network are made of; undefined where some layer is something else, or they are stacked otherwise. */
export function plainModule(shape: NetworkShape): PlainModule | undefined {
  const [cell] = shape.cells;
  const module = cell && MODULES[cell.name];
  if (!cell || !module || !shape.cells.every(({ source }) => source === cell.source)) return undefined;
  return isBuiltIn(cell) && shape.architecture.stacks(shape).every(isStackedAlike) ? module : undefined;
}

/** By its equations, with one bias for each gate or with PyTorch's two: a file of one's own may have the name of a built-in cell. */
function isBuiltIn(cell: CellProgram): boolean {
  const source = builtinCells.find(({ name }) => name === cell.name)?.source ?? '';
  const equations = ({ states, output, activations }: CellProgram) =>
    JSON.stringify([states, output, activations.map(({ name, equation }) => [name, equation])]);
  const own = equations(cell);
  return [source, withBothBiases(source)].some((known) => own === equations(compileCell(known, cell.name)));
}

/** Nothing is added to the outputs of a layer, and where it reads both ways the next one reads both outputs side by side. */
function isStackedAlike(stack: Stack): boolean {
  const summed = stack.directions.length > 1 && stack.join === 'sum' && stack.cells.length > 1;
  return !summed && !residuals(stack).includes(true);
}

/** For each layer whether its input is added to its output. */
export function residuals(stack: Stack): boolean[] {
  return stack.cells.map((_, layer) => {
    const vectors = layer > 0 || stack.embedding > 0;
    return stack.residual && vectors && inputSize(stack, layer) === outputSize(stack);
  });
}
