/** A file of weights cannot be used. The message says why in the user's words, and the way out. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';

  /** `expected` and `found` name tensors and shapes, where the error is a difference between the two. */
  constructor(
    message: string,
    readonly expected: readonly string[] = [],
    readonly found: readonly string[] = [],
  ) {
    super(message);
  }
}

/** How a message begins where the bytes themselves are wrong. */
export const DAMAGED = 'This is not a safetensors file, or it is damaged: ';
