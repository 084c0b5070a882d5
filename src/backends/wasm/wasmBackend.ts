/** The CPU engine: every graph becomes one WebAssembly function, made of SIMD kernels generated for its shapes and equations. */
import { type Backend, BackendUnavailableError } from '../../engine/backend';
import { validateGraph } from '../../engine/graph/validateGraph';
import type { Platform } from '../platform/platform';
import type { FunctionBuilder } from './assembler/functionBuilder';
import { f32x4, v128 } from './assembler/instructions';
import { ModuleBuilder } from './assembler/moduleBuilder';
import { Litter } from './litter';
import { canShareMemory, ThreadPool, usefulThreads } from './threads/threadPool';
import { instantiate } from './wasmExecutable';
import { hasWideVectors } from './wideVectors';

/** A machine may be so busy that a thread of ours does not run for seconds; that a thread is lost is rare. */
const PATIENCE = 15_000;

/**
 * Results do not depend on the number of threads.
 * @param wanted so many threads for every graph; by default as many as make it faster
 * @param patience milliseconds that a thread is waited for beyond what its work may take
 * @throws BackendUnavailableError where the engine has no WebAssembly with SIMD
 */
export async function openWasm(platform: Platform, wanted?: number, patience = PATIENCE): Promise<Backend> {
  if (!accepts((f) => f.emit(v128.store([0x41, 0], f32x4.sqrt(v128.splat(1)))))) {
    throw new BackendUnavailableError(
      'This JavaScript engine has no WebAssembly SIMD, which the wasm device needs: choose webasm or cpu, or a newer VS Code or Node.',
    );
  }
  const relaxedSimd = accepts((f) => f.emit(v128.store([0x41, 0], f32x4.relaxedMultiplyAdd(v128.splat(1), v128.splat(1), v128.splat(1)))));
  const wide = relaxedSimd && (await hasWideVectors(platform));
  const threads = wanted ?? usefulThreads(platform);
  const pool = new ThreadPool(threads, platform);
  const litter = new Litter(platform.collectGarbage);
  return {
    description: {
      backend: 'wasm',
      device: 'wasm',
      label: `CPU · SIMD${wide ? ' of 256 bits' : ''}${relaxedSimd ? ' with FMA' : ''}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
      precision: 'float32',
      ...notes(relaxedSimd),
    },
    updatesPerLaunch: 1,
    async compile(graph) {
      validateGraph(graph);
      return instantiate(graph, { relaxedSimd, wide, threads, insist: wanted !== undefined, patience }, pool, litter);
    },
    dispose: () => pool.dispose(),
  };
}

/** What makes it slower here than it could be. */
function notes(relaxedSimd: boolean): { note?: string } {
  const note = [...(relaxedSimd ? [] : [SLOWER]), ...(canShareMemory() ? [] : [ALONE])].join(' ');
  return note ? { note } : {};
}

const ALONE = 'Memory cannot be shared here (SharedArrayBuffer is missing), so that one thread does all the work.';
const SLOWER =
  'Relaxed SIMD is missing here, so that multiplying and adding are two instructions: about half the speed. ' +
  'VS Code 1.101 and Node 22 or newer have it.';

function accepts(write: (f: FunctionBuilder) => void): boolean {
  const module = new ModuleBuilder(true);
  module.add('probe', 0, write);
  return WebAssembly.validate(module.build(1));
}
