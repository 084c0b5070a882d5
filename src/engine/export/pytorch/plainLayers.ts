/** Whether a network's layers are exactly a module that PyTorch has: `nn.RNN`, `nn.GRU` or `nn.LSTM`. */
import { type PyTorchCell, pyTorchCell } from '../../checkpoint/pyTorchCell';
import type { NetworkShape } from '../../model/networkShape';
import { inputSize, outputSize, type Stack } from '../../model/stack';

export type PlainModule = Pick<PyTorchCell, 'module' | 'nonlinearity'>;

/** The one module that all stacks of the network are made of; undefined where some layer is something else, or they are stacked otherwise. */
export function plainModule(shape: NetworkShape): PlainModule | undefined {
  const [cell] = shape.cells;
  if (!cell || !shape.cells.every(({ source }) => source === cell.source)) return undefined;
  return shape.architecture.stacks(shape).every(isStackedAlike) ? pyTorchCell(cell) : undefined;
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
