/** The same seed is the same run; and a run that was interrupted is the run that was not. Bit by bit. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openGpujs } from '../../src/backends/gpujs/gpujsBackend';
import { nodePlatform } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Backend } from '../../src/engine/backend';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
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
