/** The backends that the contract holds for. One that cannot open here says why, and its tests are pending. */

import { openGpujs } from '../../src/backends/gpujs/gpujsBackend';
import { nodePlatform } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Backend } from '../../src/engine/backend';
import { BackendUnavailableError } from '../../src/engine/backend';
import { openInChromium } from '../backends/platform/web/chromium';
import { openWarm } from '../backends/wasm/openWarm';

export interface TestedDevice {
  readonly name: string;
  open(): Promise<Backend>;
}

export const devices: readonly TestedDevice[] = [
  { name: 'reference', open: async () => openReference() },
  { name: 'wasm', open: () => openWarm(1) },
  { name: 'wasm, 3 threads', open: () => openWarm(3) },
  { name: 'in Chromium', open: () => openInChromium() },
  { name: 'in Chromium, 3 threads', open: () => openInChromium(3) },
  { name: 'gpu.js cpu', open: () => openGpujs(nodePlatform, 'cpu') },
  { name: 'gpu.js webasm', open: () => openGpujs(nodePlatform, 'webasm') },
  { name: 'gpu.js webgpu', open: () => openGpujs(nodePlatform, 'webgpu') },
];

/** Runs a suite with each device open; where it is absent, the suite is pending and the reason printed. */
export function onEachDevice(
  suite: (device: { readonly name: string; readonly backend: Backend }) => void,
  chosen: readonly TestedDevice[] = devices,
): void {
  for (const { name, open } of chosen) {
    describe(name, function () {
      this.timeout(120_000);
      const device: { name: string; backend: Backend } = { name, backend: undefined as unknown as Backend };
      before(async function () {
        try {
          device.backend = await open();
        } catch (error) {
          if (!(error instanceof BackendUnavailableError)) throw error;
          console.log(`      not here: ${error.message}`);
          this.skip();
        }
      });
      after(() => device.backend?.dispose());
      suite(device);
    });
  }
}
