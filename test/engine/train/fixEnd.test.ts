/** A time for training is a number of updates, fixed before the first: what the machine does meanwhile changes nothing. */
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import type { Backend } from '../../../src/engine/backend';
import { readCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { textMaterial } from '../../../src/engine/data/material';
import { train } from '../../../src/engine/experiment';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import type { TrainingEvent } from '../../../src/engine/trainingEvent';
import { runOf, textOf } from '../../properties/run';

const SMALL = { cell: 'rnn', hidden: 3, batch: 2, window: 4, schedule: 'cosine', validation: 0 } as const;
const TEXT = textOf(400, 3);
/** Of 300 updates that fit into half a minute of a tenth of a second each: some time is left over. */
const PLANNED = 285;

/** Each launch of updates takes `seconds` of its clock, `slowly` as much more after so many launches; each launch of a validation `validating`. */
function clockwork(
  secondsEach: number,
  slowly: { after: number; factor: number } = { after: Number.POSITIVE_INFINITY, factor: 1 },
  validating = 0,
) {
  const inner = openReference();
  let [now, runs] = [0, 0];
  const backend: Backend = {
    ...inner,
    description: inner.description,
    async compile(graph) {
      const executable = await inner.compile(graph);
      return {
        ...executable,
        write: (state) => executable.write(state),
        read: (names) => executable.read(names),
        dispose: () => executable.dispose(),
        async run(feeds) {
          if (feeds[0]?.rates) {
            runs++;
            now += secondsEach * (runs > slowly.after ? slowly.factor : 1);
          } else if (feeds[0]?.targets) now += validating;
          return executable.run(feeds);
        },
      };
    },
  };
  const pass = (seconds: number) => {
    now += seconds;
  };
  return { backend, seconds: () => now, pass, stop: { aborted: false } };
}

/** @param keeping what each checkpoint takes to be kept, in seconds */
async function trained(options: ExperimentOptions, environment: ReturnType<typeof clockwork>, resume?: Uint8Array, keeping = 0) {
  const events: TrainingEvent[] = [];
  let last: Uint8Array | undefined;
  for await (const event of train(parseExperiment({ ...SMALL, ...options }), textMaterial(TEXT), environment, resume ? { resume } : {})) {
    events.push(event);
    if (event.kind !== 'checkpoint') continue;
    environment.pass(keeping);
    if (event.which === 'last') last = event.bytes;
  }
  const [started] = events;
  const done = events.at(-1);
  assert.ok(started?.kind === 'started' && done?.kind === 'done' && last);
  const of = <K extends TrainingEvent['kind']>(kind: K) =>
    events.filter((event): event is Extract<TrainingEvent, { kind: K }> => event.kind === kind);
  return {
    started,
    done,
    last,
    checkpoints: of('checkpoint'),
    validations: of('validation'),
    rates: events.flatMap((event) => (event.kind === 'update' ? [event.learningRate] : [])),
  };
}

describe('a time for training', () => {
  it('is the updates that fit into it, at the speed measured first', async () => {
    const { started, done } = await trained({ minutes: 0.5 }, clockwork(0.1));
    assert.equal(started.updates, PLANNED);
    assert.deepEqual([done.update, done.reason], [PLANNED, 'updates']);
    assert.match(started.notes.join(' '), /Ends after 285 updates: about 0\.5 minutes, at the 10 updates a second measured here\./);
  });

  it('decides nothing once training has begun: on a machine that turns a little slower the run is the same', async () => {
    const steady = await trained({ minutes: 0.5 }, clockwork(0.1));
    const slowing = await trained({ minutes: 0.5 }, clockwork(0.1, { after: 40, factor: 1.04 }));
    assert.deepEqual(slowing.rates, steady.rates);
    assert.deepEqual(readCheckpoint(slowing.last).tensors, readCheckpoint(steady.last).tensors);
  });

  it('is kept by a machine that turns slow: what is left then can be gone on with, and the run is the same', async () => {
    const steady = await trained({ minutes: 0.5 }, clockwork(0.1));
    const slow = await trained({ minutes: 0.5 }, clockwork(0.1, { after: 40, factor: 7 }));
    assert.equal(slow.done.reason, 'overtime');
    assert.ok(slow.done.elapsed > 30 && slow.done.elapsed < 31, `${slow.done.elapsed} s`);
    assert.match(slow.done.message, /^Ended at update \d\d of 285, as the time asked for is over/);
    const rest = await trained({ updates: PLANNED }, clockwork(0.1), slow.last);
    assert.deepEqual([...slow.rates, ...rest.rates], steady.rates);
    assert.deepEqual(readCheckpoint(rest.last).tensors, readCheckpoint(steady.last).tensors);
  });

  it('that nobody lives to see is planned at once', async () => {
    for (const minutes of [1e300, Number.MAX_VALUE]) {
      const environment = clockwork(0.1);
      const events = train(parseExperiment({ ...SMALL, minutes }), textMaterial(TEXT), environment);
      const first = await events.next();
      assert.ok(first.value?.kind === 'started' && (first.value.updates as number) > 2 ** 50);
      await events.return(undefined);
    }
  });

  it('gives the run that as many updates give', async () => {
    const timed = await trained({ minutes: 0.5 }, clockwork(0.1));
    const counted = await runOf({ ...SMALL, updates: PLANNED }, TEXT);
    assert.deepEqual(readCheckpoint(timed.last).tensors, counted.final.tensors);
    assert.deepEqual(readCheckpoint(timed.last).experiment, counted.final.experiment);
  });

  it('is no longer than another end allows', async () => {
    const { started, done } = await trained({ minutes: 0.5, epochs: 2 }, clockwork(0.1));
    assert.equal(done.update, 2 * started.updatesPerEpoch);
    assert.match(started.notes.join(' '), /in less than 0\.5 minutes/);
    assert.equal((await trained({ minutes: 0.5, updates: 7 }, clockwork(0.1))).done.update, 7);
  });

  it('leaves for the looks at it what they take, so that it ends when the time is over', async () => {
    const options = { minutes: 0.5, validation: 0.1, validateEvery: 10 } as const;
    const { done } = await trained(options, clockwork(0.1, undefined, 0.5));
    assert.ok(done.update > 30 && done.update < 250, `${done.update} updates`);
    assert.ok(done.elapsed > 26 && done.elapsed < 30, `${done.elapsed} s`);
    assert.equal((await trained(options, clockwork(0.1))).done.update, PLANNED, 'that take no time');
  });

  it('keeps the first update waiting for no whole validation', async () => {
    const environment = clockwork(0.1, undefined, 5);
    const events = train(parseExperiment({ ...SMALL, minutes: 5, validation: 0.4 }), textMaterial(TEXT), environment);
    await events.next();
    assert.ok(environment.seconds() < 13, `${environment.seconds()} s`);
    await events.return(undefined);
  });

  it('counts from the very beginning when a run is resumed', async () => {
    const first = await trained({ minutes: 0.5 }, clockwork(0.1));
    const { elapsed } = readCheckpoint(first.last).progress;
    const further = await trained({ minutes: 1.5 }, clockwork(0.1), first.last);
    assert.equal(further.started.updates, PLANNED + Math.round(0.95 * (90 - elapsed) * 10));
  });

  it('is kept to within a validation and a checkpoint', async () => {
    const options = { minutes: 0.5, validation: 0.1, validateEvery: 40 } as const;
    // A validation reads 400 characters, 64 at a time: 2.8 s.
    const { done } = await trained(options, clockwork(0.1, { after: 60, factor: 3 }, 0.4), undefined, 0.5);
    assert.equal(done.reason, 'overtime');
    assert.ok(done.elapsed >= 30 && done.elapsed < 30 + 0.3 + 2.8 + 2 * 0.5, `${done.elapsed} s`);
  });

  it('ends soon when it is stopped while the speed is measured', async () => {
    const environment = { ...clockwork(0.1), stop: { aborted: true } };
    assert.equal((await trained({ minutes: 5 }, environment)).done.reason, 'stopped');
  });
});

describe('checkpoints', () => {
  const every10: ExperimentOptions = { updates: 400, validation: 0.1, validateEvery: 10 };

  it('take a twentieth of the time at most, whatever the disk; what is best is written in the end, and what is learned is the same', async () => {
    const quick = await trained(every10, clockwork(0.1));
    const slow = await trained(every10, clockwork(0.1), undefined, 0.7);
    assert.equal(quick.checkpoints.filter(({ which }) => which === 'last').length, 41);
    const taken = slow.checkpoints.length * 0.7;
    assert.ok(taken <= 0.05 * slow.done.elapsed + 4 * 0.7, `${taken} s of ${slow.done.elapsed}`);
    assert.ok(slow.checkpoints.length >= 4, 'and they are written on the way');
    assert.deepEqual(readCheckpoint(slow.last).tensors, readCheckpoint(quick.last).tensors);
    const bestOf = ({ checkpoints }: typeof slow) => checkpoints.findLast(({ which }) => which === 'best')?.bytes as Uint8Array;
    assert.deepEqual(readCheckpoint(bestOf(slow)).tensors, readCheckpoint(bestOf(quick)).tensors);
    assert.deepEqual(slow.validations, quick.validations);
  });
});
