/** Our side of the comparison: one update with every gradient handed out, and a training's first losses. */

import type { Backend, Feed } from '../../src/engine/backend';
import { readGivenWeights } from '../../src/engine/carry/givenWeights';
import { sourceOf } from '../../src/engine/cell/cellSources';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import { textMaterial } from '../../src/engine/data/material';
import { train } from '../../src/engine/experiment';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { GraphBuilder } from '../../src/engine/graph/graphBuilder';
import { carrySlot } from '../../src/engine/model/carriedStack';
import { forward } from '../../src/engine/model/network';
import { type NetworkShape, networkShape } from '../../src/engine/model/networkShape';
import { parameterSlots } from '../../src/engine/model/parameterSlots';
import { fromSlots, toSlots } from '../../src/engine/model/parameters';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { makeOptimizer } from '../../src/engine/train/optimizers';
import { updateGraph } from '../../src/engine/train/updateGraph';
import { type Golden, goldenText, swapped } from './goldenNumbers';

export function shapeOf(options: ExperimentOptions): NetworkShape {
  const experiment = parseExperiment(options);
  return networkShape(experiment, sourceOf(experiment), { vocabulary: [...new Set(goldenText)].length });
}

export interface OneUpdate {
  readonly loss: number;
  readonly gradNorm: number;
  /** (T·B, V) */
  readonly logits: ArrayLike<number>;
  /** By our names. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** By slot: `carry.0.h`, (B, H). */
  readonly final: Feed;
}

/** Forwards and backwards over the golden window, from the golden state and these weights (our names). */
export async function oneUpdate(
  backend: Backend,
  shape: NetworkShape,
  weights: ReadonlyMap<string, Tensor>,
  golden: Golden,
): Promise<OneUpdate> {
  const [batch, window] = golden.of('tokens').shape as [number, number];
  const slots = parameterSlots(shape);
  const initial = carried(shape, golden, 'initial', batch);
  const tokens = swapped(golden.of('tokens')).data;
  const builder = new GraphBuilder();
  builder.output('logits', forward(builder, shape, { batch, window }).logits);
  const evaluation = await backend.compile(builder.build());
  const update = await backend.compile(updateGraph(shape, { batch, window, clip: 0, optimizer: makeOptimizer('sgd', 0), gradients: true }));
  try {
    for (const executable of [evaluation, update]) executable.write({ ...toSlots(slots, weights), ...initial });
    const [evaluated] = await evaluation.run([{ tokens }]);
    const [updated] = await update.run([{ tokens, targets: swapped(golden.of('targets')).data, rates: Float64Array.of(0, 1, 1) }]);
    if (!evaluated?.logits || !updated?.loss || !updated.gradNorm) throw new Error('an output is missing');
    return {
      logits: evaluated.logits,
      loss: updated.loss[0] as number,
      gradNorm: updated.gradNorm[0] as number,
      gradients: new Map([...fromSlots(slots, updated, 'gradient/')].map(([name, tensor]) => [name.slice('gradient/'.length), tensor])),
      final: await update.read(Object.keys(initial)),
    };
  } finally {
    evaluation.dispose();
    update.dispose();
  }
}

/** The golden states in the slots of the network. */
export function carried(
  { cells, hidden }: NetworkShape,
  golden: Golden,
  when: 'initial' | 'final',
  batch: number,
): Record<string, Tensor['data']> {
  const slots: Record<string, Tensor['data']> = {};
  for (const state of cells[0]?.states ?? []) {
    const { data } = golden.of(`${when}.${state}`); // (L, B, H)
    for (let layer = 0; layer < cells.length; layer++)
      slots[carrySlot(layer, state)] = data.slice(layer * batch * hidden, (layer + 1) * batch * hidden);
  }
  return slots;
}

/** The loss and the gradient's norm at each update of a training on the golden text, through the front door. */
export async function curveOf(
  backend: Backend,
  options: ExperimentOptions,
  init: Uint8Array,
): Promise<{ readonly losses: number[]; readonly norms: number[] }> {
  const losses: number[] = [];
  const norms: number[] = [];
  const experiment = parseExperiment({ ...options, schedule: 'constant', validation: 0 });
  for await (const event of train(
    experiment,
    textMaterial(goldenText),
    { backend, seconds: () => 0, stop: { aborted: false } },
    { init: readGivenWeights(init, 'golden.safetensors') },
  )) {
    if (event.kind !== 'update') continue;
    losses.push(event.loss);
    norms.push(event.gradNorm);
  }
  return { losses, norms };
}
