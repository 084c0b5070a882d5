/** WebGPU in Node: that of the `webgpu` package (Dawn), a native addon that is loaded when a GPU is asked for, not before. */
export async function provideGpu(): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  if (!hasVulkanLoader()) throw new Error('There is no GPU driver here: libvulkan.so.1 is missing.');
  const { create } = await import('webgpu').catch((cause: unknown) => {
    throw new Error(`WebGPU does not load on this system (${messageOf(cause)}).`, { cause });
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
  if (process.platform !== 'linux') return true;
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
