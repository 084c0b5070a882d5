// Any number of runs as a list: in which order, which of them the brushes let through, and which one is lit.
import { computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { bestFirst, type ComparedColumn, comparedColumns, type Order, objectiveOf, sortRuns } from '../../../src/protocol/comparedRuns';
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import type { Kept } from '../../components/keptState';
import type { Comparison } from './comparison';
import { axesOf, type SweptAxis } from './sweptAxes';

const KEPT = {
  order: z.catch(z.optional(z.object({ by: z.string(), descending: z.boolean() })), undefined),
};

/** What an axis lets through: shares of it, from the bottom. */
export type Brush = readonly [from: number, to: number];

export class Ranking {
  readonly kept: Kept<Readonly<z.infer<z.ZodMiniObject<typeof KEPT>>>>;
  /** The folder of the run that is pointed at, in the table or a picture. */
  readonly lit = signal<string>();
  /** By the names of the axes. */
  readonly brushes = signal<ReadonlyMap<string, Brush>>(new Map());

  readonly summaries = computed<readonly RunSummary[]>(() =>
    [...this.comparison.runs.value.values()].flatMap(({ summary }) => summary.value ?? []),
  );
  readonly columns = computed<readonly ComparedColumn<RunSummary>[]>(() => comparedColumns(this.summaries.value));
  readonly order = computed<Order>(() => {
    const { order } = this.kept.value;
    const there = order && (order.by === 'name' || this.columns.value.some(({ name }) => name === order.by));
    return there ? order : bestFirst(this.columns.value);
  });
  readonly sorted = computed(() => sortRuns(this.summaries.value, this.columns.value, this.order.value));
  /** From the best to the worst, whatever the order of the table. */
  readonly ranked = computed(() => sortRuns(this.summaries.value, this.columns.value, bestFirst(this.columns.value)));
  readonly axes = computed<readonly SweptAxis[]>(() => axesOf(this.summaries.value, this.columns.value));
  /** Folders of those that all brushes let through. */
  readonly through = computed<ReadonlySet<string>>(() => {
    const brushed = this.axes.value.flatMap((axis) => {
      const brush = this.brushes.value.get(axis.name);
      return brush ? [{ axis, brush }] : [];
    });
    const passes = ({ folder }: RunSummary) =>
      brushed.every(({ axis, brush: [from, to] }) => {
        const at = axis.shares.get(folder) ?? Number.NaN;
        return at >= from && at <= to;
      });
    return new Set(this.summaries.value.filter(passes).map(({ folder }) => folder));
  });
  /** What a run is judged by, where that is known: the column that the best have least of, or most. */
  readonly objective = computed(() => objectiveOf(this.columns.value));

  constructor(private readonly comparison: Comparison) {
    this.kept = comparison.kept.keep('ranking', KEPT);
  }

  /** By this column; where it is by this already, the other way round. */
  readonly sortBy = (by: string): void => {
    const { by: before, descending } = this.order.peek();
    const first = by === 'accuracy';
    this.kept.change({ order: { by, descending: by === before ? !descending : first } });
  };

  readonly brush = (axis: string, brush: Brush | undefined): void => {
    const brushes = new Map(this.brushes.peek());
    if (brush) brushes.set(axis, brush);
    else brushes.delete(axis);
    this.brushes.value = brushes;
  };

  readonly clearBrushes = (): void => {
    this.brushes.value = new Map();
  };
}
