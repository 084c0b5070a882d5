/** A device's name → a backend that is ready, or a refusal in words. `auto` measures and takes the fastest. */
import {
  type Backend,
  BackendLostError,
  BackendUnavailableError,
  DEVICE_NAMES,
  type DeviceDescription,
  type DeviceName,
} from '../engine/backend';
import type { Started } from '../engine/trainingEvent';
import { openGpujs } from './gpujs/gpujsBackend';
import { openReference } from './reference/referenceBackend';
import { openWasm } from './wasm/wasmBackend';

const openers: Readonly<Record<DeviceName, () => Promise<Backend>>> = {
  wasm: openWasm,
  webgpu: () => openGpujs('webgpu'),
  webasm: () => openGpujs('webasm'),
  cpu: () => openGpujs('cpu'),
  reference: async () => openReference(),
};

/** What `auto` compares, and what it settles for where neither runs. */
const FAST: readonly DeviceName[] = ['wasm', 'webgpu'];
const EVERYWHERE: readonly DeviceName[] = ['webasm', 'reference'];

type Candidate = NonNullable<Started['candidates']>[number];
type Measure = (backend: Backend) => Promise<number>;

export interface DeviceReport {
  readonly device: DeviceName;
  readonly available: boolean;
  readonly description?: DeviceDescription;
  readonly reason?: string;
}

/** @throws BackendUnavailableError */
export function openBackend(device: DeviceName): Promise<Backend> {
  return openers[device]();
}

/** `measure` gives the characters per second of a few real updates. @throws BackendUnavailableError where nothing runs */
export async function openFastest(measure: Measure): Promise<{ backend: Backend; candidates: Candidate[] }> {
  const candidates: Candidate[] = [];
  let fastest: Tried | undefined;
  for (const device of [...FAST, ...EVERYWHERE]) {
    if (fastest && !FAST.includes(device)) break;
    const tried = await tryDevice(device, measure);
    candidates.push(tried.candidate);
    if (!tried.backend) continue;
    const faster = !fastest || speedOf(tried) > speedOf(fastest);
    (faster ? fastest : tried)?.backend?.dispose();
    if (faster) fastest = tried;
  }
  if (fastest?.backend) return { backend: fastest.backend, candidates };
  throw new BackendUnavailableError(`No device can run this. ${candidates.map(({ device, reason }) => `${device}: ${reason}`).join(' ')}`);
}

/** Every device by name: what it is here, or why it is not. */
export async function reportDevices(): Promise<DeviceReport[]> {
  const reports: DeviceReport[] = [];
  for (const device of DEVICE_NAMES) {
    try {
      const backend = await openBackend(device);
      reports.push({ device, available: true, description: backend.description });
      backend.dispose();
    } catch (error) {
      reports.push({ device, available: false, reason: refusal(error) });
    }
  }
  return reports;
}

interface Tried {
  readonly candidate: Candidate;
  readonly backend?: Backend;
}

async function tryDevice(device: DeviceName, measure: Measure): Promise<Tried> {
  let backend: Backend | undefined;
  try {
    backend = await openBackend(device);
    if (!backend.description.software) return { backend, candidate: { device, charsPerSecond: await measure(backend) } };
    backend.dispose();
    return { candidate: { device, reason: backend.description.note } };
  } catch (error) {
    backend?.dispose();
    return { candidate: { device, reason: refusal(error) } };
  }
}

function speedOf(tried: Tried): number {
  return tried.candidate.charsPerSecond ?? 0;
}

/** Why a device cannot be used; any other error is not the device's and goes on. */
function refusal(error: unknown): string {
  if (error instanceof BackendUnavailableError || error instanceof BackendLostError) return error.message;
  throw error;
}
