/** A training file that cannot be trained on, in words that say what to do about it. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}
