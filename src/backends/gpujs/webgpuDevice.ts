/**
 * WebGPU where we are: the browser's own, or in Node that of the `webgpu` package (Dawn). gpu.js keeps one device for the
 * whole process; here it is named, and watched for the failures that it would only print.
 */
import { BackendLostError, BackendUnavailableError } from '../../engine/backend';
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
export async function openWebgpuDevice({ WebGPUContext }: Gpujs): Promise<WebgpuDevice> {
  await installWebgpu();
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

/** Sets `navigator.gpu` where there is none; the native package is loaded only now. */
async function installWebgpu(): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  if (!hasVulkanLoader()) throw new BackendUnavailableError(`There is no GPU driver here: libvulkan.so.1 is missing. ${WAY_OUT}`);
  const { create } = await import('webgpu').catch((error: unknown) => {
    throw new BackendUnavailableError(`WebGPU does not load on this system (${messageOf(error)}). ${WAY_OUT}`, { cause: error });
  });
  const gpu = create([]);
  if (globalThis.navigator) Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  else Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
}

/**
 * Dawn complains on stderr where Linux has no Vulkan, which is most machines without a GPU; so it is asked first. The loader
 * is no Node addon, and an attempt to load it as one always fails: but differently where there is none.
 */
function hasVulkanLoader(): boolean {
  if (globalThis.process?.platform !== 'linux') return true;
  try {
    process.dlopen({ exports: {} }, 'libvulkan.so.1');
    return true;
  } catch (error) {
    return !messageOf(error).includes('cannot open shared object file');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
