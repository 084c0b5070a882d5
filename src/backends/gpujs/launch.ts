/**
 * Several runs of a graph as one gpu.js pipeline: state goes up once, flows from run to run on the device, and comes
 * back once together with every run's outputs.
 */
import type { Feed, Graph, Numbers, Value } from '../../engine/backend';
import { type DeviceBuffer, type Filled, isFilled, type Operand, type Place, wholeBuffer } from './deviceBuffer';
import type { Gpu, Gpujs, Handle, Pipeline } from './gpujsLibrary';
import type { KernelLibrary } from './kernelLibrary';
import { copy } from './kernels/rows';
import { recordGraph } from './recordGraph';

export type HostState = ReadonlyMap<string, Float32Array>;

/** Where a view is among the matrices that the pipeline hands back. */
type Returned = Filled | (Omit<Operand, 'buffer'> & { readonly result: number });

interface Layout {
  readonly outputs: readonly ReadonlyMap<string, Returned>[];
  readonly state: ReadonlyMap<string, Returned>;
}

export type Executor = Pick<Pipeline, 'backend' | 'executorKind' | 'fallbackReason'>;

export class Launch {
  private readonly pipeline: Pipeline;
  private layout: Layout | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly gpujs: Gpujs,
    gpu: Gpu,
    private readonly library: KernelLibrary,
    readonly runs: number,
  ) {
    const record = (...handles: Handle[]) => this.record(handles);
    const count = Object.keys(graph.state).length + runs * Object.keys(graph.inputs).length;
    // gpu.js asks a function's length how many arguments the pipeline has.
    this.pipeline = gpu.createPipeline(Object.defineProperty(record, 'length', { value: count }));
  }

  /** What executes it, once it has run. */
  get executor(): Executor {
    return this.pipeline;
  }

  /** One feed for each run. */
  async run(feeds: readonly Feed[], state: HostState): Promise<{ outputs: Record<string, Numbers>[]; state: Map<string, Float32Array> }> {
    const { graph } = this;
    const results = await this.pipeline(
      ...Object.entries(graph.state).map(([name, slot]) => this.upload(state.get(name) as Float32Array, slot.value)),
      ...feeds.flatMap((feed) => Object.entries(graph.inputs).map(([name, value]) => this.upload(feed[name] as Numbers, value))),
    );
    const layout = this.layout as Layout;
    const fetch = (returned: Returned) => rectangle(results, returned);
    return {
      outputs: layout.outputs.map((outputs) => Object.fromEntries([...outputs].map(([name, returned]) => [name, fetch(returned)]))),
      state: new Map([...state, ...[...layout.state].map(([name, returned]) => [name, fetch(returned)] as const)]),
    };
  }

  async dispose(): Promise<void> {
    await this.pipeline.destroy();
  }

  private upload(numbers: Numbers, { rows, columns }: Value): Handle {
    return new this.gpujs.Input(numbers instanceof Float32Array ? numbers : Float32Array.from(numbers), [columns, rows]);
  }

  private record(handles: readonly Handle[]): Handle[] {
    const { graph, library } = this;
    const next = handles.values();
    const argument = (value: Value): Place =>
      wholeBuffer({ handle: next.next().value as Handle, rows: value.rows, columns: value.columns, argument: true });
    const returns = new Returns(library);
    const slots = Object.entries(graph.state);
    let state = new Map(slots.map(([, slot]) => [slot.value, argument(slot.value)]));
    const outputs: Map<string, Returned>[] = [];
    for (let run = 0; run < this.runs; run++) {
      const fed = Object.values(graph.inputs).map((value) => [value, argument(value)] as const);
      const at = recordGraph(graph, library, new Map([...state, ...fed]));
      outputs.push(new Map(Object.entries(graph.outputs).map(([name, view]) => [name, returns.add(at(view))])));
      state = new Map(slots.map(([, { value, next }]) => [value, next ? at(next) : (state.get(value) as Place)]));
    }
    this.layout = {
      outputs,
      state: new Map(slots.filter(([, slot]) => slot.next).map(([name, slot]) => [name, returns.add(state.get(slot.value) as Place)])),
    };
    return returns.handles;
  }
}

/** Buffers to hand back, each once; a small part of a large one, or an argument, is copied out first. */
class Returns {
  readonly handles: Handle[] = [];
  private readonly known = new Map<DeviceBuffer, number>();

  constructor(private readonly library: KernelLibrary) {}

  add(place: Place): Returned {
    if (isFilled(place)) return place;
    const { buffer, row, column, rows, columns } = place;
    if (buffer.argument || buffer.rows * buffer.columns > 4 * rows * columns) return this.add(wholeBuffer(copy(this.library, place)));
    let result = this.known.get(buffer);
    if (result === undefined) {
      result = this.handles.push(buffer.handle) - 1;
      this.known.set(buffer, result);
    }
    return { result, row, column, rows, columns };
  }
}

/** gpu.js hands matrices back as arrays of rows. */
function rectangle(results: readonly (readonly Float32Array[])[], returned: Returned): Float32Array {
  const numbers = new Float32Array(returned.rows * returned.columns);
  if ('fill' in returned) return numbers.fill(returned.fill);
  const matrix = results[returned.result] as readonly Float32Array[];
  for (let row = 0; row < returned.rows; row++) {
    numbers.set(
      (matrix[returned.row + row] as Float32Array).subarray(returned.column, returned.column + returned.columns),
      row * returned.columns,
    );
  }
  return numbers;
}
