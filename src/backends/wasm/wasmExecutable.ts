/** A compiled graph with its memory: a run is one call in each thread, or one in this alone. */
import {
  BackendLostError,
  BackendUnavailableError,
  type Executable,
  type Feed,
  type Graph,
  type Numbers,
  ShapeError,
} from '../../engine/backend';
import { checkFeed, checkState, checkStateNames } from '../../engine/graph/checkFeed';
import { pagesOf } from './assembler/moduleBuilder';
import { type CompiledGraph, compileGraph, type Machine, type Rectangle } from './compileGraph';
import { FLOAT } from './kernels/kernel';
import { FAULT } from './kernels/rows';
import { Litter } from './litter';
import { FastestWay } from './threads/fastestWay';
import type { ThreadPool } from './threads/threadPool';

/** @throws BackendUnavailableError where the memory is not to be had; BackendLostError where a thread is not */
export async function instantiate(graph: Graph, machine: Machine, pool: ThreadPool, litter = new Litter()): Promise<Executable> {
  const compiled = compileGraph(graph, machine);
  const memory = reserve(compiled);
  const module = await WebAssembly.compile(compiled.code);
  litter.add(graph.operations.length);
  const instance = await WebAssembly.instantiate(module, { unroll: { memory } });
  const { prepare, run, share0 } = instance.exports as Readonly<Record<'prepare' | 'run' | 'share0', () => void>>;
  if (compiled.threads === 1) return new WasmExecutable(graph, compiled, memory, litter, { prepare, run });
  const name = await pool.add({ module, memory });
  const together = () => (pool.start(name) ? share0() : run());
  const fastest = new FastestWay(machine.insist ? [together] : [together, run]);
  return new WasmExecutable(graph, compiled, memory, litter, {
    prepare,
    run: () => fastest.run(),
    recovery: () => pool.recovery(),
    lose: (reason) => pool.lose(reason),
    dispose: () => pool.remove(name),
  });
}

/** What the module does; and its threads, where it has several. */
interface Program {
  prepare(): void;
  /** Throws where a thread was lost, whose work is then half done. */
  run(): void;
  /** Where threads were lost: a promise of others. */
  recovery?(): Promise<void> | undefined;
  lose?(reason: Error): void;
  dispose?(): void;
}

function reserve({ memoryBytes, threads }: CompiledGraph): WebAssembly.Memory {
  const pages = pagesOf(memoryBytes);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: threads > 1 });
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw new BackendUnavailableError(
      `This needs ${(memoryBytes / 2 ** 30).toFixed(1)} GB in one piece (WebAssembly addresses 4 GB, and this machine may have less to give). ` +
        'Make the hidden size, the layers, the batch or the window smaller.',
      { cause },
    );
  }
}

class WasmExecutable implements Executable {
  private readonly graph: Pick<Graph, 'inputs' | 'state'>;
  private readonly numbers: Float32Array;
  private readonly faults: Uint32Array;
  private readonly inputs: readonly { readonly name: string; readonly start: number }[];
  private readonly outputs: readonly (readonly [string, Rectangle])[];
  private prepared = false;
  private lost: BackendLostError | undefined;

  constructor(
    { inputs, state, constants }: Graph,
    private readonly compiled: CompiledGraph,
    memory: WebAssembly.Memory,
    private readonly litter: Litter,
    private readonly program: Program,
  ) {
    this.numbers = new Float32Array(memory.buffer);
    this.faults = new Uint32Array(memory.buffer, FAULT.rows, 1);
    this.graph = { inputs, state };
    this.inputs = Object.entries(inputs).map(([name, value]) => ({ name, start: compiled.startOf(value) }));
    this.outputs = Object.entries(compiled.outputs);
    for (const { value, fill } of constants) {
      const start = compiled.startOf(value);
      this.numbers.fill(fill, start, start + value.rows * value.columns);
    }
  }

  async run(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
    for (const feed of feeds) checkFeed(this.graph, feed);
    const recovery = this.program.recovery?.();
    if (recovery) await recovery;
    return feeds.map((feed) => this.runOnce(feed));
  }

  write(state: Feed): void {
    checkState(this.graph, state);
    for (const [name, numbers] of Object.entries(state)) {
      const slot = this.graph.state[name];
      if (!slot) continue;
      this.numbers.set(numbers, this.compiled.startOf(slot.value));
      // What a run changes is packed in the run.
      if (!slot.next) this.prepared = false;
    }
  }

  async read(names: readonly string[] = Object.keys(this.graph.state)): Promise<Record<string, Numbers>> {
    checkStateNames(this.graph, names);
    if (this.lost) throw this.lost;
    return Object.fromEntries(
      Object.entries(this.graph.state)
        .filter(([name]) => names.includes(name))
        .map(([name, { value }]) => {
          const start = this.compiled.startOf(value);
          return [name, this.numbers.slice(start, start + value.rows * value.columns)];
        }),
    );
  }

  dispose(): void {
    this.program.dispose?.();
  }

  private runOnce(feed: Feed): Record<string, Numbers> {
    if (this.lost) throw this.lost;
    for (const { name, start } of this.inputs) this.numbers.set(feed[name] as Numbers, start);
    if (!this.prepared) {
      this.litter.collect();
      this.program.prepare();
      this.prepared = true;
    }
    try {
      this.program.run();
    } catch (cause) {
      this.lost = new BackendLostError('A thread of the wasm device stopped.', { cause });
      this.program.lose?.(this.lost);
      throw this.lost;
    }
    this.checkFault();
    const outputs: Record<string, Numbers> = {};
    for (const [name, rectangle] of this.outputs) outputs[name] = this.copy(rectangle);
    return outputs;
  }

  private copy({ start, rows, columns, stride }: Rectangle): Float32Array {
    if (rows === 1 || stride === columns) return this.numbers.slice(start, start + rows * columns);
    const numbers = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      numbers.set(this.numbers.subarray(start + row * stride, start + row * stride + columns), row * columns);
    }
    return numbers;
  }

  private checkFault(): void {
    const [rows] = this.faults;
    if (!rows) return;
    this.faults[0] = 0;
    throw new ShapeError(`index ${this.numbers[FAULT.index / FLOAT]} is not one of ${rows} rows`);
  }
}
