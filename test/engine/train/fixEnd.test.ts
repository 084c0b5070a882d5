/** A time for training is a number of updates, fixed before the first: what the machine does meanwhile changes nothing. */
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import type { Backend } from '../../../src/engine/backend';
import { readCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { textMaterial } from '../../../src/engine/data/material';
import { train } from '../../../src/engine/experiment';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { runOf, textOf } from '../../properties/run';

const SMALL = { cell: 'rnn', hidden: 3, batch: 2, window: 4, schedule: 'cosine', validation: 0 } as const;
const TEXT = textOf(400, 3);

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
  return { backend, seconds: () => now, stop: { aborted: false } };
}

async function trained(options: ExperimentOptions, environment: ReturnType<typeof clockwork>, resume?: Uint8Array) {
  const events = [];
  let last: Uint8Array | undefined;
  for await (const event of train(parseExperiment({ ...SMALL, ...options }), textMaterial(TEXT), environment, resume ? { resume } : {})) {
    events.push(event);
    if (event.kind === 'checkpoint' && event.which === 'last') last = event.bytes;
  }
  const [started] = events;
  const done = events.at(-1);
  assert.ok(started?.kind === 'started' && done?.kind === 'done' && last);
  return { started, done, last, rates: events.flatMap((event) => (event.kind === 'update' ? [event.learningRate] : [])) };
}

describe('a time for training', () => {
  it('is the updates that fit into it, at the speed measured first', async () => {
    const { started, done } = await trained({ minutes: 0.5 }, clockwork(0.1));
    assert.equal(started.updates, 300);
    assert.deepEqual([done.update, done.reason], [300, 'updates']);
    assert.match(started.notes.join(' '), /Ends after 300 updates: about 0\.5 minutes, at the 10 updates a second measured here\./);
  });

  it('decides nothing once training has begun: on a machine that turns slow the run is the same', async () => {
    const steady = await trained({ minutes: 0.5 }, clockwork(0.1));
    const slowing = await trained({ minutes: 0.5 }, clockwork(0.1, { after: 40, factor: 1.9 }));
    assert.deepEqual(slowing.rates, steady.rates);
    assert.deepEqual(readCheckpoint(slowing.last).tensors, readCheckpoint(steady.last).tensors);
  });

  it('is never exceeded by more than itself: what is left then can be gone on with, and the run is the same', async () => {
    const steady = await trained({ minutes: 0.5 }, clockwork(0.1));
    const slow = await trained({ minutes: 0.5 }, clockwork(0.1, { after: 40, factor: 7 }));
    assert.equal(slow.done.reason, 'overtime');
    assert.ok(slow.done.elapsed > 60 && slow.done.elapsed < 61, `${slow.done.elapsed} s`);
    assert.match(slow.done.message, /twice the time asked for is over/);
    const rest = await trained({ updates: 300 }, clockwork(0.1), slow.last);
    assert.deepEqual([...slow.rates, ...rest.rates], steady.rates);
    assert.deepEqual(readCheckpoint(rest.last).tensors, readCheckpoint(steady.last).tensors);
  });

  it('gives the run that as many updates give', async () => {
    const timed = await trained({ minutes: 0.5 }, clockwork(0.1));
    const counted = await runOf({ ...SMALL, updates: 300 }, TEXT);
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
    assert.ok(Math.abs(done.elapsed - 30) < 3, `${done.elapsed} s`);
    assert.equal((await trained(options, clockwork(0.1))).done.update, 300, 'that take no time');
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
    assert.equal(further.started.updates, 300 + Math.round((90 - elapsed) * 10));
  });

  it('ends soon when it is stopped while the speed is measured', async () => {
    const environment = { ...clockwork(0.1), stop: { aborted: true } };
    assert.equal((await trained({ minutes: 5 }, environment)).done.reason, 'stopped');
  });
});
