/** Running text in which each character is learned: from those before it (language-model), or from those on both sides (infill). */
import { DataError } from './dataError';
import type { Dataset } from './dataset';
import type { Row } from './material';
import { cutEvery } from './pairs';
import { Streams } from './streams';
import { Vocabulary } from './vocabulary';

const GAPS = 3;
/** Characters of a sample. */
const PASSAGE = 80;

interface Settings {
  readonly batch: number;
  readonly window: number;
  readonly validation: number;
}

export interface RunningTextData extends Dataset {
  readonly train: Streams;
  readonly validation?: Streams;
}

/**
 * @param vocabulary of a run that is resumed; otherwise the text's own
 * @throws DataError if the text has fewer than two characters
 */
export function languageModelData(text: string, settings: Settings, vocabulary = Vocabulary.of(text)): RunningTextData {
  return runningTextData(text, settings, vocabulary, (tokens) => ({
    tokens: tokens.subarray(0, tokens.length - 1),
    targets: tokens.subarray(1),
  }));
}

/** Stands for the characters that are missing, in the samples of infill. */
export const GAP = '____';

/** At each character: the one before it, and the one after it. The boundary stands beyond both ends. @throws DataError as above */
export function infillData(text: string, settings: Settings, vocabulary = Vocabulary.of(text)): RunningTextData {
  const data = runningTextData(text, settings, vocabulary, (tokens) => {
    const padded = new Uint32Array(tokens.length + 2).fill(vocabulary.boundary);
    padded.set(tokens, 1);
    return { tokens: padded.subarray(0, tokens.length), after: padded.subarray(2), targets: tokens };
  });
  return { ...data, examples: gaps([...text].slice(data.validation ? data.trainCharacters : 0)) };
}

/** Passages, each with a word in its middle missing. */
function gaps(characters: readonly string[]): Row[] {
  const passages = cutEvery(characters.slice(0, GAPS * PASSAGE), PASSAGE).map((part) => part.join(''));
  return passages.flatMap((passage) => {
    const words = [...passage.matchAll(/[\p{L}\p{N}]{1,8}/gu)];
    const word = words[Math.floor(words.length / 2)];
    if (!word || passage.includes(GAP)) return [];
    const [before, after] = [passage.slice(0, word.index), passage.slice(word.index + word[0].length)];
    return [{ input: before + GAP + after, target: word[0] }];
  });
}

function runningTextData(
  text: string,
  { batch, window, validation }: Settings,
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
  const held = Math.floor(tokens.length * validation);
  const heldOut = held >= 2 && tokens.length - held >= 2 ? held : 0;
  const trainCharacters = tokens.length - heldOut;
  const notes: string[] = [];
  if (validation > 0 && heldOut === 0) notes.push('The text is too short to hold a part of it out: there is no validation loss.');
  const train = new Streams(columns(tokens.subarray(0, trainCharacters)), batch, window);
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
    ...(heldOut > 0 && { validation: new Streams(columns(tokens.subarray(trainCharacters)), batch, window) }),
    trainCharacters,
    validationCharacters: heldOut,
    notes,
    opening: vocabulary.decode(tokens.subarray(0, 1)),
    examples: [],
  };
}
