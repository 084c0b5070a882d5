/** The devices that the golden numbers are held against: one in the oracle's own precision, the others in float32. */

import { openGpujs } from '../../src/backends/gpujs/gpujsBackend';
import { nodePlatform } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Backend } from '../../src/engine/backend';
import { openWarm } from '../backends/wasm/openWarm';

export interface GoldenBackend {
  readonly name: string;
  open(): Promise<Backend>;
  /** How close one update has to be, and ten (PyTorch clips by c / (‖g‖ + 1e-6), we by c / ‖g‖). */
  readonly one: number;
  readonly many: number;
}

export const goldenBackends: readonly GoldenBackend[] = [
  { name: 'reference', open: async () => openReference(), one: 1e-12, many: 1e-5 },
  { name: 'wasm', open: () => openWarm(1), one: 2e-6, many: 2e-5 },
  { name: 'gpu.js in plain JavaScript', open: () => openGpujs(nodePlatform, 'cpu'), one: 2e-6, many: 2e-5 },
];
