/** A compiled graph with its memory: a run is one call. */
import { BackendLostError, type Executable, type Feed, type Graph, type Numbers, ShapeError } from '../../engine/backend';
import { checkFeed, checkState, checkStateNames } from '../../engine/graph/checkFeed';
import { pagesOf } from './assembler/moduleBuilder';
import { type CompiledGraph, compileGraph, type Rectangle } from './compileGraph';
import { FLOAT } from './kernels/kernel';
import { FAULT } from './kernels/rows';

/** @throws ShapeError */
export async function instantiate(graph: Graph, relaxedSimd: boolean): Promise<Executable> {
  const compiled = compileGraph(graph, relaxedSimd);
  const pages = pagesOf(compiled.memoryBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const instance = await WebAssembly.instantiate(await WebAssembly.compile(compiled.code), { unroll: { memory } });
  return new WasmExecutable(graph, compiled, new Float32Array(memory.buffer), instance.exports.run as () => void);
}

class WasmExecutable implements Executable {
  constructor(
    private readonly graph: Graph,
    private readonly compiled: CompiledGraph,
    private memory: Float32Array,
    private readonly step: () => void,
  ) {
    for (const { value, fill } of graph.constants) {
      const start = compiled.startOf(value);
      memory.fill(fill, start, start + value.rows * value.columns);
    }
  }

  async run(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
    for (const feed of feeds) checkFeed(this.graph, feed);
    return feeds.map((feed) => this.runOnce(feed));
  }

  write(state: Feed): void {
    checkState(this.graph, state);
    for (const [name, numbers] of Object.entries(state)) {
      const slot = this.graph.state[name];
      if (slot) this.memory.set(numbers, this.compiled.startOf(slot.value));
    }
  }

  async read(names: readonly string[] = Object.keys(this.graph.state)): Promise<Record<string, Numbers>> {
    checkStateNames(this.graph, names);
    return Object.fromEntries(
      Object.entries(this.graph.state)
        .filter(([name]) => names.includes(name))
        .map(([name, { value }]) => {
          const start = this.compiled.startOf(value);
          return [name, this.memory.slice(start, start + value.rows * value.columns)];
        }),
    );
  }

  /** The memory goes with the last reference to it. */
  dispose(): void {
    this.memory = new Float32Array(0);
  }

  private runOnce(feed: Feed): Record<string, Numbers> {
    for (const [name, value] of Object.entries(this.graph.inputs)) this.memory.set(feed[name] as Numbers, this.compiled.startOf(value));
    try {
      this.step();
    } catch (cause) {
      throw this.explain(cause);
    }
    return Object.fromEntries(Object.entries(this.compiled.outputs).map(([name, rectangle]) => [name, this.copy(rectangle)]));
  }

  private copy({ start, rows, columns, stride }: Rectangle): Float32Array {
    if (rows === 1 || stride === columns) return this.memory.slice(start, start + rows * columns);
    const numbers = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++)
      numbers.set(this.memory.subarray(start + row * stride, start + row * stride + columns), row * columns);
    return numbers;
  }

  /** The only way in which generated code stops is a wrong index. */
  private explain(cause: unknown): Error {
    const words = new Uint32Array(this.memory.buffer);
    const rows = words[FAULT.rows / FLOAT];
    if (!(cause instanceof WebAssembly.RuntimeError) || !rows) return new BackendLostError('the generated WebAssembly stopped', { cause });
    words[FAULT.rows / FLOAT] = 0;
    return new ShapeError(`index ${this.memory[FAULT.index / FLOAT]} is not one of ${rows} rows`);
  }
}
