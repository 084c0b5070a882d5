// What the host is asked and takes its time for: whether it is at work, why it refused, and how to end it.
import { batch, signal } from '@preact/signals';
import type { LinkedText } from '../../../src/protocol/panelProtocol';
import { messageOf, wasCancelled } from '../../components/figures';
import type { RunPanel } from './runPanel';

export class Question {
  readonly busy = signal(false);
  readonly refusal = signal<string>();
  #latest = 0;

  constructor(private readonly panel: RunPanel) {}

  /** A later question overtakes an earlier one, whose answer is then not taken. */
  async ask<T>(question: () => Promise<T>, take: (answer: T) => void): Promise<void> {
    const asked = ++this.#latest;
    batch(() => {
      this.busy.value = true;
      this.refusal.value = undefined;
    });
    await this.attempt(async () => {
      const answer = await question();
      if (asked === this.#latest) take(answer);
    }, asked);
    if (asked === this.#latest) this.busy.value = false;
  }

  /** Ends what is under way; what is shown stays. */
  readonly cancel = (): Promise<void> => this.attempt(() => this.panel.host.cancel());

  /** Takes what is selected in the editor, or says `nothing`. */
  readonly takeSelection = (take: (selected: LinkedText) => unknown, nothing: string): Promise<void> =>
    this.attempt(async () => {
      const selected = await this.panel.selection();
      this.refusal.value = selected.text ? undefined : nothing;
      if (selected.text) await take(selected);
    });

  async attempt(call: () => Promise<unknown>, asked = this.#latest): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (asked === this.#latest) this.refusal.value = wasCancelled(error) ? undefined : messageOf(error);
    }
  }
}
