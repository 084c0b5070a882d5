// A value of the table of runs as a person reads it; files have it in full.
import type { ComparedColumn, ComparedValue } from '../../../src/protocol/comparedRuns';
import { duration } from '../../../src/protocol/figures';
import { count, lossShown } from '../../components/figures';

export function valueShown({ name, kind }: Pick<ComparedColumn, 'name' | 'kind'>, value: ComparedValue): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (typeof value !== 'number') return String(value);
  if (kind === 'setting') return String(Number(value.toPrecision(6)));
  if (name === 'accuracy') return `${(100 * value).toFixed(1)} %`;
  if (name === 'seconds') return duration(value);
  return name === 'validation' || name === 'loss' ? lossShown(value, 3) : count(value);
}
