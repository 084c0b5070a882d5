/** The device `auto`: what is fast is measured, and the fastest is taken. */
import { type Backend, BackendLostError, BackendUnavailableError, type DeviceName } from '../engine/backend';
import type { Started } from '../engine/trainingEvent';
import type { OpenDevice } from './open';

/** What `auto` compares, and what it settles for where neither runs. */
const FAST: readonly DeviceName[] = ['wasm', 'webgpu'];
const EVERYWHERE: readonly DeviceName[] = ['webasm', 'reference'];

type Candidate = NonNullable<Started['candidates']>[number];
type Measure = (backend: Backend) => Promise<number>;

/** `measure` gives the characters per second of a few real updates. @throws BackendUnavailableError where nothing runs */
export async function openFastest(open: OpenDevice, measure: Measure): Promise<{ backend: Backend; candidates: Candidate[] }> {
  const candidates: Candidate[] = [];
  let fastest: Tried | undefined;
  for (const device of [...FAST, ...EVERYWHERE]) {
    if (fastest && !FAST.includes(device)) break;
    const tried = await tryDevice(device, open, measure).catch((error: unknown) => {
      fastest?.backend?.dispose();
      throw error;
    });
    candidates.push(tried.candidate);
    if (!tried.backend) continue;
    const faster = !fastest || speedOf(tried) > speedOf(fastest);
    (faster ? fastest : tried)?.backend?.dispose();
    if (faster) fastest = tried;
  }
  if (fastest?.backend) return { backend: fastest.backend, candidates };
  throw new BackendUnavailableError(`No device can run this. ${candidates.map(({ device, reason }) => `${device}: ${reason}`).join(' ')}`);
}

interface Tried {
  readonly candidate: Candidate;
  readonly backend?: Backend;
}

async function tryDevice(device: DeviceName, open: OpenDevice, measure: Measure): Promise<Tried> {
  let backend: Backend | undefined;
  try {
    backend = await open(device);
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
export function refusal(error: unknown): string {
  if (error instanceof BackendUnavailableError || error instanceof BackendLostError) return error.message;
  throw error;
}
