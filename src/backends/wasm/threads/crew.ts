/** The threads beside the one that calls, from their start to their end. Each holds the graphs that it was handed, and runs its own function of one. */
import { BackendLostError } from '../../../engine/backend';
import type { Platform, Thread } from '../../platform/platform';

/** Words of the block by which threads are told what to do: a count that they sleep on, messages sent, runs started, and the newest run's graph. */
const SIGNALS = 0;
const SENT = 1;
const STARTED = 2;
const GRAPH = 3;

/** What a thread does, for ever: run when told; take in what was sent, which it must return for; else sleep. */
const PROGRAM = `
const graphs = new Map();
let control, thread, taken = 0, ran = 0;
onmessage = ({ data: { graph, module, memory, ...start } }) => {
  if (start.control) ({ control, thread } = start);
  else if (module) graphs.set(graph, new WebAssembly.Instance(module, { unroll: { memory } }).exports['share' + thread]);
  else graphs.delete(graph);
  postMessage(++taken);
  for (;;) {
    const signals = Atomics.load(control, ${SIGNALS});
    const started = Atomics.load(control, ${STARTED});
    if (started !== ran) {
      ran = started;
      graphs.get(Atomics.load(control, ${GRAPH}))();
    } else if (Atomics.load(control, ${SENT}) !== taken) return;
    else Atomics.wait(control, ${SIGNALS}, signals);
  }
};`;

export interface SharedGraph {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

interface Waiting {
  readonly answers: number;
  resolve(): void;
  reject(reason: Error): void;
}

export class Crew {
  private readonly control = new Int32Array(new SharedArrayBuffer(16));
  private readonly threads: readonly Thread[];
  /** By thread. */
  private readonly answers: number[];
  private waiting: readonly Waiting[] = [];

  /** @param onGone called when a thread is gone that was not dismissed */
  constructor(platform: Platform, size: number, onGone: (reason: Error) => void) {
    this.answers = new Array<number>(size).fill(0);
    this.threads = this.answers.map((_, index) =>
      platform.openThread(PROGRAM, `unroll ${index + 1}`, {
        answered: () => this.answered(index),
        gone: onGone,
      }),
    );
    this.post((thread) => ({ control: this.control, thread }));
  }

  /** Hands a graph to all, or takes it away from them. */
  tell(graph: number, shared?: SharedGraph): void {
    this.post(() => ({ graph, ...shared }));
  }

  /** Resolves when all have taken in what was sent until now. @throws BackendLostError */
  allHaveTaken(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting = [...this.waiting, { answers: Atomics.load(this.control, SENT), resolve, reject }];
    });
  }

  /** Starts a run: the caller's own share ends when all have ended. */
  start(graph: number): void {
    Atomics.store(this.control, GRAPH, graph);
    Atomics.add(this.control, STARTED, 1);
    this.signal();
  }

  dismiss(reason: Error): void {
    for (const thread of this.threads) thread.close();
    for (const { reject } of this.waiting) reject(new BackendLostError('A thread of the wasm device stopped.', { cause: reason }));
    this.waiting = [];
  }

  private post(message: (thread: number) => unknown): void {
    Atomics.add(this.control, SENT, 1);
    this.signal();
    this.threads.forEach((thread, index) => thread.postMessage(message(index + 1)));
  }

  private signal(): void {
    Atomics.add(this.control, SIGNALS, 1);
    Atomics.notify(this.control, SIGNALS);
  }

  private answered(thread: number): void {
    this.answers[thread] = (this.answers[thread] as number) + 1;
    const answers = Math.min(...this.answers);
    const through = this.waiting.filter((each) => each.answers <= answers);
    this.waiting = this.waiting.filter((each) => each.answers > answers);
    for (const { resolve } of through) resolve();
  }
}
