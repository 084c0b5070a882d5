/** Runs of every task are as repeatable as those of a language model, and go on as if they had never stopped. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Material } from '../../src/engine/data/material';
import { textMaterial } from '../../src/engine/data/material';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { TASKS } from '../../src/engine/tasks/words';
import { runOf, textOf } from './run';

const rowsOf = (target: (text: string, index: number) => string): Material => ({
  kind: 'rows',
  rows: Array.from({ length: 30 }, (_, index) => {
    const input = textOf(1 + (index % 11), index, 3);
    return { input, target: target(input, index) };
  }),
});
const MATERIAL: Readonly<Record<(typeof TASKS)[number], Material>> = {
  'language-model': textMaterial(textOf(150, 4)),
  infill: textMaterial(textOf(150, 4)),
  tag: rowsOf((text) => text.replaceAll('a', 'x')),
  classify: rowsOf((_, index) => `label ${index % 3}`),
  'generate-from-label': rowsOf((_, index) => `label ${index % 3}`),
  translate: rowsOf((text) => text.toUpperCase()),
};

const experiments: fc.Arbitrary<ExperimentOptions> = fc.record({
  task: fc.constantFrom(...TASKS),
  cell: fc.constantFrom('rnn', 'gru', 'lstm'),
  layers: fc.integer({ min: 1, max: 2 }),
  hidden: fc.constant(3),
  dropout: fc.constantFrom(0, 0.4),
  residual: fc.boolean(),
  batch: fc.integer({ min: 1, max: 5 }),
  window: fc.constant(12),
  validation: fc.constantFrom(0, 0.2),
  seed: fc.nat(),
  updates: fc.constant(16),
  validateEvery: fc.integer({ min: 3, max: 20 }),
});

describe('every task', () => {
  it('the same seed is the same run, and a resumed run the run that never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(experiments, fc.integer({ min: 1, max: 15 }), async (experiment, stop) => {
        const material = MATERIAL[experiment.task ?? 'language-model'];
        const options = { ...experiment, checkpointEvery: stop };
        const whole = await runOf(options, material);
        const resume = whole.checkpoints.get(stop);
        assert.ok(resume);
        const rest = await runOf(options, material, { resume });
        assert.deepEqual(rest.losses, whole.losses.slice(stop));
        assert.deepEqual(rest.last, whole.last);
        assert.deepEqual((await runOf(options, material)).last, whole.last);
      }),
      { numRuns: 6 },
    );
  });
});
