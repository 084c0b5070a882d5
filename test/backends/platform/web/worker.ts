/** The engine in a browser's worker: what `chromium.ts` runs there. */
import { deviceOpener } from '../../../../src/backends/open';
import { webPlatform } from '../../../../src/backends/platform/web/webPlatform';
import { openWasm } from '../../../../src/backends/wasm/wasmBackend';
import type { DeviceName } from '../../../../src/engine/backend';
import { textMaterial } from '../../../../src/engine/data/material';
import { train } from '../../../../src/engine/experiment';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../../src/engine/parseExperiment';

const open = deviceOpener(webPlatform);

const served = {
  openWasm: (threads?: number) => openWasm(webPlatform, threads),

  /** The loss of each update. */
  async losses(device: DeviceName, options: ExperimentOptions, text: string): Promise<number[]> {
    const backend = await open(device);
    const environment = { backend, seconds: () => performance.now() / 1000, stop: { aborted: false } };
    const losses: number[] = [];
    for await (const event of train(parseExperiment(options), textMaterial(text), environment))
      if (event.kind === 'update') losses.push(event.loss);
    backend.dispose();
    return losses;
  },
};

declare global {
  var engine: typeof served;
}

globalThis.engine = served;
postMessage('ready');
