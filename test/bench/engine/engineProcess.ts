/** Our engine in a process of its own, asked for one timed round at a time (see contestant.ts): wasm|webasm [low-priority|own-cell] */
import { constants, setPriority } from 'node:os';
import { nodePlatform, openDevice } from '../../../src/backends/platform/node/nodePlatform';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { answerRequests, measureRate } from '../peers/answer.mjs';
import type { MemoryResult } from '../results';
import type { Workload } from '../shapes';
import { profileUpdates } from './profileUpdates';
import { openWork, type Work } from './workload';

const [device, way] = process.argv.slice(2);
if (way === 'low-priority') setPriority(constants.priority.PRIORITY_BELOW_NORMAL); // as the extension's engine process does
const bare = process.memoryUsage.rss();
const backend = await openDevice(device === 'webasm' ? 'webasm' : 'wasm');
let work: Work | undefined;

async function prepare({ shape }: { shape: Workload }): Promise<void> {
  work?.dispose();
  work = await openWork(shape, backend, way === 'own-cell');
}

/** GFLOP/s of one product of square matrices, packing included. */
async function multiply({ size, threads, seconds }: { size: number; threads: number; seconds: number }): Promise<number> {
  const wasm = await openWasm(nodePlatform, threads);
  const graph = new GraphBuilder();
  graph.output('out', graph.gemm(graph.slot('a', size, size), graph.slot('b', size, size)));
  const executable = await wasm.compile(graph.build());
  const numbers = Float32Array.from({ length: size * size }, (_, index) => (index % 7) / 7);
  executable.write({ a: numbers, b: numbers });
  const step = async () => {
    await executable.run([{}]);
    return 2 * size ** 3;
  };
  await measureRate(seconds / 4, step);
  const rate = await measureRate(seconds, step);
  wasm.dispose();
  return rate / 1e9;
}

/** Bytes: before a device was opened, now, of that what JavaScript's heap has, and at most. */
function memory(): Omit<MemoryResult, 'title'> {
  const { rss, heapTotal } = process.memoryUsage();
  return { bare, resident: rss, heap: heapTotal, peak: process.resourceUsage().maxRSS * 1024 };
}

const opened = (): Work => {
  if (!work) throw new Error('Nothing was prepared.');
  return work;
};

await answerRequests(
  { Node: process.version, V8: process.versions.v8, device: backend.description.label },
  {
    prepare,
    multiply,
    memory,
    measure: ({ seconds }: { seconds: number }) => measureRate(seconds, () => opened().step()),
    profile: ({ seconds }: { seconds: number }) => profileUpdates(opened(), seconds),
  },
);
