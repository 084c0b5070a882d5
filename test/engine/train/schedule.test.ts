import assert from 'node:assert/strict';
import { type Checkpoint, readCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { learningRateAt, StoppingRule, stretchOf } from '../../../src/engine/train/schedule';
import { runOf, textOf } from '../../properties/run';

const rates = (schedule: 'constant' | 'cosine' | 'step', ...updates: number[]) =>
  updates.map((update) => Number(learningRateAt({ learningRate: 0.004, schedule }, update, 100).toFixed(6)));

describe('the learning rate', () => {
  it('stays as it is', () => assert.deepEqual(rates('constant', 0, 50, 100), [0.004, 0.004, 0.004]));

  it('falls along a half cosine to a hundredth: slowly at first and at last', () => {
    assert.deepEqual(rates('cosine', 0, 50, 100), [0.004, 0.00202, 0.00004]);
    const [begun, quarter, half, late, ended] = rates('cosine', 0, 25, 50, 75, 100) as [number, number, number, number, number];
    assert.ok(begun - quarter < quarter - half && late - ended < half - late);
  });

  it('is halved at each quarter of the run', () => {
    assert.deepEqual(rates('step', 0, 24, 25, 50, 75, 100), [0.004, 0.004, 0.002, 0.001, 0.0005, 0.0005]);
  });
});

describe('the learning rate of a run that is given another end', () => {
  const COSINE = { learningRate: 0.004, schedule: 'cosine' } as const;
  const along = (stretch: { from: number; rate: number }, end: number, ...updates: number[]) =>
    updates.map((update) => learningRateAt(COSINE, update, end, stretch));

  it('is warmed from where it stood at its end up to a quarter, and falls to the new end', () => {
    const [begun = 0, warming = 0, warm = 0, half = 0, ended = 0] = along({ from: 100, rate: 0.00004 }, 200, 100, 102, 105, 150, 200);
    assert.equal(begun, 0.00004);
    assert.ok(begun < warming && warming < warm && warm <= 0.001);
    assert.ok(Math.abs(half - 0.000505) < 1e-9 && Math.abs(ended - 0.00001) < 1e-12);
  });

  it('never leaps from one update to the next', () => {
    for (const rate of [0.00004, 0.001, 0.003]) {
      const rates = along({ from: 1000, rate }, 2000, ...Array.from({ length: 1001 }, (_, k) => 1000 + k));
      assert.equal(rates[0], rate);
      for (const [k, next] of rates.slice(1).entries()) assert.ok(Math.abs(next - (rates[k] as number)) < 0.00005, `${rate} at ${k}`);
    }
  });

  it('goes on from a rate that is still high without warming up', () => {
    const [begun, soon] = along({ from: 50, rate: 0.002 }, 150, 50, 51) as [number, number];
    assert.equal(begun, 0.002);
    assert.ok(soon < begun);
  });

  it('is no higher than one that is asked for', () => {
    assert.equal(learningRateAt({ ...COSINE, learningRate: 0.0005 }, 50, 150, { from: 50, rate: 0.002 }), 0.0005);
  });

  it('does not change where it is constant', () => {
    assert.equal(learningRateAt({ ...COSINE, schedule: 'constant' }, 150, 200, { from: 100, rate: 0.001 }), 0.004);
  });
});

describe('where a schedule begins anew', () => {
  const at = (update: number, options: ExperimentOptions, elapsed = 10, stretch?: { from: number; rate: number }) =>
    ({
      experiment: parseExperiment({ schedule: 'cosine', learningRate: 0.004, ...options }),
      update,
      progress: { elapsed, ...(stretch && { stretch }) },
    }) as Checkpoint;
  const resumed = (checkpoint: Checkpoint, options: ExperimentOptions) =>
    stretchOf(parseExperiment({ ...checkpoint.experiment, ...options }), checkpoint, 10);

  it('is nowhere, as long as the end is the same', () => {
    assert.equal(resumed(at(50, { updates: 100 }), {}), undefined);
    assert.deepEqual(resumed(at(150, { updates: 200 }, 10, { from: 100, rate: 0.001 }), {}), { from: 100, rate: 0.001 });
  });

  it('is the update where the run was given another', () => {
    assert.deepEqual(resumed(at(100, { updates: 100 }), { updates: 200 }), { from: 100, rate: 0.00004 });
    assert.deepEqual(resumed(at(50, { epochs: 10 }), { epochs: 20 }), { from: 50, rate: 0.00202 });
  });

  it('follows the clock of a run by minutes, as Unroll 0.1.0 did', () => {
    const { from, rate } = resumed(at(70, { minutes: 1 }, 30), {}) ?? assert.fail();
    assert.deepEqual([from, Number(rate.toFixed(9))], [70, 0.00202]);
  });

  it('is kept: interrupted again, the run is what it would have been', async () => {
    const options = { cell: 'gru', hidden: 4, batch: 2, window: 4, learningRate: 0.002, schedule: 'cosine', checkpointEvery: 5 } as const;
    const text = textOf(200, 1);
    const first = await runOf({ ...options, updates: 10 }, text);
    const whole = await runOf({ ...options, updates: 30 }, text, { resume: first.last });
    assert.deepEqual(readCheckpoint(whole.last).progress.stretch, { from: 10, rate: 0.00002 });
    const resume = whole.checkpoints.get(20) ?? assert.fail();
    assert.deepEqual((await runOf({ ...options, updates: 30 }, text, { resume })).last, whole.last);
    const [started] = whole.events;
    assert.ok(started?.kind === 'started');
    assert.match(
      started.notes.join(' '),
      /goes on from 0\.00002 and is warmed up to 0\.0005 by update 11, then falls .* until update 30\./,
    );
  });
});

describe('the end of a run', () => {
  const rule = (options: ExperimentOptions) => new StoppingRule(parseExperiment(options), 10);

  it('is that of the rules that comes first', () => {
    assert.equal(rule({ updates: 30, epochs: 5 }).updates, 30);
    assert.equal(rule({ updates: 30, epochs: 2 }).updates, 20);
    assert.equal(rule({ updates: 30, epochs: 2 }).reached({ update: 20, validationsSinceBest: 0 }), 'epochs');
    assert.equal(rule({ updates: 30 }).reached({ update: 29, validationsSinceBest: 3 }), undefined);
    assert.equal(rule({ updates: 30, patience: 3 }).reached({ update: 9, validationsSinceBest: 3 }), 'patience');
  });
});
