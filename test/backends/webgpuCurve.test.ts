/** Trained on WebGPU, every built-in cell walks the reference's learning curve: whole updates, several to a launch. */
import assert from 'node:assert/strict';
import { openGpujs } from '../../src/backends/gpujs/gpujsBackend';
import { nodePlatform } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { type Backend, BackendUnavailableError } from '../../src/engine/backend';
import { builtinCells } from '../../src/engine/cell/builtin/builtinCells';
import { textMaterial } from '../../src/engine/data/material';
import { train } from '../../src/engine/experiment';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';

const TEXT = 'the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. '.repeat(8);
/** Two launches. */
const UPDATES = 16;

describe('learning curves on WebGPU', function () {
  this.timeout(60_000);
  let webgpu: Backend;
  before(async function () {
    try {
      webgpu = await openGpujs(nodePlatform, 'webgpu');
    } catch (error) {
      if (!(error instanceof BackendUnavailableError)) throw error;
      console.log(`    not here: ${error.message}`);
      this.skip();
    }
    console.log(`    ${webgpu.description.label}`);
  });
  after(() => webgpu?.dispose());

  for (const { name } of builtinCells) {
    it(`${name} learns as on the reference`, () => sameCurve({ cell: name }));
  }

  it('two layers with an embedding, a step schedule and momentum do too', () => {
    return sameCurve({ cell: 'lstm', layers: 2, embedding: 5, optimizer: 'rmsprop', momentum: 0.5, schedule: 'step', clip: 0.5 });
  });

  async function sameCurve(options: ExperimentOptions): Promise<void> {
    const found = await curve(options, webgpu);
    const right = await curve(options, openReference());
    assert.equal(found.length, UPDATES);
    assert.ok((right.at(-1) as number) < (right[0] as number) - 0.1, 'the reference learns');
    found.forEach((loss, update) => {
      assert.ok(
        Math.abs(loss - (right[update] as number)) < 1e-4,
        `loss of update ${update + 1}: ${loss} where the reference has ${right[update]}`,
      );
    });
  }
});

async function curve(options: ExperimentOptions, backend: Backend): Promise<number[]> {
  const experiment = parseExperiment({
    hidden: 9,
    batch: 3,
    window: 4,
    learningRate: 0.02,
    updates: UPDATES,
    validation: 0,
    validateEvery: 1000,
    ...options,
  });
  const losses: number[] = [];
  for await (const event of train(experiment, textMaterial(TEXT), {
    backend,
    inference: openReference(),
    seconds: () => performance.now() / 1000,
    stop: { aborted: false },
  })) {
    if (event.kind === 'update') losses.push(event.loss);
  }
  return losses;
}
