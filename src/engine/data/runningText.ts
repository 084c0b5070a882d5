/** Running text in which something is learned at each character: its symbols, a part of it held out, streams. */

import type { Dataset } from './dataset';
import { DataError } from './material';
import { Streams } from './streams';
import type { Vocabulary } from './vocabulary';

export interface RunningTextSettings {
  readonly batch: number;
  readonly window: number;
  readonly validation: number;
}

export interface RunningTextData extends Dataset {
  readonly train: Streams;
  readonly validation?: Streams;
}

/**
 * @param columns what is read and what is predicted at each place of a text, by the name of the graph's input
 * @throws DataError if the text has fewer than two characters
 */
export function runningTextData(
  text: string,
  { batch, window, validation }: RunningTextSettings,
  vocabulary: Vocabulary,
  columns: (tokens: Uint32Array) => Readonly<Record<string, Uint32Array>>,
): RunningTextData {
  const { tokens } = vocabulary.encode(text);
  if (tokens.length === 0)
    throw new DataError('The text is empty. Train on a file with at least two characters; a few thousand make it interesting.');
  if (tokens.length === 1)
    throw new DataError(
      'The text has one character, so there is no next character to learn. Train on a file with at least two characters.',
    );
  const parts = runningTextParts(tokens, validation);
  const [trainCharacters, heldOut] = [parts.train.length, parts.held.length];
  const notes: string[] = [];
  if (validation > 0 && heldOut === 0) notes.push('The text is too short to hold a part of it out: there is no validation loss.');
  const train = new Streams(columns(parts.train), batch, window);
  if (train.batch < batch || train.window < window) {
    notes.push(
      `The text is short: trained with ${train.batch} ${train.batch === 1 ? 'stream' : 'streams'} of windows of ${train.window} ${train.window === 1 ? 'character' : 'characters'}.`,
    );
  }
  return {
    vocabulary,
    targets: vocabulary.characters,
    labels: [],
    train,
    ...(heldOut > 0 && { validation: new Streams(columns(parts.held), batch, window) }),
    trainCharacters,
    validationCharacters: heldOut,
    notes,
    opening: vocabulary.decode(tokens.subarray(0, 1)),
    shown: [],
  };
}

/** What is trained on, and the end that is held out: nothing, where not two characters would be left on either side. */
export function runningTextParts(tokens: Uint32Array, validation: number): { readonly train: Uint32Array; readonly held: Uint32Array } {
  const held = Math.floor(tokens.length * validation);
  const from = tokens.length - (held >= 2 && tokens.length - held >= 2 ? held : 0);
  return { train: tokens.subarray(0, from), held: tokens.subarray(from) };
}
