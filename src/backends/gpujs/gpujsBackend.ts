/** gpu.js as a backend: on the GPU through WebGPU, or on the processor as WebAssembly or plain JavaScript. */
import { type Backend, BackendUnavailableError, type DeviceDescription, type Executable, type Graph } from '../../engine/backend';
import type { Platform } from '../platform/platform';
import { GpujsExecutable } from './gpujsExecutable';
import { type Gpu, type Gpujs, type GpujsMode, loadGpujs } from './gpujsLibrary';
import type { Executor } from './launch';
import { openWebgpuDevice, type WebgpuDevice } from './webgpuDevice';

/** @throws BackendUnavailableError */
export async function openGpujs(platform: Platform, mode: GpujsMode): Promise<Backend> {
  const gpujs = await loadGpujs();
  const device = mode === 'webgpu' ? await openWebgpuDevice(gpujs, platform) : undefined;
  return new GpujsBackend(mode, gpujs, device);
}

class GpujsBackend implements Backend {
  readonly updatesPerLaunch: number;
  private readonly gpu: Gpu;
  private degraded: string | undefined;

  constructor(
    private readonly mode: GpujsMode,
    private readonly gpujs: Gpujs,
    private readonly device: WebgpuDevice | undefined,
  ) {
    this.gpu = new gpujs.GPU({ mode });
    // A launch on the GPU costs an upload and a read-back of all weights; on the processor it costs next to nothing.
    this.updatesPerLaunch = mode === 'webgpu' ? 8 : 1;
  }

  get description(): DeviceDescription {
    const { software = false } = this.device ?? {};
    const note = this.degraded ?? (software ? 'This WebGPU adapter is software: it computes on the processor, slowly.' : undefined);
    return { backend: 'gpujs', device: this.mode, label: this.label(), precision: 'float32', note, software };
  }

  async compile(graph: Graph): Promise<Executable> {
    return new GpujsExecutable(graph, this.gpujs, this.gpu, this.updatesPerLaunch, (executor) => this.launched(executor));
  }

  dispose(): void {
    void this.gpu.destroy();
  }

  private label(): string {
    switch (this.mode) {
      case 'webgpu':
        return `${this.device?.software ? 'CPU' : 'GPU'} · ${this.device?.name} (WebGPU, gpu.js)`;
      case 'webasm':
        return 'CPU · WebAssembly (gpu.js)';
      case 'cpu':
        return 'CPU · JavaScript (gpu.js)';
    }
  }

  /** gpu.js would go on with something slower without a word. A GPU that was asked for by name is refused instead. */
  private launched({ backend, executorKind, fallbackReason }: Executor): void {
    this.device?.check();
    if (backend === null || this.mode === 'cpu' || (backend === this.mode && executorKind !== 'generic')) return;
    if (this.mode === 'webgpu' && backend !== 'webgpu') {
      throw new BackendUnavailableError(`The GPU cannot run this network: ${fallbackReason}. Choose the device wasm or auto.`);
    }
    this.degraded =
      backend === this.mode
        ? `gpu.js runs its kernels one by one: ${fallbackReason}`
        : `gpu.js runs plain JavaScript instead: ${fallbackReason}`;
  }
}
