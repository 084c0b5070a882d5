/** The text or the rows cannot be learned from; the message says why and what would do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
