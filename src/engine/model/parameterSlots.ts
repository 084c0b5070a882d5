/** All learned parameters of a network, of whatever task. */
import type { CellProgram } from '../cell/cellProgram';
import type { NetworkShape } from './networkShape';
import { headSlots, type ParameterSlot, tableSlot } from './parameterSlot';
import { blockSlot, type Direction, embeddingSlot, inputSize, layerName, type Stack, vectorSlot } from './stack';

/** The slots of a network, in a fixed order. */
export function parameterSlots(shape: NetworkShape): ParameterSlot[] {
  const { architecture } = shape;
  const stacks = architecture.stacks(shape);
  return [
    ...embeddingSlots(stacks),
    ...stacks.flatMap(stackSlots),
    ...architecture.slots(shape),
    ...headSlots('head', architecture.headInputs(shape), shape.targets),
  ];
}

/** Two stacks of one part read by one embedding. */
function embeddingSlots(stacks: readonly Stack[]): ParameterSlot[] {
  const slots = stacks
    .filter(({ embedding }) => embedding > 0)
    .map((stack) => tableSlot(embeddingSlot(stack), stack.symbols, stack.embedding, symbolsRead(stack)));
  return slots.filter(({ name }, index) => slots.findIndex((slot) => slot.name === name) === index);
}

function stackSlots(stack: Stack): ParameterSlot[] {
  return stack.cells.flatMap((cell, layer) => stack.directions.flatMap((direction) => layerSlots(stack, cell, layer, direction)));
}

/** A decoder reads what it has told. */
const symbolsRead = ({ part }: Stack) => (part === 'decoder' ? 'targets' : 'vocabulary');

function layerSlots(stack: Stack, cell: CellProgram, layer: number, direction: Direction): ParameterSlot[] {
  const { hidden } = stack;
  const inits = new Map(cell.parameters.map((parameter) => [parameter.name, parameter.init]));
  const member = (name: string, position: number) => {
    const init = inits.get(name);
    return {
      name: layerName(stack, layer, name, direction),
      column: position * hidden,
      columns: hidden,
      ...(init !== undefined && { init }),
    };
  };
  const slots = cell.blocks.map((block, index): ParameterSlot => {
    const rows = block.over === 'hidden' ? hidden : inputSize(stack, layer);
    const oneHot = block.over === 'input' && layer === 0 && stack.embedding === 0;
    const members = block.matrices.map((name, position) => ({
      ...member(name, position),
      shape: [hidden, rows] as const,
      transposed: true,
      ...(oneHot && { symbols: { of: symbolsRead(stack), axis: 1 } as const }),
    }));
    return { name: blockSlot(stack, layer, direction, index), rows, columns: members.length * hidden, members };
  });
  if (cell.vectors.length === 0) return slots;
  const members = cell.vectors.map((name, position) => ({ ...member(name, position), shape: [hidden] as const, transposed: false }));
  return [...slots, { name: vectorSlot(stack, layer, direction), rows: 1, columns: members.length * hidden, members }];
}
