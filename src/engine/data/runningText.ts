/** Running text in which something is learned at each character: its symbols, a part of it held out, streams. */

import type { Experiment } from '../experimentSchema';
import { cut, named, unitWords } from '../text/units';
import { CHANCE, type Chance } from './chance';
import type { Dataset } from './dataset';
import type { HeldOut, HeldOutText } from './heldOut';
import { type Kept, keptUnits } from './keptUnits';
import { DataError } from './material';
import { Streams } from './streams';
import { Vocabulary } from './vocabulary';

export interface RunningTextSettings {
  readonly batch: number;
  readonly window: number;
  readonly validation: number;
}

export interface RunningTextData extends Dataset {
  readonly train: Streams;
}

/** The vocabulary of a run, and how one that is resumed uses chance. */
export type KnownUnits = Kept & { readonly chance?: Chance };

/** UTF-16 units of a first word. */
const LONGEST_OPENING = 100;

/** The vocabulary of a text, as much of it as is kept. */
export function unitsOf(text: string, settings: Pick<Experiment, 'units' | 'vocabulary'>): Kept {
  const { units, vocabulary } = settings;
  if (units === 'characters' && vocabulary === 0) return { vocabulary: Vocabulary.of(text), notes: [] };
  return keptUnits([named(cut(text, units), units)], settings, 'the text');
}

/**
 * @param columns what is read and what is predicted at each place of a text, by the name of the graph's input
 * @param heldOutText the part of a text from a character on
 * @throws DataError if the text has fewer than two characters
 */
export function runningTextData(
  text: string,
  { batch, window, validation }: RunningTextSettings,
  { vocabulary, notes: kept, chance = CHANCE }: KnownUnits,
  columns: (tokens: Uint32Array) => Readonly<Record<string, Uint32Array>>,
  heldOutText: (tokens: Uint32Array, from: number) => Pick<HeldOutText, 'columns' | 'from'>,
): RunningTextData {
  const read = vocabulary.encode(text);
  const { tokens } = read;
  const { one, many } = unitWords(vocabulary.units);
  if (tokens.length === 0)
    throw new DataError('The text is empty. Train on a file with at least two characters; a few thousand make it interesting.');
  if (tokens.length === 1)
    throw new DataError(`The text has one ${one}, so there is no next ${one} to learn. Train on a file with at least two ${many}.`);
  const parts = runningTextParts(tokens, validation);
  const [trainCharacters, heldOut] = [parts.train.length, parts.held.length];
  const notes = [...kept];
  if (validation > 0 && heldOut === 0) notes.push('The text is too short to hold a part of it out: there is no validation loss.');
  const train = new Streams(columns(parts.train), batch, window);
  if (train.batch < batch || train.window < window) {
    notes.push(
      `The text is short: trained with ${train.batch} ${train.batch === 1 ? 'stream' : 'streams'} of windows of ${train.window} ${train.window === 1 ? one : many}.`,
    );
  }
  const judged = (): HeldOut => {
    if (chance === 1) return { kind: 'batches', batches: new Streams(columns(parts.held), batch, window) };
    const judged = heldOutText(tokens, trainCharacters);
    const unknown = vocabulary.unknown === undefined ? read.unknownAt.map((at) => at - trainCharacters + judged.from) : [];
    return { kind: 'text', ...judged, unknown: new Set(unknown) };
  };
  return {
    vocabulary,
    targets: vocabulary.characters,
    labels: [],
    train,
    ...(heldOut > 0 && { validation: judged() }),
    trainCharacters,
    validationCharacters: heldOut,
    notes,
    opening: cut(text.slice(0, LONGEST_OPENING), vocabulary.units)[0] ?? '',
    shown: [],
  };
}

/** What is trained on, and the end that is held out: nothing, where not two characters would be left on either side. */
export function runningTextParts(tokens: Uint32Array, validation: number): { readonly train: Uint32Array; readonly held: Uint32Array } {
  const held = Math.floor(tokens.length * validation);
  const from = tokens.length - (held >= 2 && tokens.length - held >= 2 ? held : 0);
  return { train: tokens.subarray(0, from), held: tokens.subarray(from) };
}
