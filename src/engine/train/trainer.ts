/** The parameters, the optimizer and the carried state on a device, and the updates that change them. */
import type { Backend, Executable, Feed } from '../backend';
import { CheckpointError } from '../checkpoint/checkpointError';
import { requireTensor, type Tensor } from '../checkpoint/tensor';
import type { Streams } from '../data/languageModel';
import type { Experiment } from '../experimentSchema';
import { carrySlots } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import type { ParameterSlot } from '../model/parameterSlot';
import { fromSlots, requireWeights, toSlots } from '../model/parameters';
import { parameterSlots } from '../model/parameterSlots';
import type { Random } from '../random';
import { makeOptimizer, type Optimizer } from './optimizers';
import { momentPrefix, updateGraph } from './updateGraph';

export interface UpdateResult {
  readonly loss: number;
  readonly gradNorm: number;
}

export class Trainer {
  readonly slots: readonly ParameterSlot[];
  /** Updates done. */
  update = 0;

  private constructor(
    private readonly shape: NetworkShape,
    private readonly experiment: Experiment,
    private readonly streams: Streams,
    private readonly executable: Executable,
    private readonly optimizer: Optimizer,
    private readonly masks: Random,
  ) {
    this.slots = parameterSlots(shape);
  }

  /** @param masks decides dropout; its state belongs in the checkpoint */
  static async open(shape: NetworkShape, experiment: Experiment, streams: Streams, backend: Backend, masks: Random): Promise<Trainer> {
    const optimizer = makeOptimizer(experiment.optimizer, experiment.momentum);
    const dropout = experiment.dropout > 0;
    const { batch, window } = streams;
    const executable = await backend.compile(updateGraph(shape, { batch, window, dropout, clip: experiment.clip, optimizer }));
    return new Trainer(shape, experiment, streams, executable, optimizer, masks);
  }

  /** Updates left in this epoch: the state is zeroed at its end, so a launch must not cross it. */
  get leftInEpoch(): number {
    return this.streams.windows - (this.update % this.streams.windows);
  }

  /** Passes over the text so far, with the fraction of this one. */
  get epoch(): number {
    return this.update / this.streams.windows;
  }

  /** Makes one update for each learning rate, at most `leftInEpoch`. */
  async run(learningRates: readonly number[]): Promise<UpdateResult[]> {
    const first = this.update % this.streams.windows;
    if (first === 0) this.executable.write(this.zeroState());
    const feeds = learningRates.map((learningRate, k) => this.feed(first + k, this.update + k + 1, learningRate));
    const outputs = await this.executable.run(feeds);
    this.update += feeds.length;
    return outputs.map(({ loss, gradNorm }) => ({ loss: loss?.[0] as number, gradNorm: gradNorm?.[0] as number }));
  }

  /** Parameters as slots: what an `Evaluator` takes. */
  async parameters(): Promise<Feed> {
    return this.executable.read(this.slots.map(({ name }) => name));
  }

  /** By name: the parameters, the moments (`optimizer/m/…`) and the carried state. */
  async tensors(): Promise<Map<string, Tensor>> {
    const state = await this.executable.read();
    const tensors = fromSlots(this.slots, state);
    for (const moment of this.optimizer.moments)
      for (const [name, tensor] of fromSlots(this.slots, state, momentPrefix(moment))) tensors.set(name, tensor);
    for (const name of carrySlots(this.shape)) {
      tensors.set(name, { shape: [this.streams.batch, this.shape.hidden], data: (state[name] as Float32Array).slice() });
    }
    return tensors;
  }

  /** New weights, nothing else. @throws ShapeError naming what is missing or does not fit */
  setWeights(weights: ReadonlyMap<string, Tensor>): void {
    this.executable.write(toSlots(this.slots, weights));
  }

  /** Everything as it was. @throws CheckpointError naming what is missing or does not fit */
  restore(update: number, tensors: ReadonlyMap<string, Tensor>): void {
    for (const prefix of ['', ...this.optimizer.moments.map(momentPrefix)]) {
      requireWeights(this.slots, tensors, prefix);
      this.executable.write(toSlots(this.slots, tensors, prefix));
    }
    this.executable.write(Object.fromEntries(carrySlots(this.shape).map((name) => [name, this.carried(tensors, name)])));
    this.update = update;
  }

  dispose(): void {
    this.executable.dispose();
  }

  private carried(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor['data'] {
    const { batch } = this.streams;
    const before = tensors.get(name)?.shape[0] ?? batch;
    if (before !== batch) {
      throw new CheckpointError(
        `This run trained on ${before} streams of its text, and the text now has ${batch}: it has changed. Train anew.`,
      );
    }
    return requireTensor(tensors, name, [batch, this.shape.hidden]).data;
  }

  private feed(window: number, update: number, learningRate: number): Feed {
    const { tokens, targets } = this.streams.get(window);
    const feed: Record<string, Float32Array | Float64Array> = {
      tokens,
      targets,
      rates: Float64Array.of(learningRate, ...this.optimizer.corrections(update)),
    };
    if (this.experiment.dropout > 0)
      for (let layer = 0; layer < this.shape.cells.length - 1; layer++) feed[`dropout.${layer}`] = this.mask(tokens.length * this.shape.hidden);
    return feed;
  }

  private mask(length: number): Float32Array {
    const { dropout } = this.experiment;
    const scale = 1 / (1 - dropout);
    return Float32Array.from({ length }, () => (this.masks.coarse() < dropout ? 0 : scale));
  }

  private zeroState(): Feed {
    return Object.fromEntries(carrySlots(this.shape).map((name) => [name, new Float32Array(this.streams.batch * this.shape.hidden)]));
  }
}
