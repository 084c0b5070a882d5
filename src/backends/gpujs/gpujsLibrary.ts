/**
 * What we use of gpu.js, as it is: its own declarations leave out the WebGPU context and know no typed arrays in `Input`.
 * The library is loaded when a device of its is asked for, not before.
 */
export type GpujsMode = 'webgpu' | 'webasm' | 'cpu';

declare const opaque: unique symbol;
/** An uploaded matrix, or the stand-in for a kernel's result while a pipeline is recorded: only passed on, never read. */
export interface Handle {
  readonly [opaque]: true;
}

export type Kernel = (...inputs: (Handle | number)[]) => Handle;

export interface Pipeline {
  /** Each result is an array of rows. */
  (...inputs: Handle[]): Promise<readonly (readonly Float32Array[])[]>;
  /** The mode that really executes; null before the first call. */
  readonly backend: string | null;
  readonly executorKind: string;
  /** Why gpu.js did not run the plan as a whole, where it did not. */
  readonly fallbackReason: string | null;
  destroy(): Promise<void>;
}

export interface Gpu {
  createKernel(
    source: string,
    settings: { readonly output: readonly [number, number]; readonly precision: 'single'; readonly strictIntegers: true },
  ): Kernel;
  createPipeline(record: (...inputs: Handle[]) => Handle[]): Pipeline;
  destroy(): Promise<void>;
}

export interface Gpujs {
  readonly GPU: new (settings: { readonly mode: GpujsMode }) => Gpu;
  readonly Input: new (numbers: Float32Array, size: readonly [columns: number, rows: number]) => Handle;
  /** One device serves the whole process. */
  readonly WebGPUContext: { acquire(): Promise<{ readonly adapter: GPUAdapter; readonly device: GPUDevice }> };
}

export async function loadGpujs(): Promise<Gpujs> {
  const { default: library } = (await import('gpu.js')) as unknown as { readonly default: Gpujs };
  return library;
}
