/** The engine's bundle runs in a browser's worker, alone and with threads. The contract of backends is tested there too (`test/contract`). */
import assert from 'node:assert/strict';
import { openReference } from '../../../../src/backends/reference/referenceBackend';
import { textMaterial } from '../../../../src/engine/data/material';
import { train } from '../../../../src/engine/experiment';
import { parseExperiment } from '../../../../src/engine/parseExperiment';
import { type EngineWorker, openEngineWorker } from './chromium';

const TEXT = 'she sells sea shells by the sea shore; the shells she sells are sea shells, I am sure. '.repeat(6);
const OPTIONS = { cell: 'lstm', hidden: 24, batch: 4, window: 8, updates: 12, validation: 0, layers: 2 } as const;

for (const isolated of [false, true]) {
  describe(`the engine in a browser’s worker${isolated ? ', of an isolated page' : ''}`, function () {
    this.timeout(120_000);
    let engine: EngineWorker;
    before(async () => {
      engine = await openEngineWorker({ isolated });
    });
    after(() => engine.close());

    it(isolated ? 'has threads' : 'has one thread, and says why', async () => {
      const { label, note } = await engine.worker.evaluate(async () => (await globalThis.engine.openWasm()).description);
      if (isolated) {
        const processors = await engine.worker.evaluate(() => navigator.hardwareConcurrency);
        assert.match(label, processors > 1 ? /[2-9] threads/ : /1 thread/);
        assert.equal(note, undefined);
      } else {
        assert.match(label, /1 thread/);
        assert.match(note ?? '', /SharedArrayBuffer is missing/);
      }
    });

    it('trains as in Node', async () => {
      const found = await engine.worker.evaluate(([options, text]) => globalThis.engine.losses('wasm', options, text), [
        OPTIONS,
        TEXT,
      ] as const);
      const right: number[] = [];
      const environment = { backend: openReference(), seconds: () => 0, stop: { aborted: false } };
      for await (const event of train(parseExperiment(OPTIONS), textMaterial(TEXT), environment))
        if (event.kind === 'update') right.push(event.loss);
      assert.equal(found.length, OPTIONS.updates);
      found.forEach((loss, update) => {
        assert.ok(
          Math.abs(loss - (right[update] as number)) < 1e-4,
          `loss of update ${update + 1}: ${loss} where ${right[update]} is right`,
        );
      });
    });
  });
}
