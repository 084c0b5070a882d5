// What is asked and takes its time: whether it is at work, how far it is, why it was refused, and how to end it.
import { batch, signal } from '@preact/signals';
import { wasCancelled } from '../../src/protocol/asking';
import type { LinkedText } from '../../src/protocol/panelProtocol';
import { messageOf } from './figures';

/** For `ask`: what ends a question, and who hears how far it is. */
export interface Attending {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** Where the text that is selected in an editor comes from. */
export interface Selecting {
  selection(): Promise<LinkedText>;
}

export class Work {
  readonly busy = signal(false);
  /** The fraction of the work that is done, where it is known, and the seconds that the rest takes at this speed. */
  readonly progress = signal<{ readonly fraction: number; readonly left: number }>();
  readonly refusal = signal<string>();
  #asked: AbortController | undefined;

  /** A later question ends an earlier one, whose answer is then not taken. */
  async ask<T>(question: (attending: Attending) => Promise<T>, take: (answer: T) => void): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    batch(() => {
      this.busy.value = true;
      this.progress.value = this.refusal.value = undefined;
    });
    const began = performance.now();
    const onProgress = (fraction: number) => {
      const left = ((performance.now() - began) / 1000) * (1 / fraction - 1);
      if (this.#asked === asked) this.progress.value = { fraction, left };
    };
    await this.attempt(async () => {
      const answer = await question({ signal: asked.signal, onProgress });
      if (this.#asked === asked && !asked.signal.aborted) take(answer); // an answer may be on its way when it is cancelled
    });
    if (this.#asked === asked) this.busy.value = false;
  }

  /** Ends what is under way; what is shown stays. */
  readonly cancel = (): void => this.#asked?.abort();

  async attempt(call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (!wasCancelled(error)) this.refusal.value = messageOf(error);
    }
  }
}

/** The same about a text, which may be taken from an editor. */
export class Question extends Work {
  constructor(private readonly panel: Selecting) {
    super();
  }

  /** Takes what is selected in the editor, or says `nothing`. */
  readonly takeSelection = (take: (selected: LinkedText) => unknown, nothing: string): Promise<void> =>
    this.attempt(async () => {
      const selected = await this.panel.selection();
      this.refusal.value = selected.text ? undefined : nothing;
      if (selected.text) await take(selected);
    });
}
