/** What the rows and columns of a tensor are: by the network that the file says it is of, else by PyTorch's names. */
import type { Checkpoint } from '../../checkpoint/checkpoint';
import type { TensorEntry } from '../../checkpoint/safetensorsHeader';
import { networkOf } from '../../model/networkShape';
import type { SymbolAxis } from '../../model/parameterSlot';
import { parameterSlots } from '../../model/parameterSlots';
import { layerName } from '../../model/stack';
import { taskWords } from '../../tasks/words';
import { matrixShape } from './weightMap';
import type { WeightsFile } from './weightsFile';

export interface WeightAxis {
  /** One of what it counts: unit, character, label, row. */
  readonly one: string;
  /** Of each where they have names; the empty one is the boundary of a text. */
  readonly names?: readonly string[];
  /** Where the rows of several gates lie below each other. */
  readonly gates?: readonly Gate[];
}

export interface Gate {
  readonly name: string;
  /** Up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
}

export interface WeightAxes {
  readonly rows: WeightAxis;
  readonly columns: WeightAxis;
}

/** @param checkpoint that the file is, where it is one of ours */
export function weightAxes(file: WeightsFile, entry: TensorEntry, checkpoint: Checkpoint | undefined): WeightAxes {
  const axes = (checkpoint && axesOfOurs(checkpoint, entry.name)) ?? axesOfTheirs(file, entry) ?? UNKNOWN;
  // A vector lies down.
  return entry.shape.length === 1 ? { rows: { one: 'row' }, columns: axes === UNKNOWN ? axes.columns : axes.rows } : axes;
}

const UNKNOWN: WeightAxes = { rows: { one: 'row' }, columns: { one: 'column' } };
const UNIT: WeightAxis = { one: 'unit' };
const BEFORE: WeightAxis = { one: 'unit a step before' };

function axesOfOurs(checkpoint: Checkpoint, name: string): WeightAxes | undefined {
  const parameter = name.replace(/^optimizer\/[^/]+\//, '');
  const { experiment, cellSource } = checkpoint;
  const shape = networkOf(experiment, cellSource, checkpoint);
  const symbols = (axis: SymbolAxis | undefined, at: 0 | 1): WeightAxis | undefined =>
    axis?.axis === at ? symbolNames(checkpoint, axis.of, axis.of === 'vocabulary' ? shape.vocabulary : shape.targets) : undefined;
  for (const stack of shape.architecture.stacks(shape))
    for (const [layer, cell] of stack.cells.entries())
      for (const direction of stack.directions)
        for (const { over, matrices } of cell.blocks)
          if (matrices.some((matrix) => layerName(stack, layer, matrix, direction) === parameter)) {
            const below: WeightAxis = { one: layer > 0 ? 'unit of the layer below' : 'dimension of the embedding' };
            const read = symbols(slotSymbols(parameterSlots(shape), parameter), 1);
            return { rows: UNIT, columns: over === 'hidden' ? BEFORE : (read ?? below) };
          }
  const axis = slotSymbols(parameterSlots(shape), parameter);
  if (axis)
    return { rows: symbols(axis, 0) ?? UNIT, columns: symbols(axis, 1) ?? { one: /embedding/.test(parameter) ? 'dimension' : 'unit' } };
  return /(^|\.)layers\.\d+\./.test(parameter) ? { rows: UNIT, columns: { one: 'column' } } : undefined;
}

function slotSymbols(slots: ReturnType<typeof parameterSlots>, name: string): SymbolAxis | undefined {
  return slots.flatMap(({ members }) => members).find((member) => member.name === name)?.symbols;
}

/** With the boundary, the last one, where the network has it. */
function symbolNames(checkpoint: Checkpoint, of: SymbolAxis['of'], count: number): WeightAxis {
  const { experiment, labels, targets, vocabulary } = checkpoint;
  const { one } = taskWords(experiment).units;
  if (of === 'labels') return { one: 'label', names: labels };
  const names = of === 'vocabulary' ? vocabulary : targets;
  return { one: of === 'vocabulary' || targets === vocabulary ? one : 'target', names: count > names.length ? [...names, ''] : names };
}

/** PyTorch's order of the gates, by how many there are. */
const GATES: Readonly<Record<number, readonly string[]>> = { 1: ['h'], 3: ['r', 'z', 'n'], 4: ['i', 'f', 'g', 'o'] };

function axesOfTheirs({ entries }: WeightsFile, { name, shape }: TensorEntry): WeightAxes | undefined {
  const [, before, kind, over, rest] = /^(.*)(weight|bias)_(ih|hh)(_l\d+(?:_reverse)?)$/.exec(name) ?? [];
  if (kind === undefined) return undefined;
  const recurrent = entries.find((entry) => entry.name === `${before}weight_hh${rest}`);
  const [rows, hidden] = recurrent ? matrixShape(recurrent) : [0, 0];
  const gates = hidden > 0 ? GATES[rows / hidden] : undefined;
  if (!gates || shape[0] !== rows) return undefined;
  return {
    rows: {
      one: 'unit',
      ...(gates.length > 1 && { gates: gates.map((gate, at) => ({ name: gate, from: at * hidden, to: (at + 1) * hidden })) }),
    },
    columns: over === 'hh' ? BEFORE : { one: 'input' },
  };
}
