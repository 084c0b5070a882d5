/** Rows in batches of similar length, padded at the end, in an order that the seed and the epoch decide. */
import { mixedSeed, Random } from '../random';
import type { Batch, Batches, BatchSize } from './batches';
import { CHANCE, type Chance } from './chance';
import type { Example } from './example';
import { type Lengths, lengthGroups } from './lengthGroups';
import { cutEvery } from './pairs';

/** Batches of one size that follow each other where they are drawn: alike in length, they are alike in loss too. */
const RUN: Readonly<Record<Chance, number>> = { 1: 8, 2: 1 };

interface Planned {
  readonly size: number;
  /** Indices of examples; fewer than the batch in the last of an epoch. */
  readonly rows: readonly number[];
}

export class RowBatches implements Batches {
  readonly sizes: readonly BatchSize[];
  readonly perEpoch: number;
  private readonly groups: readonly (readonly number[])[];
  private epoch = -1;
  private plan: readonly Planned[] = [];

  /** @param seed decides the order; without it the rows come by length, as for a validation */
  constructor(
    private readonly examples: readonly Example[],
    batch: number,
    private readonly seed?: number,
    private readonly chance = CHANCE,
  ) {
    const lengths = examples.map(lengthsOf);
    this.groups = lengthGroups(lengths, batch);
    this.sizes = this.groups.map((rows) =>
      sizeOf(
        rows.map((row) => lengths[row] as Lengths),
        batch,
      ),
    );
    this.perEpoch = this.groups.reduce((sum, rows, size) => sum + Math.ceil(rows.length / this.batchOf(size)), 0);
  }

  get(update: number): Batch {
    const { size, rows } = this.planned(update);
    const examples = rows.map((row) => this.examples[row] as Example);
    return assemble(examples, this.sizes[size] as BatchSize);
  }

  sizeOf(update: number): number {
    return this.planned(update).size;
  }

  together(update: number): number {
    const { size } = this.planned(update);
    const first = update % this.perEpoch;
    let next = first;
    while (this.plan[next]?.size === size) next++;
    return next - first;
  }

  private planned(update: number): Planned {
    const epoch = Math.floor(update / this.perEpoch);
    if (epoch !== this.epoch) {
      this.plan = this.planOf(epoch);
      this.epoch = epoch;
    }
    return this.plan[update % this.perEpoch] as Planned;
  }

  private planOf(epoch: number): Planned[] {
    const random = this.seed === undefined ? undefined : Random.fromSeed(mixedSeed(this.seed, epoch));
    const batches = this.groups.map((rows, size) =>
      cutEvery(random?.shuffled(rows) ?? rows, this.batchOf(size)).map((part) => ({ size, rows: part })),
    );
    if (!random) return batches.flat();
    return random.shuffled(batches.flatMap((ofSize) => cutEvery(ofSize, RUN[this.chance]))).flat();
  }

  private batchOf(size: number): number {
    return (this.sizes[size] as BatchSize).batch;
  }
}

function lengthsOf({ source, decoder, targets }: Example): Lengths {
  return { source: source?.length ?? decoder?.length ?? 0, target: targets.length };
}

function sizeOf(lengths: readonly Lengths[], batch: number): BatchSize {
  return {
    batch: Math.min(batch, lengths.length),
    window: lengths.reduce((longest, { source }) => Math.max(longest, source), 1),
    targetWindow: lengths.reduce((longest, { target }) => Math.max(longest, target), 1),
  };
}

/** Rows that a batch lacks are copies of its first one, of weight 0: nothing is special about them. */
function assemble(examples: readonly Example[], { batch, window, targetWindow = 1 }: BatchSize): Batch {
  const rows = Array.from({ length: batch }, (_, b) => examples[b] ?? (examples[0] as Example));
  const predicted = examples.reduce((sum, { targets }) => sum + targets.reduce((count, target) => count + (target < 0 ? 0 : 1), 0), 0);
  const characters = examples.reduce((sum, { source, decoder }) => sum + (source?.length ?? 0) + (decoder?.length ?? 0), 0);
  const sequence = (steps: number, at: (example: Example, t: number, b: number) => number | undefined) => {
    const cut = new Float32Array(steps * batch); // element t·B + b
    for (let t = 0; t < steps; t++) for (let b = 0; b < batch; b++) cut[t * batch + b] = at(rows[b] as Example, t, b) ?? 0;
    return cut;
  };
  const { source, decoder, label } = rows[0] as Example;
  const feed = {
    ...(source && {
      tokens: sequence(window, (row, t) => row.source?.[t]),
      mask: sequence(window, (row, t) => (t < (row.source?.length ?? 0) ? 1 : 0)),
    }),
    ...(decoder && { 'decoder.tokens': sequence(targetWindow, (row, t) => row.decoder?.[t]) }),
    ...(label !== undefined && { labels: sequence(1, (row) => row.label) }),
    targets: sequence(targetWindow, (row, t) => Math.max(0, row.targets[t] ?? 0)),
    weights: sequence(targetWindow, ({ targets }, t, b) => (b < examples.length && (targets[t] ?? -1) >= 0 ? 1 / predicted : 0)),
  };
  return { feed, predicted, characters };
}
