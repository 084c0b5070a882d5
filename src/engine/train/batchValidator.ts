/** Judges batches that a network was not trained on: rows, or streams of running text, from the zero state. */
import type { Backend, Feed, Numbers } from '../backend';
import type { Batch, Batches, BatchSize } from '../data/batches';
import { GraphBuilder } from '../graph/graphBuilder';
import { likeliest } from '../infer/distribution';
import type { Following } from '../interruption';
import { carrySlots } from '../model/carriedStack';
import { forward } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { SizedExecutables } from './sizedExecutables';
import { lossOf } from './updateGraph';
import type { Judgement, Judging, Validator } from './validator';

/** A larger table is of no use to anybody, and is written at every validation. */
const MOST_LABELS = 100;

export class BatchValidator implements Validator {
  private constructor(
    private readonly executables: SizedExecutables,
    private readonly shape: NetworkShape,
    private readonly batches: Batches,
    private readonly judging: Judging,
    private readonly targets: readonly string[],
    private readonly launch: number,
  ) {}

  /** @param targets what the network tells apart */
  static async open(
    shape: NetworkShape,
    batches: Batches,
    backend: Backend,
    judging: Judging,
    targets: readonly string[] = [],
  ): Promise<BatchValidator> {
    const executables = await SizedExecutables.open(batches.sizes, backend, (size) => graphOf(shape, size, judging));
    return new BatchValidator(executables, shape, batches, judging, targets, backend.updatesPerLaunch);
  }

  async judge(parameters: Feed, { stop, progress }: Following): Promise<Judgement | undefined> {
    const { executables, batches, shape } = this;
    const { batch } = batches.sizes[0] as BatchSize;
    const zero = carrySlots(shape).map((name) => [name, new Float32Array(batch * shape.hidden)]);
    executables.write({ ...parameters, ...Object.fromEntries(zero) });
    const tally = new Tally(shape.targets);
    for (let index = 0; index < batches.perEpoch; ) {
      if (stop.aborted) return undefined;
      const count = Math.min(this.launch, batches.together(index));
      const read = Array.from({ length: count }, (_, k) => batches.get(index + k));
      const outputs = await executables.run(
        batches.sizeOf(index),
        read.map(({ feed }) => feed),
      );
      outputs.forEach((output, k) => tally.add(read[k] as Batch, output));
      index += count;
      progress?.(index / batches.perEpoch);
    }
    return tally.judgement(this.judging === 'accuracy and confusion' && this.targets.length <= MOST_LABELS ? this.targets : undefined);
  }

  dispose(): void {
    this.executables.dispose();
  }
}

function graphOf(shape: NetworkShape, size: BatchSize, judging: Judging) {
  const builder = new GraphBuilder();
  const { logits } = forward(builder, shape, size);
  builder.output('loss', lossOf(builder, shape, logits).mean);
  if (judging !== 'loss') builder.output('logits', logits);
  return builder.build();
}

class Tally {
  private nats = 0;
  private batches = 0;
  private first = 0;
  /** counts[truth · targets + guess]. */
  private readonly counts: Float64Array;
  private right = 0;
  private guessed = 0;

  constructor(private readonly targets: number) {
    this.counts = new Float64Array(targets <= MOST_LABELS ? targets * targets : 0);
  }

  add({ predicted, feed }: Batch, { loss, logits }: Record<string, Numbers>): void {
    if (predicted === 0) return;
    this.first ||= predicted;
    const weight = predicted / this.first;
    this.nats += weight * (loss?.[0] as number);
    this.batches += weight;
    if (!logits) return;
    feed.weights?.forEach((counted, row) => {
      if (counted === 0) return;
      const truth = feed.targets?.[row] as number;
      const guess = likeliest(logits.subarray(row * this.targets, (row + 1) * this.targets));
      this.guessed++;
      if (guess === truth) this.right++;
      const cell = truth * this.targets + guess;
      this.counts[cell] = (this.counts[cell] as number) + 1;
    });
  }

  /** @param labels with which to tell the confusion */
  judgement(labels: readonly string[] | undefined): Judgement {
    const row = (truth: number) => [...this.counts.subarray(truth * this.targets, (truth + 1) * this.targets)];
    return {
      loss: this.nats / this.batches,
      ...(this.guessed > 0 && { accuracy: this.right / this.guessed }),
      ...(labels && { confusion: { labels, counts: labels.map((_, truth) => row(truth)) } }),
    };
  }
}
