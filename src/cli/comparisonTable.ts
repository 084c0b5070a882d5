/** Runs side by side in a terminal: the best first, columns only where they differ. */

import {
  bestFirst,
  type Comparable,
  type ComparedColumn,
  type ComparedValue,
  comparedColumns,
  type Order,
  reasonOf,
  sortRuns,
} from '../protocol/comparedRuns';
import { duration } from '../protocol/figures';
import { grouped, tenths } from './report/words';

/** By default the best first. @returns its lines */
export function comparisonLines(runs: readonly Comparable[], by?: Order): readonly string[] {
  const columns = comparedColumns(runs);
  const sorted = sortRuns(runs, columns, by ?? bestFirst(columns));
  const head = ['run', ...columns.map(({ name }) => (name === 'seconds' ? 'time' : name))];
  const rows = sorted.map((run) => [run.name, ...columns.map((column) => shown(column, column.of(run)))]);
  const numeric = columns.map(({ of }) => sorted.every((run) => typeof of(run) !== 'string'));
  const widths = head.map((name, at) => Math.max(...[head, ...rows].map((row) => [...(row[at] ?? '')].length), name.length));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at > 0 && numeric[at - 1] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  const reasons = sorted.flatMap((run) => (reasonOf(run) === undefined ? [] : [`${run.name}: ${reasonOf(run)}`]));
  return [line(head), ...rows.map(line), ...(reasons.length > 0 ? ['', ...reasons] : [])];
}

function shown({ name, kind }: Pick<ComparedColumn, 'name' | 'kind'>, value: ComparedValue): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (typeof value !== 'number' || kind === 'setting') return String(value);
  if (name === 'accuracy') return tenths(value);
  if (name === 'seconds') return duration(value);
  return name === 'validation' || name === 'loss' ? value.toFixed(4) : grouped.format(value);
}
