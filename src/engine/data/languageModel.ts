/**
 * The language-model task: contiguous streams of text, read in windows (DESIGN §4).
 *
 * With N symbols, batch B and window T: L = ⌊(N − 1) / B⌋; stream b covers symbols b·L … b·L + L; update k feeds
 * symbols b·L + k·T … + T − 1 of each stream, with targets shifted by one; an epoch has ⌊L / T⌋ updates.
 */
import { Vocabulary } from './vocabulary';

/** The text cannot be learned from; the message says why and what would do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Inputs and targets of one window, time-major: element t·B + b. */
export interface Window {
  readonly tokens: Float32Array;
  readonly targets: Float32Array;
}

export class Streams {
  readonly batch: number;
  readonly window: number;
  private readonly length: number;

  /** Batch and window shrink where the text is too short for them; both stay as they are otherwise. */
  constructor(
    private readonly symbols: Uint32Array,
    batch: number,
    window: number,
  ) {
    const targets = symbols.length - 1;
    this.batch = Math.max(1, Math.min(batch, Math.floor(targets / window)));
    this.length = Math.floor(targets / this.batch);
    this.window = Math.min(window, this.length);
  }

  get windows(): number {
    return Math.floor(this.length / this.window);
  }

  get(index: number): Window {
    const { batch, window } = this;
    const tokens = new Float32Array(window * batch);
    const targets = new Float32Array(window * batch);
    for (let b = 0; b < batch; b++) {
      const start = b * this.length + index * window;
      for (let t = 0; t < window; t++) {
        tokens[t * batch + b] = this.symbols[start + t] as number;
        targets[t * batch + b] = this.symbols[start + t + 1] as number;
      }
    }
    return { tokens, targets };
  }
}

export interface LanguageModelData {
  readonly vocabulary: Vocabulary;
  readonly train: Streams;
  /** Undefined where nothing was held out. */
  readonly validation?: Streams;
  readonly trainCharacters: number;
  readonly validationCharacters: number;
  /** What was adapted to a short text, in whole sentences. */
  readonly notes: readonly string[];
  /** The first characters of the text: the prompt of the samples. */
  readonly opening: string;
}

/**
 * @param vocabulary of a run that is resumed; otherwise the text's own
 * @throws DataError if the text has fewer than two characters
 */
export function languageModelData(
  text: string,
  { batch, window, validation }: { batch: number; window: number; validation: number },
  vocabulary = Vocabulary.of(text),
): LanguageModelData {
  const { tokens } = vocabulary.encode(text);
  if (tokens.length === 0)
    throw new DataError('The text is empty. Train on a file with at least two characters; a few thousand make it interesting.');
  if (tokens.length === 1)
    throw new DataError(
      'The text has one character, so there is no next character to learn. Train on a file with at least two characters.',
    );
  const held = Math.floor(tokens.length * validation);
  const trainCharacters = tokens.length - held;
  const notes: string[] = [];
  const heldOut = held >= 2 && trainCharacters >= 2 ? held : 0;
  if (validation > 0 && heldOut === 0) notes.push('The text is too short to hold a part of it out: there is no validation loss.');
  const train = new Streams(tokens.subarray(0, tokens.length - heldOut), batch, window);
  if (train.batch < batch || train.window < window) {
    notes.push(
      `The text is short: trained with ${train.batch} ${train.batch === 1 ? 'stream' : 'streams'} of windows of ${train.window} ${train.window === 1 ? 'character' : 'characters'}.`,
    );
  }
  return {
    vocabulary,
    train,
    ...(heldOut > 0 && { validation: new Streams(tokens.subarray(tokens.length - heldOut), batch, window) }),
    trainCharacters: tokens.length - heldOut,
    validationCharacters: heldOut,
    notes,
    opening: vocabulary.decode(tokens.subarray(0, 1)),
  };
}
