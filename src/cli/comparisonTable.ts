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
import { tableLines } from './report/tableLines';
import { grouped, tenths } from './report/words';

/** By default the best first. @returns its lines */
export function comparisonLines(runs: readonly Comparable[], by?: Order): readonly string[] {
  const columns = comparedColumns(runs);
  const sorted = sortRuns(runs, columns, by ?? bestFirst(columns));
  const head = ['run', ...columns.map(({ name }) => (name === 'seconds' ? 'time' : name))];
  const rows = sorted.map((run) => [run.name, ...columns.map((column) => shown(column, column.of(run)))]);
  const numeric = columns.map(({ of }) => sorted.every((run) => typeof of(run) !== 'string'));
  const reasons = sorted.flatMap((run) => (reasonOf(run) === undefined ? [] : [`${run.name}: ${reasonOf(run)}`]));
  const lines = tableLines([head, ...rows], (column) => column > 0 && numeric[column - 1] === true);
  return [...lines, ...(reasons.length > 0 ? ['', ...reasons] : [])];
}

function shown({ name, kind }: Pick<ComparedColumn, 'name' | 'kind'>, value: ComparedValue): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (typeof value !== 'number' || kind === 'setting') return String(value);
  if (name === 'accuracy') return tenths(value);
  if (name === 'seconds') return duration(value);
  return name === 'validation' || name === 'loss' ? value.toFixed(4) : grouped.format(value);
}
