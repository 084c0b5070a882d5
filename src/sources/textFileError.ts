import type { Candidate } from './decodeText';

/** A training file that cannot be trained on, in words that say what to do about it. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}

/** A file that is neither UTF-8 nor UTF-16, with what it would say in other encodings. */
export class EncodingError extends TextFileError {
  constructor(
    message: string,
    readonly file: string,
    readonly candidates: readonly Candidate[],
  ) {
    super(message);
  }
}
