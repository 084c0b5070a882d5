/** The wasm device as it is once its kernels are warm: compiled by V8's optimizing compiler, which alone joins vectors. */
import { setFlagsFromString } from 'node:v8';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import type { Backend } from '../../../src/engine/backend';

export async function openWarm(threads?: number): Promise<Backend> {
  const backend = await openWasm(nodePlatform, threads);
  setFlagsFromString('--no-liftoff');
  return backend;
}
