/** The same network in our engine and in ONNX Runtime: random weights, random symbols, and what each makes of them. */
import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import { openReference } from '../../../../src/backends/reference/referenceBackend';
import type { Feed, Numbers } from '../../../../src/engine/backend';
import { sourceOf } from '../../../../src/engine/cell/cellSources';
import type { Checkpoint } from '../../../../src/engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import { exportOnnx } from '../../../../src/engine/export/onnx/exportOnnx';
import { GraphBuilder } from '../../../../src/engine/graph/graphBuilder';
import { savedNetwork } from '../../../../src/engine/model/model';
import { forward } from '../../../../src/engine/model/network';
import { type NetworkShape, networkOf } from '../../../../src/engine/model/networkShape';
import { parameterSlots } from '../../../../src/engine/model/parameterSlots';
import { initialize, toSlots } from '../../../../src/engine/model/parameters';
import { parseExperiment } from '../../../../src/engine/parseExperiment';
import { Random } from '../../../../src/engine/random';

const LETTERS = [...'abcdefg'];

/** A network that was never trained: its weights are large enough that gates open and close. */
export function untrained(options: ExperimentOptions): Checkpoint {
  const experiment = parseExperiment({ hidden: 5, initializer: 'uniform:0.8', ...options });
  const task = experiment.task;
  const symbols = {
    vocabulary: LETTERS,
    targets: task === 'classify' || task === 'tag' ? ['x', 'y', 'z'] : task === 'translate' ? [...'uvwx'] : LETTERS,
    labels: task === 'generate-from-label' ? ['one', 'two', 'three'] : [],
  };
  const cellSource = sourceOf(experiment);
  const slots = parameterSlots(networkOf(experiment, cellSource, symbols));
  const tensors = initialize(slots, experiment.initializer, experiment.hidden, Random.fromSeed(7));
  const progress = { cursor: 0, random: {}, validationsSinceBest: 0, elapsed: 0 };
  return { experiment, cellSource, ...symbols, update: 0, epoch: 0, tensors, progress };
}

export interface Engine {
  readonly logits: Numbers;
  readonly outputs: Readonly<Record<string, Numbers>>;
}

/** Our forward pass over T symbols of B texts, in 64 bits. */
export async function inEngine(
  checkpoint: Checkpoint,
  size: { batch: number; window: number; targetWindow?: number },
  feed: Feed,
): Promise<Record<string, Numbers>> {
  const shape: NetworkShape = savedNetwork(checkpoint);
  const builder = new GraphBuilder();
  const { logits, sides, alignment, layers } = forward(builder, shape, size, { sides: true });
  builder.output('logits', logits);
  sides.forEach((side, index) => {
    builder.output(`side ${index}`, side);
  });
  if (alignment) builder.output('alignment', alignment);
  for (const { part, layer, direction, unrolled } of layers)
    for (const [state, view] of unrolled.final) builder.output(`${part ?? 'stack'} ${layer} ${direction} ${state}`, view);
  const backend = openReference();
  const executable = await backend.compile(builder.build());
  executable.write(toSlots(parameterSlots(shape), checkpoint.tensors));
  const [outputs] = await executable.run([feed]);
  executable.dispose();
  backend.dispose();
  return outputs as Record<string, Numbers>;
}

export type Feeds = Readonly<Record<string, ort.Tensor>>;

/** A network in ONNX Runtime: its inputs by name, its outputs by name. */
export class Runtime {
  private constructor(private readonly session: ort.InferenceSession) {}

  static async open(bytes: Uint8Array): Promise<Runtime> {
    return new Runtime(await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 2 }));
  }

  get inputs(): readonly string[] {
    return this.session.inputNames;
  }

  get outputs(): readonly string[] {
    return this.session.outputNames;
  }

  async run(feeds: Feeds): Promise<Readonly<Record<string, ort.Tensor>>> {
    return await this.session.run(feeds);
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}

/** Each network of a checkpoint, by name. */
export async function inRuntime(checkpoint: Checkpoint): Promise<ReadonlyMap<string, Runtime>> {
  const files = [...exportOnnx(checkpoint, '0.0.0')];
  return new Map(await Promise.all(files.map(async ([name, bytes]) => [name, await Runtime.open(bytes)] as const)));
}

export const ints = (values: ArrayLike<number>, ...shape: number[]): ort.Tensor =>
  new ort.Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), shape);
export const floats = (values: ArrayLike<number>, ...shape: number[]): ort.Tensor =>
  new ort.Tensor('float32', Float32Array.from(values), shape);

/** First states: zeros. @param names inputs such as `h0_layer0` */
export function zeroStates(names: readonly string[], batch: number, hidden: number): Feeds {
  return Object.fromEntries(
    names.filter((name) => /0_layer\d+$/.test(name)).map((name) => [name, floats(new Float32Array(batch * hidden), batch, hidden)]),
  );
}

/** What goes on: `hn_layer0` → `h0_layer0`. */
export function goingOn(outputs: Readonly<Record<string, ort.Tensor>>): Feeds {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, tensor]) => (/n_layer\d+$/.test(name) ? [[name.replace(/n(_layer\d+)$/, '0$1'), tensor]] : [])),
  );
}

/** The largest difference, of numbers beyond 1 as a part of the largest. NaN where one is not a number, or where they are not equally many. */
export function apart(found: ort.Tensor | undefined, expected: ArrayLike<number> | undefined): number {
  const data = found?.data as Float32Array | undefined;
  if (!data || !expected || data.length !== expected.length || data.length === 0) return Number.NaN;
  let [most, size] = [0, 1];
  for (let at = 0; at < data.length; at++) {
    const difference = Math.abs((data[at] as number) - (expected[at] as number));
    if (!(difference <= most)) most = difference;
    size = Math.max(size, Math.abs(expected[at] as number));
  }
  return most / size;
}

/** @throws AssertionError where they are further apart than float32 explains */
export function requireNear(found: ort.Tensor | undefined, expected: ArrayLike<number> | undefined, what = 'logits', explained = 0): void {
  const difference = apart(found, expected);
  assert.ok(difference <= Math.max(NEAR, explained), `${what}: ${difference} apart`);
}

/** The bar is 1e-4; these networks are small, and nothing but float32 parts them. */
const NEAR = 2e-6;

/** Random symbols, of a seed. */
export function someSymbols(count: number, of: number, seed: number): number[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, () => Math.min(of - 1, Math.floor(random.uniform() * of)));
}
