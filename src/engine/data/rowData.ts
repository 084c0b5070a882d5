/** Tasks on rows, and running text cut into them: pairs → a part held out → symbols → examples → batches. */
import type { Experiment, Rule } from '../experimentSchema';
import { restore, takeAway } from '../tasks/tag/rule';
import { DataError } from './dataError';
import type { Dataset } from './dataset';
import { type Example, ExampleReader } from './example';
import { holdOut, type Parts } from './holdOut';
import type { Row } from './material';
import { cutEvery, type Pair, pairsOf } from './pairs';
import { RowBatches } from './rowBatches';
import type { Symbols } from './symbols';
import { Vocabulary } from './vocabulary';

/** Rows shown as samples. */
const SHOWN = 3;

/** @param known of a run that is resumed. @throws DataError where there is nothing to learn */
export function rowData(experiment: Experiment, rows: readonly Row[], known?: Symbols): Dataset {
  const { task, window, validation, seed } = experiment;
  const { pairs, notes } = pairsOf(task, rows, window);
  const symbols = known ?? symbolsIn(experiment, pairs);
  return prepare(experiment, holdOut(pairs, validation, seed, isLabelled(experiment)), symbols, notes);
}

/** Running text without its case, accents or punctuation, in windows; its end is held out. @throws DataError */
export function tagTextData(experiment: Experiment, rule: Rule, text: string, known?: Symbols): Dataset {
  const pairs = ruledPairs(rule, text, experiment.window);
  if (pairs.every(({ input, target }) => target.every((tag, index) => tag === (rule === 'punctuation' ? '' : input[index]))))
    throw new DataError(`There is no ${inWords(rule)} in this text that could be learned.`);
  const kept = pairs.length - Math.floor(pairs.length * experiment.validation);
  const symbols = known ?? symbolsIn(experiment, pairs);
  return prepare(experiment, { train: pairs.slice(0, kept), held: pairs.slice(kept) }, symbols, []);
}

/** The text as rows of a window each. @throws DataError where nothing is left of it */
export function ruledPairs(rule: Rule, text: string, window: number): Pair[] {
  const { characters, tags } = takeAway(rule, text);
  if (characters.length === 0) throw new DataError('There is nothing in this text to tag. Train on a file with a few thousand characters.');
  const targets = cutEvery(tags, window);
  return cutEvery(characters, window).map((input, part) => {
    const target = targets[part] as string[];
    return { row: { input: input.join(''), target: restore(rule, input, target) }, input, target };
  });
}

function prepare(experiment: Experiment, { train, held }: Parts, symbols: Symbols, before: readonly string[]): Dataset {
  const { task, batch, seed, validation } = experiment;
  const reader = new ExampleReader(task, symbols);
  const notes = [...before];
  if (validation > 0 && held.length === 0) notes.push('There are too few rows to hold some of them out: there is no validation loss.');
  const examplesOf = (pairs: readonly Pair[]): Example[] => pairs.filter((pair) => reader.knows(pair)).map((pair) => reader.read(pair));
  const [trained, validated] = [examplesOf(train), examplesOf(held)];
  if (reader.unknownTargets.length > 0)
    notes.push(`This model never saw, and cannot learn now: ${reader.unknownTargets.slice(0, 10).join(', ')}.`);
  if (trained.length === 0) throw new DataError('No row is left to train on.');
  return {
    ...symbols,
    train: new RowBatches(trained, batch, seed),
    ...(validated.length > 0 && { validation: new RowBatches(validated, batch) }),
    trainCharacters: charactersIn(train, experiment),
    validationCharacters: charactersIn(held, experiment),
    rows: { train: train.length, validation: held.length },
    notes,
    opening: '',
    examples: spread(held.length > 0 ? held : train).map(({ row }) => row),
  };
}

/** @throws DataError where there is nothing to choose between */
function symbolsIn(experiment: Experiment, pairs: readonly Pair[]): Symbols {
  const vocabulary = Vocabulary.of(pairs.map(({ input }) => input.join('')).join(''));
  const targets = [...new Set(pairs.flatMap(({ target }) => target))].sort();
  switch (experiment.task) {
    case 'generate-from-label':
      return { vocabulary, targets: vocabulary.characters, labels: targets };
    case 'translate':
      return { vocabulary, targets: Vocabulary.of(targets.join('')).characters, labels: [] };
    case 'classify':
      requireClasses(targets, pairs.length, experiment);
      return { vocabulary, targets, labels: [] };
    default:
      return { vocabulary, targets, labels: [] };
  }
}

function requireClasses(labels: readonly string[], rows: number, { inputColumn, targetColumn }: Experiment): void {
  if (labels.length === 1)
    throw new DataError(`Every row has the label “${labels[0]}”, so there is nothing to tell apart. Train on rows of two labels or more.`);
  if (labels.length === rows && rows > 2)
    throw new DataError(
      `Each of the ${rows} rows has a label of its own, and none can be learned. Is the label in column ${inputColumn}, and not in column ${targetColumn}?`,
    );
}

function isLabelled({ task }: Experiment): boolean {
  return task === 'classify' || task === 'generate-from-label';
}

/** Of both columns; of running text, which is only one, those of the text. */
function charactersIn(pairs: readonly Pair[], { rule }: Experiment): number {
  if (rule !== undefined) return pairs.reduce((sum, { row }) => sum + [...row.target].length, 0);
  return pairs.reduce((sum, { input, target }) => sum + input.length + target.length, 0);
}

/** From all over the rows. */
function spread<Item>(items: readonly Item[]): Item[] {
  const count = Math.min(SHOWN, items.length);
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as Item);
}

function inWords(rule: Rule): string {
  return rule === 'case' ? 'upper case' : rule === 'accents' ? 'accent' : 'punctuation';
}
