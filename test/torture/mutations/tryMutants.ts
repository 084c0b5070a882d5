/** Mutants of files of weights, one after another, each known by a seed and a number: what comes of each, and what memory it takes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import type { Backend } from '../../../src/engine/backend';
import { mixedSeed, Random } from '../../../src/engine/random';
import { attempt, type Outcome } from './attempt';
import { type Base, openBases } from './bases';
import { mutate } from './mutate';

const MB = 1024 * 1024;

export interface Tried {
  readonly index: number;
  readonly base: string;
  readonly mutation: string;
  readonly outcome: Outcome | 'fault';
  /** What went wrong. */
  readonly fault?: string;
  /** Bytes of the file, and by how much the process grew while it was used; undefined where the system does not tell. */
  readonly file: number;
  readonly grown?: number | undefined;
  readonly milliseconds: number;
}

export interface Mutants {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** Every eighth on the wasm device, which answers people; the others on the reference, which is sooner there. */
export async function* tryMutants({ seed, from, to }: Mutants): AsyncGenerator<Tried> {
  const bases = await openBases();
  const [reference, wasm] = [openReference(), await openWasm(nodePlatform, 1)];
  try {
    for (let index = from; index < to; index++) yield await tryOne(bases, seed, index, index % 8 === 0 ? wasm : reference);
  } finally {
    wasm.dispose();
  }
}

async function tryOne(bases: readonly Base[], seed: number, index: number, backend: Backend): Promise<Tried> {
  const random = Random.fromSeed(mixedSeed(seed, index));
  const base = bases[index % bases.length] as Base;
  const { mutation, bytes } = mutate(base.bytes, random);
  let grown: number | undefined;
  const measured = async <Result>(use: () => Promise<Result>): Promise<Result> => {
    const peak = peakMemory();
    try {
      return await use();
    } finally {
      if (peak) grown = Math.max(grown ?? 0, peak());
    }
  };
  const begun = performance.now();
  const result = await attempt(base, bytes, backend, measured).then(
    (outcome) => ({ outcome }),
    (error: unknown) => ({ outcome: 'fault' as const, fault: error instanceof Error ? `${error.stack}`.slice(0, 2_000) : String(error) }),
  );
  const most = 2 * bytes.length + 64 * MB;
  const fat = grown !== undefined && grown > most ? { outcome: 'fault' as const, fault: `took ${(grown / MB).toFixed(0)} MB` } : {};
  return { index, base: base.name, mutation, file: bytes.length, grown, milliseconds: performance.now() - begun, ...result, ...fat };
}

/** Linux tells the most that a process ever held, and begins to count anew when it is told to. */
function peakMemory(): (() => number) | undefined {
  if (process.platform !== 'linux') return undefined;
  global.gc?.();
  const status = (key: string) => 1024 * Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  writeFileSync('/proc/self/clear_refs', '5');
  const before = status('VmRSS');
  return () => status('VmHWM') - before;
}
