/** The same seed is the same run; and a run that was interrupted is the run that was not. Bit by bit. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openGpujs } from '../../src/backends/gpujs/gpujsBackend';
import { nodePlatform } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Backend } from '../../src/engine/backend';
import { textMaterial } from '../../src/engine/data/material';
import { train } from '../../src/engine/experiment';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { TrainingEvent } from '../../src/engine/trainingEvent';
import { type Run, runOf, textOf } from './run';

const text = textOf(150, 4);
const experiments: fc.Arbitrary<ExperimentOptions> = fc.record({
  cell: fc.constantFrom('rnn', 'gru', 'gru-pytorch', 'lstm', 'sru'),
  layers: fc.integer({ min: 1, max: 2 }),
  hidden: fc.constant(3),
  embedding: fc.constantFrom(0, 2),
  dropout: fc.constantFrom(0, 0.4),
  inputDropout: fc.constantFrom(0, 0.2),
  batch: fc.integer({ min: 1, max: 3 }),
  window: fc.integer({ min: 2, max: 7 }),
  optimizer: fc.constantFrom('adam', 'sgd', 'rmsprop', 'adagrad'),
  momentum: fc.constantFrom(0, 0.9),
  schedule: fc.constantFrom('constant', 'cosine', 'step'),
  learningRate: fc.constant(0.01),
  clip: fc.constantFrom(0, 0.2),
  validation: fc.constantFrom(0, 0.2),
  seed: fc.nat(),
  updates: fc.constant(24),
  validateEvery: fc.integer({ min: 1, max: 30 }),
});

describe('repeatability', () => {
  it('the same seed is the same run, to the last byte of its checkpoints', async () => {
    await fc.assert(
      fc.asyncProperty(experiments, async (experiment) => {
        assert.deepEqual((await runOf(experiment, text)).events, (await runOf(experiment, text)).events);
      }),
      { numRuns: 8 },
    );
  });

  it('another seed is another run', async () => {
    const [one, two] = await Promise.all([1, 2].map((seed) => runOf({ cell: 'rnn', hidden: 3, updates: 2, seed }, text)));
    assert.notDeepEqual(one?.losses, two?.losses);
  });

  it('a resumed run is the run that never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(experiments, fc.integer({ min: 1, max: 23 }), (experiment, stop) =>
        assertResumes(openReference(), experiment, stop),
      ),
      { numRuns: 12 },
    );
  });

  it('is the run that never stopped also where it stopped before or within a look, or at its end', async () => {
    const options = {
      cell: 'rnn',
      hidden: 3,
      batch: 2,
      window: 4,
      validation: 0.2,
      updates: 12,
      validateEvery: 4,
      checkpointEvery: 50,
    } as const;
    const whole = await runOf(options, text);
    for (const stopping of ['started 0', 'update 4', 'update 5', 'update 12', 'within validation 8', 'validation 8', 'sample 8'] as const) {
      const told: TrainingEvent[] = [];
      let stopsAfter = Number.POSITIVE_INFINITY; // questions whether to stop
      const stop = {
        get aborted() {
          return --stopsAfter < 0;
        },
      };
      const environment = { backend: openReference(), seconds: () => 0, stop };
      for await (const event of train(parseExperiment(options), textMaterial(text), environment)) {
        told.push(event);
        if (`${event.kind} ${event.kind === 'done' || event.update}` === stopping) stopsAfter = 0;
        // First it is asked whether there is a look to take, then on its way.
        if (stopping === 'within validation 8' && event.kind === 'update' && event.update === 8) stopsAfter = 1;
      }
      const stopped = told.at(-1);
      assert.equal(stopped?.kind === 'done' && stopped.reason, 'stopped', stopping);
      const resume = told.findLast((event) => event.kind === 'checkpoint' && event.which === 'last');
      assert.ok(resume?.kind === 'checkpoint');
      const rest = await runOf(options, text, { resume: resume.bytes });
      const both = [...told.slice(0, -1), ...rest.events].filter(
        ({ kind }) => kind === 'update' || kind === 'validation' || kind === 'sample',
      );
      assert.deepEqual(
        both,
        whole.events.filter(({ kind }) => kind === 'update' || kind === 'validation' || kind === 'sample'),
        stopping,
      );
      assert.deepEqual(rest.last, whole.last, stopping);
      assert.deepEqual(rest.events.at(-1), whole.events.at(-1), stopping);
    }
  });

  it('tells at its end what the run that never stopped does, also where only that was left to do', async () => {
    // So large a learning rate that nothing is learned, which the last losses tell.
    const options = {
      cell: 'rnn',
      hidden: 3,
      batch: 2,
      window: 4,
      optimizer: 'sgd',
      learningRate: 90,
      clip: 0,
      updates: 30,
      checkpointEvery: 3,
      validation: 0,
    } as const;
    const whole = await runOf(options, text);
    const ends = [whole.events.at(-1)];
    for (const at of [3, 27, 30])
      ends.push((await runOf(options, text, { resume: whole.checkpoints.get(at) as Uint8Array })).events.at(-1));
    assert.equal(ends[0]?.kind === 'done' && ends[0].reason, 'unlearned');
    for (const end of ends) assert.deepEqual(end, ends[0]);
  });

  it('a resumed run is the run that never stopped in float32 too', async () => {
    const backend = await openGpujs(nodePlatform, 'cpu');
    const experiment = {
      cell: 'lstm',
      layers: 2,
      hidden: 3,
      dropout: 0.4,
      batch: 2,
      window: 3,
      schedule: 'cosine',
      updates: 8,
      validateEvery: 3,
    } as const;
    await assertResumes(backend, experiment, 5);
    backend.dispose();
  });

  it('does not depend on how many updates a launch carries', async () => {
    await fc.assert(
      fc.asyncProperty(experiments, fc.integer({ min: 2, max: 9 }), async (experiment, updatesPerLaunch) => {
        const backend = openReference();
        const launching: Backend = { ...backend, updatesPerLaunch };
        const [one, many] = [await runOf(experiment, text, {}, backend), await runOf(experiment, text, {}, launching)];
        assert.deepEqual(many.losses, one.losses);
        assert.deepEqual(many.last, one.last);
      }),
      { numRuns: 8 },
    );
  });
});

async function assertResumes(backend: Backend, experiment: ExperimentOptions, stop: number): Promise<void> {
  const options = { ...experiment, checkpointEvery: stop };
  const whole = await runOf(options, text, {}, backend);
  const resume = whole.checkpoints.get(stop);
  assert.ok(resume);
  const rest = await runOf(options, text, { resume }, backend);
  assert.deepEqual(rest.losses, whole.losses.slice(stop));
  assert.deepEqual(rest.last, whole.last);
  assert.deepEqual(saidAfter(rest, stop), saidAfter(whole, stop));
}

/** What a run said after an update: its start says where it started, and its end is compared by its checkpoint. */
function saidAfter({ events }: Run, update: number) {
  return events
    .filter((event) => event.kind === 'update' || event.kind === 'validation' || event.kind === 'checkpoint')
    .filter((event) => event.update > update);
}
