/**
 * Reads a chunk of a text, or of several side by side, from any states and tells what happens in it: compiled once for a model.
 * A text of any length is read chunk by chunk, and any chunk of it again, given the states at its ends.
 */
import type { Executable, Feed, Numbers, View } from '../backend';
import type { Activation, CellProgram } from '../cell/cellProgram';
import { GraphBuilder } from '../graph/graphBuilder';
import { carrySlot } from '../model/carriedStack';
import type { Model } from '../model/model';
import { head } from '../model/network';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import { parameterViews } from '../model/parameterViews';
import { join, runStack } from '../model/runStack';
import type { Direction, Stack } from '../model/stack';
import { changeableShape, givenInputs, unchanged } from './interventions/changeableNetwork';
import { type Place, shownActivations } from './place';

/** Characters read in one go: enough that a launch costs little, few enough that compiling does too. */
export const CHUNK = 64;

export interface ReadChunk {
  /** (steps·B, targets), time-major: row t·B + b; empty where they are not told. */
  readonly logits: Numbers;
  /** (steps·B, 1), likewise. */
  readonly nats: Numbers;
  /** Of each place, each activation that is told, (steps·B, units). */
  readonly activations: readonly (readonly Numbers[])[];
  /** The states in which each place leaves the chunk, by `stateName`. */
  readonly left: Feed;
}

/** A state of a layer, as it enters or leaves a chunk. */
export function stateName({ layer, direction }: Pick<Place, 'layer' | 'direction'>, state: string): string {
  return direction === 'forward' ? carrySlot(layer, state) : `${carrySlot(layer, state)} backward`;
}

export interface ChunkReaderOptions {
  /** Characters read in one go: `CHUNK`, or fewer. */
  readonly steps?: number;
  /** Whether activations can be changed: by inputs of `givenName`, for each `changeKey`; those that are not fed change nothing. */
  readonly changeable?: boolean;
  /** B: texts that are read side by side. */
  readonly batch?: number;
  /** Which activations are told; by default all that are shown. */
  readonly told?: (cell: CellProgram) => readonly Activation[];
  /** What is told of what the head says: `nats` at each of the `targets` that are fed beside the symbols. */
  readonly predicts?: 'logits' | 'nats' | 'nothing';
}

export class ChunkReader {
  private constructor(
    /** From the lowest up, each direction on its own. */
    readonly places: readonly Place[],
    /** Whether a layer reads what lower ones of both directions made. */
    readonly mixes: boolean,
    readonly batch: number,
    private readonly told: (cell: CellProgram) => readonly Activation[],
    /** Whether it reads a `mask`, as networks that read backwards do: 1 in a text, 0 beyond its end. */
    readonly masked: boolean,
    private readonly nothing: Feed,
    private readonly unchanged: Feed,
    readonly steps: number,
    private readonly executable: Executable,
  ) {}

  /** For a network that is a stack, or two that meet in the head, which tells something at each step. Without weights they must be written. */
  static async open(
    model: Pick<Model, 'shape' | 'backend'> & Partial<Pick<Model, 'weights'>>,
    { steps = CHUNK, changeable = false, batch = 1, told = shownActivations, predicts = 'logits' }: ChunkReaderOptions = {},
  ): Promise<ChunkReader> {
    const { backend, weights } = model;
    const shape = changeable ? changeableShape(model.shape) : model.shape;
    const slots = parameterSlots(shape);
    const { cells } = shape;
    const stacks = shape.architecture.stacks(shape);
    const builder = new GraphBuilder();
    const parameters = parameterViews(builder, slots);
    const masked = stacks.some(({ directions }) => directions.includes('backward'));
    const mask = masked ? builder.input('mask', steps * batch, 1) : undefined;
    const nothing: Record<string, Numbers> = {};
    const initial = (layer: number, state: string, direction: Direction) => {
      const name = stateName({ layer, direction }, state);
      nothing[name] = new Float32Array(batch * shape.hidden);
      return builder.input(name, batch, shape.hidden);
    };
    const runs = stacks.map((stack, index) =>
      runStack(builder, stack, parameters, {
        tokens: builder.input(index === 0 ? 'tokens' : 'after', steps * batch, 1),
        window: steps,
        initial,
        ...(changeable && { given: givenInputs(builder, shape) }),
        ...(mask && { mask }),
      }),
    );
    const [first] = stacks as [Stack];
    if (predicts !== 'nothing') {
      const outputs = runs.map((run) => run.outputs);
      const features = outputs.length > 1 ? join(builder, first, outputs) : (outputs[0] as View);
      const logits = head(builder, parameters, features);
      builder.output(
        predicts,
        predicts === 'logits' ? logits : builder.crossEntropy(logits, builder.logSumExp(logits), builder.input('targets', logits.rows, 1)),
      );
    }
    const places = runs.flatMap(({ layers }) =>
      layers.map(({ layer, direction, unrolled }): Place => {
        const place = { layer, direction, cell: cells[layer] as CellProgram, units: shape.hidden };
        for (const { key } of told(place.cell)) {
          const steps = unrolled.steps.map((step) => step.get(key) as View);
          builder.output(activationName(place, key), builder.stack(steps, key)); // (steps·B, H)
        }
        for (const [state, view] of unrolled.final) builder.output(`left ${stateName(place, state)}`, view);
        return place;
      }),
    );
    const executable = await backend.compile(builder.build());
    if (weights) executable.write(toSlots(slots, weights));
    const mixes = first.directions.length > 1;
    return new ChunkReader(
      places,
      mixes,
      batch,
      told,
      masked,
      nothing,
      changeable ? unchanged(shape, () => steps * batch) : {},
      steps,
      executable,
    );
  }

  /**
   * @param symbols of the chunk, by the network's input, (steps·B); of fewer than a chunk the rest is padding; `mask` where texts side by side end at different steps
   * @param entering states by `stateName`, zero where they are left out: forwards before the chunk, backwards after it
   * @param changes by `givenName`, (steps·B, H)
   */
  async read(symbols: Feed, entering: Feed, changes: Feed = {}): Promise<ReadChunk> {
    const pad = (numbers: Numbers) => padded(numbers, this.steps * this.batch);
    const symbol = Object.entries(symbols).map(([name, numbers]) => [name, pad(numbers)] as const);
    const length = symbols.tokens?.length ?? 0;
    const feed: Feed = {
      ...this.nothing,
      ...entering,
      ...this.unchanged,
      ...changes,
      ...Object.fromEntries(symbol),
      ...(this.masked && { mask: pad(symbols.mask ?? new Float32Array(length).fill(1)) }),
    };
    const [outputs = {}] = await this.executable.run([feed]);
    return {
      logits: outputs.logits ?? new Float32Array(),
      nats: outputs.nats ?? new Float32Array(),
      activations: this.places.map((place) => this.told(place.cell).map(({ key }) => outputs[activationName(place, key)] as Numbers)),
      left: Object.fromEntries(Object.keys(this.nothing).map((name) => [name, outputs[`left ${name}`] as Numbers])),
    };
  }

  /** @param parameters slots, as read from a device */
  write(parameters: Feed): void {
    this.executable.write(parameters);
  }

  dispose(): void {
    this.executable.dispose();
  }
}

const activationName = ({ layer, direction }: Place, key: string) => `${direction} ${layer} ${key}`;

function padded(numbers: Numbers, length: number): Float32Array {
  const all = new Float32Array(length);
  all.set(numbers);
  return all;
}
