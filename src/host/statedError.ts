/** Errors that a user can mend: the message says what is wrong, the actions are the ways out, as buttons. */

export interface Action {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

export class StatedError extends Error {
  override readonly name: string = 'StatedError';

  constructor(
    message: string,
    readonly actions: readonly Action[] = [],
  ) {
    super(message);
  }
}

export const SHOW_LOG: Action = { title: 'Show Log', command: 'unroll.showLog' };

/** The engine process went away while it was needed. */
export class EngineCrashedError extends StatedError {
  override readonly name = 'EngineCrashedError';

  constructor(reason: string) {
    super(`The engine process ended unexpectedly: ${reason}`, [SHOW_LOG]);
  }
}
