/** What became of the symbols of given weights, for people: told before training starts. */
import type { Experiment } from '../experimentSchema';
import type { Learning } from '../tasks/task';
import { learningOf } from '../tasks/tasks';
import { listedUnits } from '../text/characterNames';
import { UNKNOWN, unitWords } from '../text/units';
import type { GivenWeights } from './givenWeights';
import type { Receiver } from './receiver';
import { type Kind, type Rows, type SymbolRows, sameSymbols, symbolsIn } from './symbolRows';

/** Whole sentences. */
export function carriedNotes(given: GivenWeights, rows: SymbolRows, { experiment, own }: Receiver): string[] {
  const kinds = kindsOf(rows, experiment);
  const matched = kinds.filter(([kind]) => rows[kind].known).map(([kind, words]) => counted(rows[kind], new Set(own[kind]), words));
  const assumed = kinds.filter(([kind]) => !rows[kind].known).map(([kind, words]) => ends(rows[kind], words));
  return [
    ...(matched.length > 0 ? [`Started from ${given.name}: ${matched.join('; ')}.`] : []),
    ...(assumed.length > 0
      ? [
          `${given.name} does not say what its rows stand for. It has as many as are needed, so they are taken in order of code points: ${assumed.join('; ')}. If they are others, give its vocabulary (--init-vocabulary).`,
        ]
      : []),
    ...otherEquations(given, experiment),
  ];
}

/** What there is to tell of, and what it is called: once, where the same is read and told apart. */
function kindsOf({ vocabulary, targets, labels }: SymbolRows, experiment: Experiment): (readonly [Kind, string])[] {
  const { many } = unitWords(experiment.units);
  const alike = sameSymbols(vocabulary.from, targets.from) && sameSymbols(vocabulary.to, targets.to);
  const { read, written } = wordsFor(learningOf(experiment), many);
  return [
    ['vocabulary', alike ? many : read],
    ...(alike ? [] : [['targets', written] as const]),
    ...(labels.to.length > 0 ? [['labels', 'labels'] as const] : []),
  ];
}

/** What is read and what is told apart is called, where these differ. */
function wordsFor(learning: Learning, many: string): { readonly read: string; readonly written: string } {
  if (learning.from === 'text') return { read: many, written: 'symbols that are told apart' };
  const { labelled, aligned, columns } = learning;
  if (labelled) return { read: many, written: `${columns.target}s` };
  if (aligned) return { read: many, written: 'tags' };
  return { read: `${many} of a ${columns.input}`, written: `${many} of a ${columns.target}` };
}

/** "of its 30 characters 27 matched, 3 added (ä, ö, ü) and 3 dropped (q, x, z)" */
function counted({ from, to }: Rows, own: ReadonlySet<string>, words: string): string {
  const [before, now] = [symbolsIn(from), symbolsIn(to)];
  const [inBefore, inNow] = [new Set(before), new Set(now)];
  const matched = now.filter((name) => inBefore.has(name));
  const kept = matched.filter((name) => !own.has(name));
  const added = now.filter((name) => !inBefore.has(name));
  const dropped = before.filter((name) => !inNow.has(name));
  const each = (count: readonly string[], what: string) =>
    count.length === 0 ? [] : [`${grouped(count.length)} ${what} (${listedUnits(count)})`];
  const parts = [
    `${grouped(matched.length - kept.length)} matched`,
    ...each(kept, 'kept that are not in what is learned now'),
    ...each(added, 'added'),
    ...each(dropped, 'dropped'),
  ];
  if (kept.length + added.length + dropped.length === 0) return `all of its ${grouped(before.length)} ${words} matched`;
  return `of its ${grouped(before.length)} ${words} ${parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`}`;
}

const grouped = (count: number) => count.toLocaleString('en');

/** "of its 30 characters the first is a and the last z" */
function ends({ to }: Rows, words: string): string {
  const symbols = symbolsIn(to).filter((name) => name !== UNKNOWN);
  return `of its ${grouped(symbols.length)} ${words} the first is ${listedUnits(symbols.slice(0, 1))} and the last ${listedUnits(symbols.slice(-1))}`;
}

function otherEquations({ checkpoint }: GivenWeights, { cell, cellSource }: Experiment): string[] {
  if (!checkpoint || cellSource === '' || cellSource === checkpoint.cellSource) return [];
  return [`The equations of ${cell} are not those that the weights were learned with: training goes on with them as they are now.`];
}
