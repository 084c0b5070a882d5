// What the root stores of all panels have: what is kept over a reload, and why something could not be done.
import { signal } from '@preact/signals';
import { messageOf } from './figures';
import { KeptState } from './keptState';
import type { VsCodePage } from './vscodePage';

export abstract class PanelStore {
  readonly kept: KeptState;
  /** Why something could not be done; shown until the next try. */
  readonly failure = signal<string>();

  constructor(page: Pick<VsCodePage, 'savedState' | 'saveState'>) {
    this.kept = new KeptState(page.savedState(), page.saveState);
  }

  /** Does what the user asked for; a refusal is shown in its own words. */
  async attempt(call: () => Promise<unknown>): Promise<void> {
    this.failure.value = undefined;
    try {
      await call();
    } catch (error) {
      this.failure.value = messageOf(error);
    }
  }
}
