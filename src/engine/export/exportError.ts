/** A run cannot be written in a format. The message says why in the user's words, and the way out. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
