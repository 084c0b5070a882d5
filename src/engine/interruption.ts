/** How long work is ended from outside: whoever asks for it hands over a `stop`, and the work looks at it now and then. */

/** Long work looks at this now and then, and ends when it becomes true. */
export interface Interruption {
  readonly stop: { readonly aborted: boolean };
}

/** Long work that can also be followed. */
export interface Following extends Interruption {
  /** @param fraction of the work that is done: 0…1 */
  readonly progress?: (fraction: number) => void;
  /** Lets messages in, such as the wish to stop: for work that runs on no device, which would not. */
  readonly pause?: () => Promise<void>;
}

/** A part of the work, as it is followed: from one fraction of the whole to another. */
export function partOf({ progress, ...rest }: Following, from: number, to: number): Following {
  return { ...rest, ...(progress && { progress: (fraction) => progress(from + (to - from) * fraction) }) };
}

/** Work was ended because somebody asked. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled.');
  }
}
