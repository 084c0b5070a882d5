/** Parameters as named tensors ↔ as the slots in which a device keeps them; their initial values. */
import { type Feed, type Numbers, ShapeError } from '../backend';
import { requireFinite, requireTensor, type Tensor } from '../checkpoint/tensor';
import type { Random } from '../random';
import type { Member, ParameterSlot } from './parameterSlot';

export function countParameters(slots: readonly ParameterSlot[]): number {
  return slots.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}

/**
 * Initial values by name, drawn in the order of the slots. `uniform` is U(−1/√H, 1/√H), biases too, and N(0, 1) for an
 * embedding, as in PyTorch; `uniform:a` is U(−a, a); `normal:s` is N(0, s²) with zero biases (the lecture's).
 */
export function initialize(slots: readonly ParameterSlot[], initializer: string, hidden: number, random: Random): Map<string, Tensor> {
  const [kind, size] = initializer.toLowerCase().split(':');
  const bound = size === undefined ? 1 / Math.sqrt(hidden) : Number(size);
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, init } of slots.flatMap(({ members }) => members)) {
    const draw = (): number => {
      if (init !== undefined) return init;
      if (kind === 'normal') return shape.length === 1 ? 0 : bound * random.normal();
      if (name.endsWith('embedding.weight') && size === undefined) return random.normal();
      return bound * (2 * random.uniform() - 1);
    };
    tensors.set(name, { shape, data: Float32Array.from({ length: shape.reduce<number>((product, n) => product * n, 1) }, draw) });
  }
  return tensors;
}

/** That every weight is there, before anything is made for it. @throws CheckpointError naming one that is missing, of another shape or not finite */
export function requireWeights(slots: readonly ParameterSlot[], tensors: ReadonlyMap<string, Tensor>, prefix = ''): void {
  for (const { name, shape } of slots.flatMap(({ members }) => members))
    requireFinite(prefix + name, requireTensor(tensors, prefix + name, shape));
}

/** Named tensors → what is written to the device. @throws ShapeError naming a tensor that is missing or of another shape */
export function toSlots(slots: readonly ParameterSlot[], tensors: ReadonlyMap<string, Tensor>, prefix = ''): Feed {
  const feed: Record<string, Numbers> = {};
  for (const slot of slots) {
    const inFloat64 = slot.members.some(({ name }) => tensors.get(prefix + name)?.data instanceof Float64Array);
    const values = new (inFloat64 ? Float64Array : Float32Array)(slot.rows * slot.columns);
    for (const member of slot.members) {
      const tensor = tensors.get(prefix + member.name);
      if (!tensor) throw new ShapeError(`there is no ${prefix}${member.name}`);
      if (tensor.shape.join() !== member.shape.join()) {
        throw new ShapeError(`${prefix}${member.name} is ${tensor.shape.join(' × ')} and should be ${member.shape.join(' × ')}`);
      }
      eachElement(slot, member, (inSlot, inTensor) => {
        values[inSlot] = tensor.data[inTensor] as number;
      });
    }
    feed[prefix + slot.name] = values;
  }
  return feed;
}

/** The inverse of `toSlots`; tensors have the precision of the device. */
export function fromSlots(slots: readonly ParameterSlot[], feed: Feed, prefix = ''): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const slot of slots) {
    const values = feed[prefix + slot.name];
    if (!values) throw new ShapeError(`there is no ${prefix}${slot.name}`);
    for (const member of slot.members) {
      const length = slot.rows * member.columns;
      const data = values instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
      eachElement(slot, member, (inSlot, inTensor) => {
        data[inTensor] = values[inSlot] as number;
      });
      tensors.set(prefix + member.name, { shape: member.shape, data });
    }
  }
  return tensors;
}

function eachElement(slot: ParameterSlot, member: Member, visit: (inSlot: number, inTensor: number) => void): void {
  for (let row = 0; row < slot.rows; row++) {
    for (let column = 0; column < member.columns; column++) {
      visit(row * slot.columns + member.column + column, member.transposed ? column * slot.rows + row : row * member.columns + column);
    }
  }
}
