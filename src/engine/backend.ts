/**
 * The contract a device fulfils.
 *
 * A network's update is a static, acyclic `Graph` over dense row-major matrices: every value is written by exactly one
 * operation (single assignment), so a backend may plan its memory, fuse and reorder as it likes. `OPERATIONS` is a
 * closed list: a backend's `switch` over `operation.op` is exhaustive, so that a missing one is a compile error.
 * `backends/reference` is the living definition of each operation.
 */
import type { PointwiseProgram } from './graph/pointwise';

/** A dense row-major matrix (rows × columns) on the device. Integers (tokens) are stored as exact floats. */
export interface Value {
  readonly id: number;
  readonly rows: number;
  readonly columns: number;
  /** For people: error messages and profiles. */
  readonly label: string;
}

/** A rectangle of a value, read (or, by a pointwise operation, written) in place. */
export interface View {
  readonly value: Value;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export type Operation =
  /** out = op(a) · op(b) + add, where op transposes on request; `add` has out's shape, or one row, which is broadcast. */
  | {
      readonly op: 'gemm';
      readonly a: View;
      readonly b: View;
      readonly transposeA: boolean;
      readonly transposeB: boolean;
      readonly add?: View;
      readonly out: Value;
    }
  /** out[n, :] = table[indices[n], :]; indices (N, 1). The product of a one-hot row with a matrix. */
  | { readonly op: 'gather'; readonly table: View; readonly indices: View; readonly out: Value }
  /** out = 0; out[indices[n], :] += rows[n, :] for n in order. The gradient of `gather`. */
  | { readonly op: 'scatterAdd'; readonly rows: View; readonly indices: View; readonly out: Value }
  /** The parts one under another. */
  | { readonly op: 'stack'; readonly parts: readonly View[]; readonly out: Value }
  /**
   * Applies a scalar program to each element. The outputs all have one shape, and together cover each value they write.
   * An input of that shape is read element by element; one with a single row and/or column is broadcast.
   */
  | { readonly op: 'pointwise'; readonly program: PointwiseProgram; readonly inputs: readonly View[]; readonly outputs: readonly View[] }
  /** out (1, C): the sum over rows. */
  | { readonly op: 'sumRows'; readonly a: View; readonly out: Value }
  /** out (1, 1): Σ a². */
  | { readonly op: 'sumSquares'; readonly a: View; readonly out: Value }
  /** out (N, 1): log Σ_j exp(logits[n, j]), computed stably. */
  | { readonly op: 'logSumExp'; readonly logits: View; readonly out: Value }
  /** out (N, 1): logSumExp[n] − logits[n, targets[n]], in nats. */
  | { readonly op: 'crossEntropy'; readonly logits: View; readonly logSumExp: View; readonly targets: View; readonly out: Value }
  /** out (N, V): (softmax(logits)[n, j] − [j = targets[n]]) · weights[n]; weights (N, 1), or (1, 1) broadcast. */
  | {
      readonly op: 'crossEntropyGradient';
      readonly logits: View;
      readonly logSumExp: View;
      readonly targets: View;
      readonly weights: View;
      readonly out: Value;
    };

/** A matrix that outlives a run: `next`, where given, becomes its value when the run ends (optimizer, carried state). */
export interface StateSlot {
  readonly value: Value;
  readonly next?: View;
}

export interface Graph {
  /** Fed anew for each run. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** Kept on the device between runs; zero until written. */
  readonly state: Readonly<Record<string, StateSlot>>;
  /** Filled with one number, for ever. */
  readonly constants: readonly { readonly value: Value; readonly fill: number }[];
  /** In an order in which they can be executed. */
  readonly operations: readonly Operation[];
  /** Handed back from each run. */
  readonly outputs: Readonly<Record<string, View>>;
}

/** Numbers as they cross the border: float32 devices speak Float32Array, the reference Float64Array. */
export type Numbers = Float32Array | Float64Array;
export type Feed = Readonly<Record<string, Numbers>>;

/** What really runs, in facts that are shown to the user. */
export interface DeviceDescription {
  readonly backend: 'reference' | 'gpujs' | 'wasm';
  /** The name by which it is asked for: `--device`. */
  readonly device: DeviceName;
  /** One line for a person: "GPU · NVIDIA H100 (WebGPU)", "CPU · 64-bit reference". */
  readonly label: string;
  readonly precision: 'float32' | 'float64';
  /** Set when something slower than asked for runs, or a software adapter: the reason, in a sentence. */
  readonly note?: string;
  /** A graphics adapter that computes on the processor: correct, and slow. */
  readonly software?: boolean;
}

export const DEVICE_NAMES = ['wasm', 'webgpu', 'webasm', 'cpu', 'reference'] as const;
export type DeviceName = (typeof DEVICE_NAMES)[number];

export interface Executable {
  /** Runs the graph once for each feed, in order, state flowing from one to the next; resolves to each run's outputs. */
  run(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]>;
  /** Overwrites the named state slots (row-major). @throws ShapeError for a wrong name or length. */
  write(state: Feed): void;
  /** Copies of the named state slots, or of all. */
  read(names?: readonly string[]): Promise<Record<string, Numbers>>;
  dispose(): void;
}

export interface Backend {
  /** Some facts (which executor, which adapter) are known only after the first run. */
  readonly description: DeviceDescription;
  /** How many updates one launch should carry to be efficient (1 where a launch costs nothing). */
  readonly updatesPerLaunch: number;
  compile(graph: Graph): Promise<Executable>;
  dispose(): void;
}

/** What a device is here, or why it is not. */
export interface DeviceReport {
  readonly device: DeviceName;
  readonly available: boolean;
  readonly description?: DeviceDescription;
  readonly reason?: string;
}

/** The device went away (driver crash, lost adapter): training can resume from the last checkpoint on another. */
export class BackendLostError extends Error {
  override readonly name = 'BackendLostError';
}

/** A device that was asked for is not here; the message says which are. */
export class BackendUnavailableError extends Error {
  override readonly name = 'BackendUnavailableError';
}

/** Two shapes that do not fit. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}
