/** Rows, and running text cut into them: pairs → a part held out → symbols → examples → batches. */
import type { Experiment } from '../experimentSchema';
import type { FromRows } from '../tasks/task';
import { listedUnits } from '../text/characterNames';
import type { Dataset } from './dataset';
import { type Example, ExampleReader } from './example';
import { holdOut, type Parts } from './holdOut';
import { DataError, type Row } from './material';
import { type Pair, pairsOf } from './pairs';
import { RowBatches } from './rowBatches';
import type { Known, SymbolsFound } from './symbols';

/** Labels, tags or characters in a sentence. */
const MOST_NAMED = 10;
/** Rows shown as samples. */
const SHOWN = 3;

/** @param known of a run that is resumed. @throws DataError where there is nothing to learn */
export function rowData(learning: FromRows, experiment: Experiment, rows: readonly Row[], known?: Known): Dataset {
  const { validation, seed } = experiment;
  const { pairs, notes } = pairsOf(learning, rows, experiment);
  const { notes: kept = [], ...symbols }: Known & SymbolsFound = known ?? learning.symbols(pairs, experiment);
  const characters = ({ input, target }: Pair) => input.length + target.length;
  return pairData(holdOut(pairs, validation, seed, learning.labelled), experiment, symbols, {
    ...learning,
    characters,
    notes: [...notes, ...kept],
  });
}

interface PairReading {
  /** Undefined where the network knows nothing of its like. */
  example(reader: ExampleReader, pair: Pair): Example | undefined;
  /** Of a pair, as they are counted. */
  characters(pair: Pair): number;
  /** What was passed over before. */
  readonly notes: readonly string[];
}

/** @throws DataError where no pair is left to train on */
export function pairData(
  { train, held }: Parts,
  { batch, seed, validation }: Experiment,
  { chance, ...symbols }: Known,
  { example, characters, notes: before }: PairReading,
): Dataset {
  const reader = new ExampleReader(symbols);
  const notes = [...before];
  if (validation > 0 && held.length === 0) notes.push('There are too few rows to hold some of them out: there is no validation loss.');
  const examplesOf = (pairs: readonly Pair[]): Example[] => pairs.flatMap((pair) => example(reader, pair) ?? []);
  const [trained, validated] = [examplesOf(train), examplesOf(held)];
  if (reader.unknownTargets.length > 0)
    notes.push(`This model never saw, and cannot learn now: ${listedUnits(reader.unknownTargets, MOST_NAMED)}.`);
  if (trained.length === 0) throw new DataError('No row is left to train on.');
  const sayable = validated.some(({ targets }) => targets.some((target) => target >= 0));
  if (validated.length > 0 && !sayable) notes.push('The model can say nothing of what was held out: there is no validation loss.');
  const charactersIn = (pairs: readonly Pair[]) => pairs.reduce((sum, pair) => sum + characters(pair), 0);
  return {
    ...symbols,
    train: new RowBatches(trained, batch, seed, chance),
    ...(sayable && { validation: { kind: 'batches', batches: new RowBatches(validated, batch) } }),
    trainCharacters: charactersIn(train),
    validationCharacters: charactersIn(held),
    rows: { train: train.length, validation: held.length },
    notes,
    opening: '',
    shown: spread(held.length > 0 ? held : train).map(({ row }) => row),
  };
}

/** From all over the rows. */
function spread<Item>(items: readonly Item[]): Item[] {
  const count = Math.min(SHOWN, items.length);
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as Item);
}
