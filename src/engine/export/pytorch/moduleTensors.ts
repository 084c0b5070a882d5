/** Our tensors ↔ those of the exported modules: PyTorch's own names and layout where its modules are used, else a module's path and our own name. */

import { ownStates } from '../../cell/cellProgram';
import { exportPyTorch, importPyTorch, plainName } from '../../checkpoint/interchange';
import { requireTensor, type Tensor } from '../../checkpoint/tensor';
import type { NetworkShape } from '../../model/networkShape';
import { parameterSlots } from '../../model/parameterSlots';
import { layerName, type Stack } from '../../model/stack';
import { parameterNames } from './cellClass';
import { plainModule } from './plainLayers';

/** Tensors of other names (moments, carried state) stay behind. @throws CheckpointError where one is missing or of another shape */
export function toModules(tensors: ReadonlyMap<string, Tensor>, shape: NetworkShape): Map<string, Tensor> {
  if (plainModule(shape)) return exportPyTorch(tensors, shape);
  return new Map(namedTensors(shape).map(({ ours, theirs, size }) => [theirs, requireTensor(tensors, ours, size)]));
}

/** The inverse. @throws CheckpointError naming the tensors expected and found */
export function fromModules(tensors: ReadonlyMap<string, Tensor>, shape: NetworkShape): Map<string, Tensor> {
  if (plainModule(shape)) return importPyTorch(tensors, shape);
  return new Map(namedTensors(shape).map(({ ours, theirs, size }) => [ours, requireTensor(tensors, theirs, size)]));
}

interface NamedTensor {
  readonly ours: string;
  readonly theirs: string;
  readonly size: readonly number[];
}

function namedTensors(shape: NetworkShape): NamedTensor[] {
  const { architecture } = shape;
  const recurrent = new Map(architecture.stacks(shape).flatMap((stack, index) => ofStack(stack, architecture.modules[index] as string)));
  const members = parameterSlots(shape).flatMap((slot) => slot.members);
  return members.map(({ name, shape: size }) => ({ ours: name, theirs: recurrent.get(name) ?? besideLayers(name, shape), size }));
}

function ofStack(stack: Stack, module: string): (readonly [ours: string, theirs: string])[] {
  const both = stack.directions.length > 1;
  return stack.cells.flatMap((cell, layer) => {
    const names = parameterNames(cell);
    return stack.directions.flatMap((direction) => {
      const list = both && direction === 'backward' ? 'reverse_layers' : 'layers';
      return cell.parameters.map(
        ({ name }) => [layerName(stack, layer, name, direction), `${module}.${list}.${layer}.${names.get(name)}`] as const,
      );
    });
  });
}

/** States are told by their place in the cell: they may be called anything. */
function besideLayers(name: string, shape: NetworkShape): string {
  const [part, layer = '', ...state] = name.split('.');
  if (part !== 'label') return plainName(name, shape) ?? name;
  const cell = shape.cells[Number(layer)];
  return `first.${layer}.${cell ? ownStates(cell).indexOf(state.join('.')) : ''}.weight`;
}
