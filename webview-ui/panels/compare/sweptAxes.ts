// The axes of parallel coordinates: a setting or result each, with where every run is on it.
import type { ComparedColumn, ComparedValue } from '../../../src/protocol/comparedRuns';
import { bestFirst, objectiveOf } from '../../../src/protocol/comparedRuns';
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import { nameShare, type Span } from '../../charts/axes';
import { valueShown } from './valueShown';

export interface SweptAxis {
  readonly name: string;
  readonly span?: Span;
  /** Where it has only a few values, these. */
  readonly marks?: readonly number[];
  readonly names?: readonly string[];
  /** From the bottom, 0 … 1, by the folders of runs; NaN where a run has nothing on it yet. */
  readonly shares: ReadonlyMap<string, number>;
  readonly of: (run: RunSummary) => ComparedValue;
  readonly shown: (value: ComparedValue) => string;
}

/** Settings that say nothing beside others: where a text lies, and what only tells runs apart. */
const NO_AXES: readonly string[] = ['files', 'cellSource', 'init', 'initVocabulary'];
/** Results that are drawn beside the settings, if they differ. */
const RESULTS: readonly string[] = ['seconds'];
/** The greatest value is so many times the least, or more: then equal factors are drawn as equal steps. */
const MANY_TIMES = 8;
/** So many values are marked on an axis one by one. */
const FEW = 6;
/** Of its band, how much the lines at one name spread over. */
const SPREAD = 0.7;

/** Settings in the order of the table, then time, then what the runs are judged by. */
export function axesOf(runs: readonly RunSummary[], columns: readonly ComparedColumn<RunSummary>[]): readonly SweptAxis[] {
  const objective = objectiveOf(columns);
  const settings = columns.filter(({ kind, name }) => kind === 'setting' && !NO_AXES.includes(name));
  const results = columns.filter(
    (column) => RESULTS.includes(column.name) && new Set(runs.map((run) => valueShown(column, column.of(run)))).size > 1,
  );
  return [...settings, ...results, ...(objective ? [objective] : [])].map((column) => axisOf(runs, column, columns));
}

function axisOf(
  runs: readonly RunSummary[],
  column: ComparedColumn<RunSummary>,
  columns: readonly ComparedColumn<RunSummary>[],
): SweptAxis {
  const { name, kind, of } = column;
  const values = runs.map((run) => of(run));
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const shown = (value: ComparedValue) => valueShown(column, value);
  if (kind === 'result' || numbers.length === values.length) {
    const span = spanOf(numbers);
    const distinct = [...new Set(numbers)];
    return {
      name,
      span,
      ...(kind === 'setting' && distinct.length <= FEW && { marks: distinct }),
      shares: new Map(runs.map((run) => [run.folder, shareOf(span, of(run))])),
      of,
      shown,
    };
  }
  const names = [...new Set(values.map(shown))].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return { name, names, shares: spreadOverNames(runs, names, (run) => shown(of(run)), columns), of, shown };
}

/** Logarithmic where the values lie apart by factors. */
export function spanOf(values: readonly number[]): Span {
  const [from, to] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return { from: 0, to: 1 };
  if (from === to) return { from: from - (Math.abs(from) || 1) / 2, to: to + (Math.abs(to) || 1) / 2 };
  return { from, to, ...(from > 0 && to / from >= MANY_TIMES && byFactors(values) && { logarithmic: true }) };
}

/** Whether the middle value lies nearer to the geometric than to the arithmetic mean of the ends. */
function byFactors(values: readonly number[]): boolean {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const [least, most] = [sorted[0] as number, sorted.at(-1) as number];
  const middle = ((sorted[Math.floor((sorted.length - 1) / 2)] as number) + (sorted[Math.ceil((sorted.length - 1) / 2)] as number)) / 2;
  return sorted.length < 3 || Math.abs(Math.log(middle / Math.sqrt(least * most))) < Math.abs(Math.log(middle / ((least + most) / 2)));
}

function shareOf({ from, to, logarithmic }: Span, value: ComparedValue): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return Number.NaN;
  const [low, high, at] = logarithmic ? [Math.log(from), Math.log(to), Math.log(value)] : [from, to, value];
  return (at - low) / (high - low);
}

/** Lines at one name lie beside each other, the best on top: through one point nobody could follow them. */
function spreadOverNames(
  runs: readonly RunSummary[],
  names: readonly string[],
  nameOf: (run: RunSummary) => string,
  columns: readonly ComparedColumn<RunSummary>[],
): ReadonlyMap<string, number> {
  const { by, descending } = bestFirst(columns);
  const objective = columns.find(({ name }) => name === by);
  const worth = (run: RunSummary) => {
    const value = objective?.of(run);
    return typeof value === 'number' && Number.isFinite(value) ? (descending ? value : -value) : Number.NEGATIVE_INFINITY;
  };
  const shares = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    const here = runs.filter((run) => nameOf(run) === name).sort((a, b) => worth(a) - worth(b));
    for (const [place, { folder }] of here.entries()) {
      const within = here.length === 1 ? 0 : place / (here.length - 1) - 0.5;
      shares.set(folder, nameShare(at, names.length) + (within * SPREAD) / names.length);
    }
  }
  return shares;
}
