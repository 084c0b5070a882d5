/** Any number of runs as one table: settings and results, columns only where they differ, the best first. Pure: the panel and the command line show the same. */
import type { Experiment } from '../engine/experimentSchema';
import type { Table } from './csv';
import type { RunSummary } from './engineProtocol';

/** Of a run, what is compared. */
export type Comparable = Pick<
  RunSummary,
  'name' | 'experiment' | 'status' | 'update' | 'latest' | 'validation' | 'best' | 'parameters' | 'message'
>;

export type ComparedValue = string | number | boolean | undefined;

export interface ComparedColumn<Run extends Comparable = Comparable> {
  /** As `experiment.json` has it, or as a result is called. */
  readonly name: string;
  readonly kind: 'setting' | 'result';
  /** In words, for a head that is narrow and a hint that is not. */
  readonly tells: string;
  readonly of: (run: Run) => ComparedValue;
}

/** What came of a run. */
export const RESULTS = {
  status: { tells: 'How the run stands', of: ({ status }) => (status === 'unlearned' ? 'nothing learned' : status) },
  accuracy: {
    tells: 'Of what was held out, the share that is told right; of the best validation',
    of: ({ best, validation }) => (best ?? validation)?.accuracy,
  },
  validation: {
    tells: 'Loss on what was held out, in nats; of the best validation',
    of: ({ best, validation }) => (best ?? validation)?.loss,
  },
  loss: { tells: 'Loss of the last update, in nats', of: ({ latest }) => latest?.loss },
  update: { tells: 'Updates made', of: ({ update }) => update },
  parameters: { tells: 'Numbers that are learned', of: ({ parameters }) => parameters },
  seconds: { tells: 'Seconds of training', of: ({ latest }) => latest?.elapsed },
} as const satisfies Readonly<Record<string, Pick<ComparedColumn, 'tells' | 'of'>>>;
export type ResultName = keyof typeof RESULTS;

/** What is told even where all are alike. */
const ALWAYS: readonly ResultName[] = ['validation'];

/** Settings in the order of the experiments, then results; only those in which the runs differ. */
export function comparedColumns<Run extends Comparable>(runs: readonly Run[]): readonly ComparedColumn<Run>[] {
  const results = (Object.keys(RESULTS) as ResultName[]).flatMap((name): ComparedColumn<Run>[] => {
    const { tells, of }: Pick<ComparedColumn, 'tells' | 'of'> = RESULTS[name];
    return ALWAYS.includes(name) || differ(runs.map(of)) ? [{ name, kind: 'result', tells, of }] : [];
  });
  return [...differingSettings(runs), ...results];
}

/** Equations are long: that they differ is enough to say, and only where their cells have the same name. */
function differingSettings<Run extends Comparable>(runs: readonly Run[]): ComparedColumn<Run>[] {
  const names = [...new Set(runs.flatMap(({ experiment }) => Object.keys(experiment)))] as (keyof Experiment)[];
  return names.flatMap((name): ComparedColumn<Run>[] => {
    const of = ({ experiment }: Run) => settingValue(experiment[name]);
    if (!differ(runs.map(of))) return [];
    if (name !== 'cellSource') return [{ name, kind: 'setting', tells: `The setting ${name}`, of }];
    if (differ(runs.map(({ experiment }) => experiment.cell))) return [];
    const versions = [...new Set(runs.map(of))];
    return [
      { name: 'equations', kind: 'setting', tells: 'The equations of the cell', of: (run) => `version ${versions.indexOf(of(run)) + 1}` },
    ];
  });
}

function settingValue(value: Experiment[keyof Experiment]): ComparedValue {
  return typeof value === 'object' ? value.join(', ') : value === '' ? undefined : value;
}

const differ = (values: readonly ComparedValue[]): boolean => values.some((value) => !Object.is(value, values[0]));

export interface Order {
  readonly by: string;
  readonly descending: boolean;
}

/** The best first: where labels are told by how many are right, else by the loss on what was held out. */
export function bestFirst(columns: readonly Pick<ComparedColumn, 'name'>[]): Order {
  return columns.some(({ name }) => name === 'accuracy') ? { by: 'accuracy', descending: true } : { by: 'validation', descending: false };
}

/** The column that the best have least of, or most. */
export function objectiveOf<Column extends Pick<ComparedColumn, 'name'>>(columns: readonly Column[]): Column | undefined {
  const { by } = bestFirst(columns);
  return columns.find(({ name }) => name === by);
}

/** What is not known comes last, whichever way; what is equal stays in the order of the names. */
export function sortRuns<Run extends Comparable>(
  runs: readonly Run[],
  columns: readonly ComparedColumn<Run>[],
  { by, descending }: Order,
): readonly Run[] {
  const of = by === 'name' ? ({ name }: Run) => name : (columns.find(({ name }) => name === by)?.of ?? (() => undefined));
  const sign = descending ? -1 : 1;
  return runs.toSorted((a, b) => compareValues(of(a), of(b), sign) || byName(a.name, b.name));
}

function compareValues(a: ComparedValue, b: ComparedValue, sign: 1 | -1): number {
  const [known, other] = [isKnown(a), isKnown(b)];
  if (!known || !other) return Number(other) - Number(known);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * byName(String(a), String(b));
}

const isKnown = (value: ComparedValue): boolean => value !== undefined && !Number.isNaN(value);
/** rates-2 before rates-10. */
const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** For a file: full precision, and empty where nothing is known. */
export function comparisonFile<Run extends Comparable>(runs: readonly Run[], columns: readonly ComparedColumn<Run>[]): Table {
  const cell = (value: ComparedValue) => (typeof value === 'number' ? value : value === undefined ? '' : String(value));
  return {
    columns: ['run', ...columns.map(({ name }) => name), 'reason'],
    rows: runs.map((run) => [run.name, ...columns.map(({ of }) => cell(of(run))), reasonOf(run) ?? '']),
  };
}

/** Why a run is not what was planned. */
export function reasonOf({ status, message }: Comparable): string | undefined {
  return status === 'failed' || status === 'unlearned' || status === 'interrupted' ? message : undefined;
}
