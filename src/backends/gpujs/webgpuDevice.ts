/**
 * The GPU as WebGPU knows it. gpu.js keeps one device for the whole process; here it is named, and watched for the failures
 * that it would only print.
 */
import { BackendLostError, BackendUnavailableError } from '../../engine/backend';
import type { Platform } from '../platform/platform';
import type { Gpujs } from './gpujsLibrary';

export interface WebgpuDevice {
  /** As a person knows it: "NVIDIA H100". */
  readonly name: string;
  /** A software adapter computes on the processor. */
  readonly software: boolean;
  /** @throws BackendLostError, or what WebGPU complained of, since the last call */
  check(): void;
}

const WAY_OUT = 'Choose the device wasm or auto, or install a driver with Vulkan, Metal or Direct3D 12.';

/** @throws BackendUnavailableError */
export async function openWebgpuDevice({ WebGPUContext }: Gpujs, platform: Platform): Promise<WebgpuDevice> {
  await platform.provideGpu().catch((cause: unknown) => {
    throw new BackendUnavailableError(`${cause instanceof Error ? cause.message : cause} ${WAY_OUT}`, { cause });
  });
  const { adapter, device } = await WebGPUContext.acquire().catch((error: unknown) => {
    throw new BackendUnavailableError(`There is no GPU that WebGPU can use here. ${WAY_OUT}`, { cause: error });
  });
  let failure: Error | undefined;
  void device.lost.then(({ message }) => {
    failure = new BackendLostError(`The GPU was lost: ${message || 'no reason given'}. Training can resume from its last checkpoint.`);
  });
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= new BackendUnavailableError(`The GPU refused the work: ${error.message} ${WAY_OUT}`);
  });
  return {
    ...describe(adapter.info),
    check() {
      if (!failure) return;
      const found = failure;
      if (!(found instanceof BackendLostError)) failure = undefined;
      throw found;
    },
  };
}

function describe({ vendor, architecture, device, description, isFallbackAdapter }: GPUAdapterInfo): { name: string; software: boolean } {
  const software =
    isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software|basic-render/i.test([vendor, architecture, device, description].join(' '));
  return { name: readable(device) || description || readable(`${vendor} ${architecture}`) || 'unnamed', software };
}

/** WebGPU hands names out in lower case with hyphens: nvidia-geforce-rtx-4090 → NVIDIA Geforce RTX 4090. */
export function readable(identifier: string): string {
  return identifier
    .split(/[- ]/)
    .filter(Boolean)
    .map((word) => (/\d|^(nvidia|amd|rtx|gtx|rx|uhd)$/.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
