/** A training file that cannot be trained on. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}
