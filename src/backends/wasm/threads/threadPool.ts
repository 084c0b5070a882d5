/** The threads beside the one that calls: each holds the compiled graphs and runs its own function of one when told. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Words of the control block: how many runs have been started, and which graph the newest is of. */
const STARTED = 0;
const GRAPH = 1;

/** What a thread does, for ever: sleep until a run starts, take in what was sent, run. */
const WORK = `
const { parentPort, receiveMessageOnPort, workerData: { control, thread } } = require('node:worker_threads');
const graphs = new Map();
for (let started = 0; ; started++) {
  Atomics.wait(control, ${STARTED}, started);
  for (let sent; (sent = receiveMessageOnPort(parentPort)); ) {
    const { graph, module, memory } = sent.message;
    if (module) graphs.set(graph, new WebAssembly.Instance(module, { unroll: { memory } }).exports['share' + thread]);
    else graphs.delete(graph);
  }
  graphs.get(Atomics.load(control, ${GRAPH}))();
}`;

export class ThreadPool {
  private control: Int32Array = new Int32Array(2);
  private workers: readonly Worker[] = [];
  private graphs = 0;

  /** @param threads with the one that calls */
  constructor(readonly threads: number) {}

  /** Hands a graph to all threads; the number is its name. */
  add(module: WebAssembly.Module, memory: WebAssembly.Memory): number {
    if (this.workers.length === 0) {
      this.control = new Int32Array(new SharedArrayBuffer(8));
      this.workers = Array.from({ length: this.threads - 1 }, (_, index) => this.open(index + 1));
    }
    const graph = ++this.graphs;
    for (const worker of this.workers) worker.postMessage({ graph, module, memory });
    return graph;
  }

  /** Starts a run in the other threads, where there are any: the caller's own share ends when all have ended. */
  start(graph: number): boolean {
    if (this.workers.length === 0) return false;
    this.control[GRAPH] = graph;
    Atomics.add(this.control, STARTED, 1);
    Atomics.notify(this.control, STARTED);
    return true;
  }

  remove(graph: number): void {
    for (const worker of this.workers) worker.postMessage({ graph });
  }

  dispose(): void {
    for (const worker of this.workers) void worker.terminate();
    this.workers = [];
  }

  private open(thread: number): Worker {
    const worker = new Worker(WORK, { eval: true, name: `unroll ${thread}`, workerData: { control: this.control, thread } });
    worker.unref();
    return worker;
  }
}

/** Whether threads can have one memory: not in a browser's page that is not isolated from others. */
export const canShareMemory = () => typeof SharedArrayBuffer === 'function';

/** Two logical processors of one core do not multiply faster than one: half of many, all of few. */
export function usefulThreads(): number {
  if (!canShareMemory()) return 1;
  const processors = availableParallelism();
  return processors <= 2 ? processors : Math.min(8, Math.ceil(processors / 2));
}
