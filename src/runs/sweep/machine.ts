/** How much of this machine a sweep takes: runs at once, threads of each, memory. */
import { freemem } from 'node:os';
import { nodePlatform } from '../../backends/platform/node/nodePlatform';
import { usefulThreads } from '../../backends/wasm/threads/threadPool';

/** Bytes of a process that trains, beside what its training holds: V8 and the program (69 MB of a bare process, measured: BENCHMARKS.md, “Memory”). */
const OF_A_PROCESS = 100 * 2 ** 20;
/** Bytes for each character of a text: as a string, as numbers, as it is read. */
const OF_A_CHARACTER = 12;
/** Of the memory that is free: the rest is for whatever else the machine does. */
const USED = 0.8;

export interface Shares {
  /** At once. */
  readonly parallel: number;
  /** Of each run. */
  readonly threads: number;
}

/**
 * One thread each, as many runs as there are useful threads: two runs of one thread do more than one of two, which wait for
 * each other at every product. Where fewer runs are left than threads, each has several.
 */
export function sharesOf(runs: number, asked?: number): Shares {
  const threads = usefulThreads(nodePlatform);
  const parallel = Math.max(1, Math.min(asked ?? threads, runs));
  return { parallel, threads: Math.max(1, Math.floor(threads / parallel)) };
}

/** Bytes that the sweep may use, as the machine stands now. */
export function availableMemory(): number {
  // What a container may use; older versions of Node know what is free on the machine alone.
  return USED * (process.availableMemory?.() ?? freemem());
}

/** Bytes of a process that trains a network of so many on a text of so many characters. */
export function memoryOf(network: number, characters: number): number {
  return OF_A_PROCESS + network + OF_A_CHARACTER * characters;
}
