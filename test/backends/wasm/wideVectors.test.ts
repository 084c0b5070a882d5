/** The trial of 256-bit vectors: made once on a platform, again where it failed, and then with nothing left switched on. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import type { Platform } from '../../../src/backends/platform/platform';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import { hasWideVectors } from '../../../src/backends/wasm/wideVectors';
import { BackendUnavailableError } from '../../../src/engine/backend';

const FAILURE = { name: 'BackendUnavailableError', message: 'no memory now' };

describe('wasm: whether vectors are joined', () => {
  it('is not asked where they cannot be', async () => {
    assert.equal(await hasWideVectors({ ...nodePlatform, wideVectors: undefined }), false);
  });

  it('is tried again where the trial failed', async () => {
    const { platform, trial } = failingAt(1);
    await assert.rejects(Promise.all([hasWideVectors(platform), hasWideVectors(platform)]), FAILURE);
    assert.equal(trial.compilations, 1);
    await assert.rejects(hasWideVectors(platform), FAILURE);
    assert.equal(trial.compilations, 2);
  });

  it('is tried once where the trial succeeds, and leaves nothing switched on where it fails', async function () {
    if (!(await openWasm(nodePlatform, 1)).description.label.includes('FMA')) {
      console.log(`      Node ${process.version} has no relaxed SIMD, so that there is nothing to join.`);
      this.skip();
    }
    const failing = failingAt(2);
    await assert.rejects(openWasm(failing.platform), FAILURE);
    assert.deepEqual(failing.trial, { compilations: 2, on: false });
    const { platform, trial } = failingAt(Infinity);
    const opened = await Promise.all([openWasm(platform), openWasm(platform)]);
    assert.equal(trial.compilations, 2);
    for (const { description } of opened) assert.equal(/256/.test(description.label), trial.on);
  });
});

/** A platform that only notes what it is to switch; from the given compilation on, compiling fails. */
function failingAt(first: number) {
  const trial = { compilations: 0, on: false };
  const wideVectors: Platform['wideVectors'] = {
    switch(on) {
      trial.on = on;
    },
    async optimizing(action) {
      if (++trial.compilations >= first) throw new BackendUnavailableError(FAILURE.message);
      return await action();
    },
  };
  return { trial, platform: { ...nodePlatform, wideVectors } };
}
