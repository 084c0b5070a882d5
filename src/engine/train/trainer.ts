/** The parameters, the optimizer and the carried state on a device, and the updates that change them. */
import type { Backend, Feed } from '../backend';
import { CheckpointError } from '../checkpoint/checkpointError';
import type { TensorRoom } from '../checkpoint/safetensors';
import { requireTensor, type Tensor } from '../checkpoint/tensor';
import type { Batch, Batches, BatchSize } from '../data/batches';
import { CHANCE } from '../data/chance';
import type { Experiment } from '../experimentSchema';
import { carrySlots } from '../model/carriedStack';
import { dropoutSizes } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import type { ParameterSlot } from '../model/parameterSlot';
import { parameterSlots } from '../model/parameterSlots';
import { fromSlots, requireWeights, toSlots } from '../model/parameters';
import type { Random } from '../random';
import { makeOptimizer, type Optimizer } from './optimizers';
import { ScheduledSampling } from './scheduledSampling';
import { SizedExecutables } from './sizedExecutables';
import { momentPrefix, updateGraph } from './updateGraph';

export interface UpdateResult {
  readonly loss: number;
  readonly gradNorm: number;
  /** That were read. */
  readonly characters: number;
}

export class Trainer {
  readonly slots: readonly ParameterSlot[];
  /** Updates done. */
  update = 0;

  private constructor(
    private readonly shape: NetworkShape,
    private readonly experiment: Experiment,
    private readonly batches: Batches,
    private readonly executables: SizedExecutables,
    private readonly optimizer: Optimizer,
    private readonly masks: Random,
    private readonly sampling: ScheduledSampling | undefined,
    /** Bytes of a number of the device. */
    private readonly each: TensorRoom['each'],
  ) {
    this.slots = parameterSlots(shape);
  }

  /** @param masks decides dropout; its state belongs in the checkpoint */
  static async open(
    shape: NetworkShape,
    experiment: Experiment,
    batches: Batches,
    backend: Backend,
    masks: Random,
    chance = CHANCE,
  ): Promise<Trainer> {
    const optimizer = makeOptimizer(experiment.optimizer, experiment.momentum);
    const dropout = experiment.dropout > 0;
    const graphOf = (size: BatchSize) => updateGraph(shape, { ...size, dropout, clip: experiment.clip, optimizer });
    const executables = await SizedExecutables.open(batches.sizes, backend, graphOf);
    const sampling =
      experiment.teacherForcing < 1 ? await ScheduledSampling.open(shape, experiment, batches.sizes, backend, chance) : undefined;
    const each = backend.description.precision === 'float64' ? 8 : 4;
    return new Trainer(shape, experiment, batches, executables, optimizer, masks, sampling, each);
  }

  /**
   * Updates that one launch may carry: it must not cross an epoch, where the state is zeroed, nor a change of size.
   * Where the network's own guesses are fed, each update waits for the one before it.
   */
  get together(): number {
    return this.sampling ? 1 : this.batches.together(this.update);
  }

  /** Passes over the examples so far, with the fraction of this one. */
  get epoch(): number {
    return this.update / this.batches.perEpoch;
  }

  /** Makes one update for each learning rate, at most `together`. */
  async run(learningRates: readonly number[]): Promise<UpdateResult[]> {
    const first = this.update;
    if (first % this.batches.perEpoch === 0) this.executables.write(this.zeroState());
    const batches = learningRates.map((_, k) => this.batches.get(first + k));
    const feeds = await Promise.all(batches.map((batch, k) => this.feed(batch, first + k, learningRates[k] as number)));
    const outputs = await this.executables.run(this.batches.sizeOf(first), feeds);
    this.update += feeds.length;
    return outputs.map(({ loss, gradNorm }, k) => ({
      loss: loss?.[0] as number,
      gradNorm: gradNorm?.[0] as number,
      characters: (batches[k] as Batch).characters,
    }));
  }

  /** Parameters as slots: what an `Validator` takes. */
  async parameters(): Promise<Feed> {
    return this.executables.read(this.slots.map(({ name }) => name));
  }

  /** Shapes by name: of the parameters alone, or also of the moments (`optimizer/m/…`) and the carried state. */
  rooms(which: 'parameters' | 'all'): ReadonlyMap<string, TensorRoom> {
    const { each, shape } = this;
    const members = this.slots.flatMap((slot) => slot.members);
    const carried = which === 'all' ? carrySlots(shape) : [];
    return new Map<string, TensorRoom>([
      ...this.prefixes(which).flatMap((prefix) => members.map((member) => [prefix + member.name, { shape: member.shape, each }] as const)),
      ...carried.map((name) => [name, { shape: [this.batch, shape.hidden], each }] as const),
    ]);
  }

  /** What there is room for, read from the device one slot after another. */
  async *tensors(which: 'parameters' | 'all'): AsyncGenerator<readonly [name: string, tensor: Tensor]> {
    for (const prefix of this.prefixes(which))
      for (const slot of this.slots) yield* fromSlots([slot], await this.executables.read([prefix + slot.name]), prefix);
    if (which === 'parameters') return;
    for (const [name, data] of Object.entries(await this.executables.read(carrySlots(this.shape))))
      yield [name, { shape: [this.batch, this.shape.hidden], data }];
  }

  /** New weights, nothing else. @throws ShapeError naming what is missing or does not fit */
  setWeights(weights: ReadonlyMap<string, Tensor>): void {
    this.executables.write(toSlots(this.slots, weights));
  }

  /** Everything as it was. @throws CheckpointError naming what is missing or does not fit */
  restore(update: number, tensors: ReadonlyMap<string, Tensor>): void {
    for (const prefix of this.prefixes('all')) {
      requireWeights(this.slots, tensors, prefix);
      this.executables.write(toSlots(this.slots, tensors, prefix));
    }
    this.update = update;
    this.executables.write(Object.fromEntries(carrySlots(this.shape).map((name) => [name, this.carried(tensors, name)])));
  }

  dispose(): void {
    this.sampling?.dispose();
    this.executables.dispose();
  }

  private prefixes(which: 'parameters' | 'all'): readonly string[] {
    return ['', ...(which === 'all' ? this.optimizer.moments.map(momentPrefix) : [])];
  }

  private carried(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor['data'] {
    const { batch } = this;
    // Before the first update nothing is carried: weights that were imported have no such state.
    if (this.update === 0 && !tensors.has(name)) return new Float32Array(batch * this.shape.hidden);
    const before = tensors.get(name)?.shape[0] ?? batch;
    if (before !== batch) {
      throw new CheckpointError(
        `This run trained on ${before} streams of its text, and the text now has ${batch}: it has changed. Train anew.`,
      );
    }
    return requireTensor(tensors, name, [batch, this.shape.hidden]).data;
  }

  /** Of the streams whose state is carried. */
  private get batch(): number {
    return (this.batches.sizes[0] as BatchSize).batch;
  }

  private async feed(batch: Batch, update: number, learningRate: number): Promise<Feed> {
    const rates = Float64Array.of(learningRate, ...this.optimizer.corrections(update + 1));
    const index = this.batches.sizeOf(update);
    const size = this.batches.sizes[index] as BatchSize;
    const read = this.sampling ? await this.sampling.feed(batch, size, index, update, await this.parameters()) : batch.feed;
    if (this.experiment.dropout === 0) return { ...read, rates };
    const masks = dropoutSizes(this.shape, size).map(({ name, length }) => [name, this.mask(length)] as const);
    return { ...read, ...Object.fromEntries(masks), rates };
  }

  private mask(length: number): Float32Array {
    const { dropout } = this.experiment;
    const kept = 1 / (1 - dropout);
    const mask = new Float32Array(length);
    for (let index = 0; index < length; index++) if (this.masks.coarse() >= dropout) mask[index] = kept;
    return mask;
  }

  private zeroState(): Feed {
    return Object.fromEntries(carrySlots(this.shape).map((name) => [name, new Float32Array(this.batch * this.shape.hidden)]));
  }
}
