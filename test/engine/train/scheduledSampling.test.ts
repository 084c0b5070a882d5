/** Feeding guesses in passes over all positions is feeding them one after another. */
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import type { Numbers } from '../../../src/engine/backend';
import { sourceOf } from '../../../src/engine/cell/cellSources';
import { InputDropout } from '../../../src/engine/data/inputDropout';
import { Vocabulary } from '../../../src/engine/data/vocabulary';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { forward } from '../../../src/engine/model/network';
import { networkShape } from '../../../src/engine/model/networkShape';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { initialize, toSlots } from '../../../src/engine/model/parameters';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { Random } from '../../../src/engine/random';
import { ScheduledSampling } from '../../../src/engine/train/scheduledSampling';
import { runOf } from '../../properties/run';

const [B, S, T, TARGETS] = [3, 4, 6, 5];
const experiment = parseExperiment({ task: 'translate', cell: 'gru', hidden: 6, initializer: 'uniform:2' });
const shape = networkShape(experiment, sourceOf(experiment), { vocabulary: 4, targets: TARGETS });
const random = Random.fromSeed(7);
const parameters = toSlots(parameterSlots(shape), initialize(parameterSlots(shape), 'uniform:2', 6, random));
const draw = (length: number, symbols: number) => Float32Array.from({ length }, () => Math.floor(random.coarse() * symbols));
const feed = {
  tokens: draw(S * B, 4),
  mask: new Float32Array(S * B).fill(1),
  'decoder.tokens': draw(T * B, TARGETS),
  targets: draw(T * B, TARGETS),
  weights: new Float32Array(T * B).fill(1),
};
const size = { batch: B, window: S, targetWindow: T };
const fedWith = async (teacherForcing: number, update = 0) => {
  const sampling = await ScheduledSampling.open(shape, { teacherForcing, seed: 3 }, [size], openReference());
  const fed = await sampling.feed({ feed, predicted: T * B, characters: 0 }, size, 0, update, parameters);
  return [...(fed['decoder.tokens'] as Numbers)];
};

describe('scheduled sampling', () => {
  it('with probability 1 feeds what is right', async () => {
    assert.deepEqual(await fedWith(1), [...feed['decoder.tokens']]);
  });

  it('with probability 0 feeds what the network says, one symbol after another', async () => {
    const builder = new GraphBuilder();
    builder.output('logits', forward(builder, shape, size).logits);
    const step = await openReference().compile(builder.build());
    step.write(parameters);
    const fed = feed['decoder.tokens'].slice();
    for (let t = 1; t < T; t++) {
      const [outputs = {}] = await step.run([{ tokens: feed.tokens, mask: feed.mask, 'decoder.tokens': fed }]);
      for (let b = 0; b < B; b++) {
        const row = ((t - 1) * B + b) * TARGETS;
        const logits = [...(outputs.logits as Numbers).subarray(row, row + TARGETS)];
        fed[t * B + b] = logits.indexOf(Math.max(...logits));
      }
    }
    assert.deepEqual(await fedWith(0), [...fed]);
    assert.notDeepEqual([...fed], [...feed['decoder.tokens']]);
  });

  it('between them replaces some, and others at the next update; the first symbol never', async () => {
    const right = [...feed['decoder.tokens']];
    const [one, other] = [await fedWith(0.5), await fedWith(0.5, 1)];
    assert.deepEqual(one, await fedWith(0.5));
    assert.notDeepEqual(one, other);
    assert.deepEqual(one.slice(0, B), right.slice(0, B));
  });

  it('replaces others than input dropout drops, which the same seed decides', async () => {
    const wide = { batch: 64, window: S, targetWindow: T };
    const named = new Map(initialize(parameterSlots(shape), 'uniform:0', 6, random));
    named.set('head.bias', { shape: [TARGETS], data: Float32Array.of(1, 0, 0, 0, 0) }); // the guess is always 0
    const right = new Float32Array(64 * T).fill(3);
    const batch = {
      feed: { tokens: new Float32Array(64 * S), mask: new Float32Array(64 * S).fill(1), 'decoder.tokens': right },
      predicted: 1,
      characters: 0,
    };
    const sampling = await ScheduledSampling.open(shape, { teacherForcing: 0.5, seed: 3 }, [wide], openReference());
    const fed = (await sampling.feed(batch, wide, 0, 5, toSlots(parameterSlots(shape), named)))['decoder.tokens'] as Numbers;
    const read = {
      sizes: [wide],
      perEpoch: 1,
      sizeOf: () => 0,
      together: () => 1,
      get: () => ({ ...batch, feed: { 'decoder.tokens': right } }),
    };
    const symbols = { vocabulary: new Vocabulary(['a']), targets: ['a', 'b', 'c', 'd'], labels: [] };
    const dropped = new InputDropout(read, symbols, 0.5, 3).get(5).feed['decoder.tokens'] as Numbers;
    const alike = Array.from({ length: 64 * (T - 1) }, (_, index) => (fed[64 + index] === 0) === (dropped[index] === 0));
    const share = alike.filter(Boolean).length / alike.length;
    assert.ok(share > 0.35 && share < 0.65, `${share} of the draws are alike`);
  });

  it('is part of a run that can be resumed', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({ input: 'abc'.slice(index % 3), target: 'xyz'.slice(index % 3) }));
    const options = { task: 'translate', cell: 'gru', hidden: 4, batch: 4, teacherForcing: 0.5, updates: 8, checkpointEvery: 5 } as const;
    const whole = await runOf(options, { kind: 'rows', rows });
    const resume = whole.checkpoints.get(5);
    assert.ok(resume);
    assert.deepEqual((await runOf(options, { kind: 'rows', rows }, { resume })).last, whole.last);
    assert.notDeepEqual((await runOf({ ...options, teacherForcing: 1 }, { kind: 'rows', rows })).losses, whole.losses);
  });
});
