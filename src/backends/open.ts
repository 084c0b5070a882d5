/** A device's name → a backend that is ready, or a refusal in words; and the devices that a run uses. */
import { type Backend, DEVICE_NAMES, type DeviceName, type DeviceReport } from '../engine/backend';
import type { Material } from '../engine/data/material';
import type { Experiment } from '../engine/experimentSchema';
import { measureSpeed } from '../engine/train/measureSpeed';
import type { Started } from '../engine/trainingEvent';
import { openFastest, refusal } from './fastest';
import { openGpujs } from './gpujs/gpujsBackend';
import type { Platform } from './platform/platform';
import { openReference } from './reference/referenceBackend';
import { openWasm } from './wasm/wasmBackend';
import { yieldingBackend } from './yieldingBackend';

/** Opens a device by its name. @throws BackendUnavailableError */
export type OpenDevice = (device: DeviceName) => Promise<Backend>;

/** The devices of a platform. They let messages in while they run. */
export function deviceOpener(platform: Platform): OpenDevice {
  const openers: Readonly<Record<DeviceName, () => Promise<Backend>>> = {
    wasm: () => openWasm(platform),
    webgpu: () => openGpujs(platform, 'webgpu'),
    webasm: () => openGpujs(platform, 'webasm'),
    cpu: () => openGpujs(platform, 'cpu'),
    reference: async () => openReference(),
  };
  return async (device) => yieldingBackend(await openers[device](), platform.pause);
}

/** Generating, tracing and scoring are batch-1 work, and run where that is fastest, whatever trained the model. */
export function openForReading(open: OpenDevice): Promise<Backend> {
  return open('wasm');
}

export interface TrainingDevices {
  readonly backend: Backend;
  readonly inference: Backend;
  readonly candidates?: Started['candidates'];
}

/** The device that the experiment names; `auto` is the one on which this very experiment trains fastest. @throws BackendUnavailableError */
export async function openForTraining(
  open: OpenDevice,
  experiment: Experiment,
  material: Material,
  seconds: () => number,
): Promise<TrainingDevices> {
  const inference = await openForReading(open);
  try {
    if (experiment.device !== 'auto') return { inference, backend: await open(experiment.device) };
    return { inference, ...(await openFastest(open, (candidate) => measureSpeed(experiment, material, candidate, seconds))) };
  } catch (error) {
    inference.dispose();
    throw error;
  }
}

/** Every device by name: what it is here, or why it is not. */
export async function reportDevices(open: OpenDevice): Promise<DeviceReport[]> {
  const reports: DeviceReport[] = [];
  for (const device of DEVICE_NAMES) {
    try {
      const backend = await open(device);
      reports.push({ device, available: true, description: backend.description });
      backend.dispose();
    } catch (error) {
      reports.push({ device, available: false, reason: refusal(error) });
    }
  }
  return reports;
}
