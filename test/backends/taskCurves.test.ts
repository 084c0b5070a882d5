/** Every task trains on every backend, and walks the reference's learning curve. */
import assert from 'node:assert/strict';
import { openGpujs } from '../../src/backends/gpujs/gpujsBackend';
import { nodePlatform } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { openWasm } from '../../src/backends/wasm/wasmBackend';
import { type Backend, BackendUnavailableError } from '../../src/engine/backend';
import { type Material, textMaterial } from '../../src/engine/data/material';
import { train } from '../../src/engine/experiment';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';

const UPDATES = 6;
const TEXT = 'The quick brown fox. It jumps over Dora, the lazy dog; Pack my box! '.repeat(8);
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const rowsOf = (targetOf: (word: string) => string): Material => ({
  kind: 'rows',
  rows: WORDS.map((input) => ({ input, target: targetOf(input) })),
});
const lengths = rowsOf((word) => (word.length > 3 ? 'long' : 'short'));
const reversed = rowsOf((word) => [...word].reverse().join(''));

const TASKS: Record<string, [options: ExperimentOptions, material: Material]> = {
  'language-model, one to one': [{ window: 1 }, textMaterial(TEXT)],
  infill: [{ task: 'infill', layers: 2 }, textMaterial(TEXT)],
  tag: [{ task: 'tag', rule: 'case', bidirectional: 'concat' }, textMaterial(TEXT)],
  classify: [{ task: 'classify', bidirectional: 'sum', layers: 2, embedding: 5, residual: true }, lengths],
  'generate-from-label': [{ task: 'generate-from-label' }, lengths],
  translate: [{ task: 'translate', bidirectional: 'no', attention: 'none', decoderHidden: 6 }, reversed],
  'translate with dot attention': [{ task: 'translate', bidirectional: 'concat', attention: 'dot', teacherForcing: 0.5 }, reversed],
  'translate with additive attention': [{ task: 'translate', attention: 'additive', dropout: 0.2, layers: 2 }, reversed],
};

const DEVICES: Record<string, () => Promise<Backend>> = {
  wasm: () => openWasm(nodePlatform, 1),
  'wasm on two threads': () => openWasm(nodePlatform, 2),
  'gpu.js in plain JavaScript': () => openGpujs(nodePlatform, 'cpu'),
  WebGPU: () => openGpujs(nodePlatform, 'webgpu'),
};

for (const [device, open] of Object.entries(DEVICES)) {
  describe(`each task on ${device}`, function () {
    this.timeout(120_000);
    let backend: Backend;
    before(async function () {
      try {
        backend = await open();
      } catch (error) {
        if (!(error instanceof BackendUnavailableError)) throw error;
        console.log(`    not here: ${error.message}`);
        this.skip();
      }
    });
    after(() => backend?.dispose());

    for (const [name, [options, material]] of Object.entries(TASKS)) {
      it(`${name} learns as on the reference`, async () => {
        const [found, right] = [await curve(options, material, backend), await curve(options, material, openReference())];
        assert.equal(found.length, UPDATES);
        found.forEach((loss, update) => {
          const expected = right[update] as number;
          assert.ok(Math.abs(loss - expected) < 1e-4, `loss of update ${update + 1}: ${loss} where the reference has ${expected}`);
        });
      });
    }
  });
}

async function curve(options: ExperimentOptions, material: Material, backend: Backend): Promise<number[]> {
  const experiment = parseExperiment({ hidden: 5, batch: 4, window: 12, updates: UPDATES, validation: 0, cell: 'gru', ...options });
  const environment = { backend, inference: openReference(), seconds: () => 0, stop: { aborted: false } };
  const losses: number[] = [];
  for await (const event of train(experiment, material, environment)) if (event.kind === 'update') losses.push(event.loss);
  return losses;
}
