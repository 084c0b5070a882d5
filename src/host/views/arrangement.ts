/** How the list of runs is arranged: which runs pass the filter, in what order, in which groups. Pure; what was chosen is kept by `listSettings.ts`. */
import { plainName } from '../../protocol/aboutRun';
import type { RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { lossOfAnswers, type RunStatus } from '../../protocol/runState';
import { taskWords } from '../../protocol/taskWords';

export const ORDERS = ['newest', 'loss', 'name'] as const;
export type Order = (typeof ORDERS)[number];

/** `experiment`: by the experiment file that runs were trained from, alone or as a sweep. */
export const GROUPINGS = ['none', 'file', 'experiment'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Arranging {
  readonly order: Order;
  readonly grouping: Grouping;
  /** Words that all have to be found in what is told of a run; empty lets all pass. */
  readonly filter: string;
}

export interface Group {
  /** The same as long as the same runs could be in it. */
  readonly key: string;
  readonly label: string;
  readonly runs: readonly RunSummary[];
}

export const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  training: 'training',
  done: 'done',
  stopped: 'stopped',
  interrupted: 'interrupted; can be resumed from its last checkpoint',
  failed: 'failed',
  unlearned: 'nothing learned',
};

/** What a run learned from, as people call it. */
export const sourceOf = ({ experiment: { files } }: Pick<RunSummary, 'experiment'>): string => files.join(', ') || 'Text of an editor';

/** Those that pass the filter, in order. @param runs the latest begun first */
export function arranged(runs: readonly RunSummary[], { order, filter }: Arranging): readonly RunSummary[] {
  const words = wordsOf(filter);
  const passing = words.length === 0 ? runs : runs.filter((run) => hasAll(told(run), words));
  return order === 'newest' ? passing : [...passing].sort(COMPARE[order]);
}

/** Those that pass the filter: by their name, and by being what they are. */
export function passingUnreadable(runs: readonly UnreadableRun[], { filter }: Pick<Arranging, 'filter'>): readonly UnreadableRun[] {
  const words = wordsOf(filter);
  return runs.filter(({ name }) => hasAll(`${name}\ncannot be read`, words));
}

/** Of a file that says what shall be trained; the same for all runs of a sweep. */
export const experimentFileOf = ({ sweep, experimentFile }: RunSummary): string | undefined => sweep?.file ?? experimentFile?.file;

/** In the order of their first runs; by name, in that of their labels. @param runs in order */
export function grouped(runs: readonly RunSummary[], { order, grouping }: Arranging): readonly Group[] {
  const labelOf = grouping === 'experiment' ? (run: RunSummary) => experimentFileOf(run) ?? 'No experiment file' : sourceOf;
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const key = labelOf(run);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  const found = [...groups].map(([key, of]) => ({ key, label: plainName(key), runs: of }));
  return order === 'name' ? found.sort((a, b) => byLetters.compare(a.label, b.label)) : found;
}

/** Of the best of them that has one. */
export function bestLoss(runs: readonly RunSummary[]): number | undefined {
  const best = runs.reduce((least, run) => Math.min(least, sortingLoss(run)), Number.POSITIVE_INFINITY);
  return Number.isFinite(best) ? best : undefined;
}

/** "run-2" before "run-10". */
const byLetters = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const COMPARE = {
  loss: (a: RunSummary, b: RunSummary) => compareNumbers(sortingLoss(a), sortingLoss(b)),
  name: (a: RunSummary, b: RunSummary) => byLetters.compare(a.name, b.name),
} as const;

/** Runs without a loss come last; what is not a number is none. */
function sortingLoss(run: RunSummary): number {
  const loss = lossOfAnswers(run)?.loss;
  return loss === undefined || loss === null || Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}

/** Infinities are equal. */
const compareNumbers = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const wordsOf = (filter: string): readonly string[] => filter.toLowerCase().split(/\s+/).filter(Boolean);

function hasAll(text: string, words: readonly string[]): boolean {
  const letters = text.toLowerCase();
  return words.every((word) => letters.includes(word));
}

/** What a run can be found by. */
function told(run: RunSummary): string {
  const { name, note = '', status, experiment } = run;
  const { model, does } = taskWords(experiment);
  const { task, cell, files, device } = experiment;
  return [name, note, STATUS_WORDS[status], task, model, does, cell, device, ...files, experimentFileOf(run) ?? ''].join('\n');
}
