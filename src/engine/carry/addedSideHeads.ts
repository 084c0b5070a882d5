/** A gap filler of before there were heads of each direction alone is given them where it goes on with training. */
import type { Checkpoint } from '../checkpoint/checkpoint';
import { sizeOf } from '../checkpoint/tensor';
import type { Experiment } from '../experimentSchema';
import { networkOf } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { initialize } from '../model/parameters';
import { Random } from '../random';
import { makeOptimizer } from '../train/optimizers';
import { momentPrefix } from '../train/updateGraph';
import { isSideHead } from './carryWeights';

/**
 * The checkpoint with such heads, drawn by the seed, their moments zero; as it is where it has them or the experiment wants none. What was
 * best has none either, so the next validation is the best again. @throws CellSyntaxError, ExperimentError
 */
export function withSideHeads(checkpoint: Checkpoint, experiment: Experiment): Checkpoint {
  if (!experiment.sideHeads || checkpoint.experiment.sideHeads) return checkpoint;
  const slots = parameterSlots(networkOf(experiment, checkpoint.cellSource, checkpoint));
  const drawn = initialize(slots, experiment.initializer, experiment.hidden, Random.fromSeed(experiment.seed));
  const heads = [...drawn].filter(([name]) => isSideHead(name));
  const { moments } = makeOptimizer(experiment.optimizer, experiment.momentum);
  const zeros = moments.flatMap((moment) =>
    heads.map(([name, { shape }]) => [momentPrefix(moment) + name, { shape, data: new Float32Array(sizeOf(shape)) }] as const),
  );
  const { best, ...progress } = checkpoint.progress;
  return { ...checkpoint, tensors: new Map([...checkpoint.tensors, ...heads, ...zeros]), progress };
}
