/**
 * What backends need of the machine beyond JavaScript and WebAssembly: `node/` and `web/` fulfil it, and nothing else in
 * this room knows on which of them it runs.
 */
export interface Platform {
  /** Logical processors. */
  readonly processors: number;
  /** How many threads a device may use, where that is said; else it uses as many as are useful. */
  readonly threads?: number;
  /** Starts a thread. `program` is a script that sets `onmessage` and answers each message by one of its own, with `postMessage`. */
  openThread(program: string, name: string, events: ThreadEvents): Thread;
  /** Absent where vectors cannot be joined. */
  readonly wideVectors?: WideVectors;
  /** Hands back to the system what is no longer needed, where the machine lets itself be told. */
  collectGarbage?(): void;
  /** Lets messages in that have arrived. */
  pause(): Promise<void>;
  /** Sees to it that `navigator.gpu` is there. @throws an Error that says why it cannot be */
  provideGpu(): Promise<void>;
}

export interface Thread {
  postMessage(message: unknown): void;
  /** Ends it, whatever it is doing. */
  close(): void;
}

export interface ThreadEvents {
  /** The thread has answered one more message. */
  answered(): void;
  /** It ended, and was not closed. */
  gone(reason: Error): void;
}

/** V8's experiment of carrying out two neighbouring 128-bit operations as one of 256 bits. It holds for the whole process. */
export interface WideVectors {
  switch(on: boolean): void;
  /** What is compiled during the action goes to the optimizing compiler at once, which alone joins vectors. */
  optimizing<Result>(action: () => Promise<Result>): Promise<Result>;
}
