/** Where something is missing, or nothing is to be shared: the same numbers, slower at worst, and said. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import { type Backend, BackendUnavailableError } from '../../../src/engine/backend';
import { textMaterial } from '../../../src/engine/data/material';
import { train } from '../../../src/engine/experiment';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { openWarm } from './openWarm';

const TEXT = 'she sells sea shells by the sea shore; the shells she sells are sea shells, I am sure. '.repeat(6);
const UPDATES = 6;

describe('wasm: on poor machines and odd shapes', () => {
  it('works without SharedArrayBuffer, in one thread, and says so', async () => {
    const backend = await without(globalThis, 'SharedArrayBuffer', () => openWasm(nodePlatform));
    assert.match(backend.description.label, /1 thread/);
    await sameCurve(backend, {});
    const note = await without(globalThis, 'SharedArrayBuffer', async () => (await openWasm(nodePlatform)).description.note);
    assert.match(note ?? '', /SharedArrayBuffer is missing/);
  });

  it('works with plain SIMD, and says that it is slower', async () => {
    const { validate } = WebAssembly;
    let asked = 0;
    WebAssembly.validate = (bytes) => validate(bytes) && asked++ === 0;
    try {
      const backend = await openWasm(nodePlatform, 1);
      assert.doesNotMatch(backend.description.label, /FMA/);
      assert.match(backend.description.note ?? '', /Relaxed SIMD is missing/);
      await sameCurve(backend, {});
    } finally {
      WebAssembly.validate = validate;
    }
  });

  it('refuses without any SIMD, and names what works instead', async () => {
    const { validate } = WebAssembly;
    WebAssembly.validate = () => false;
    try {
      await assert.rejects(
        openWasm(nodePlatform),
        (error) => error instanceof BackendUnavailableError && /webasm or cpu/.test(error.message),
      );
    } finally {
      WebAssembly.validate = validate;
    }
  });

  for (const [title, options] of Object.entries<ExperimentOptions>({
    'a batch smaller than the threads': { batch: 2 },
    'one stream': { batch: 1 },
    'one hidden unit': { hidden: 1 },
    'hidden units that no vector divides': { hidden: 37, layers: 2 },
    'a window of one character': { window: 1 },
    'one stream, one character, one unit': { batch: 1, window: 1, hidden: 1, layers: 3 },
  })) {
    it(`${title}: three threads learn as the reference`, async () => sameCurve(await openWarm(3), options));
  }

  it('a vocabulary of one character: nothing to learn, and the loss is 0', async () => {
    const losses = await curve(await openWarm(3), {}, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    assert.deepEqual(losses, Array(UPDATES).fill(0));
  });
});

async function sameCurve(backend: Backend, options: ExperimentOptions): Promise<void> {
  const found = await curve(backend, options);
  const right = await curve(openReference(), options);
  assert.equal(found.length, UPDATES);
  right.forEach((loss, update) => {
    assert.ok(Math.abs(loss - (found[update] as number)) < 1e-5 * loss, `loss ${update + 1} is ${found[update]} where ${loss} is right`);
  });
}

async function curve(backend: Backend, options: ExperimentOptions, text = TEXT): Promise<number[]> {
  const settings = { hidden: 13, batch: 5, window: 6, learningRate: 0.02, updates: UPDATES, validation: 0, ...options };
  const losses: number[] = [];
  const environment = { backend, seconds: () => 0, stop: { aborted: false } };
  for await (const event of train(parseExperiment(settings), textMaterial(text), environment))
    if (event.kind === 'update') losses.push(event.loss);
  backend.dispose();
  return losses;
}

/** Does something while a global is missing. */
async function without<T>(from: typeof globalThis, name: 'SharedArrayBuffer', action: () => Promise<T>): Promise<T> {
  const kept = from[name];
  Reflect.deleteProperty(from, name);
  try {
    return await action();
  } finally {
    from[name] = kept;
  }
}
