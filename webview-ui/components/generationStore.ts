// How the next characters are drawn, and the text to go on from, which is kept over a reload: the same in all panels that have models write.
import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { GenerationOptions } from '../../src/engine/results';
import type { Kept } from './keptState';
import type { PanelStore } from './panelStore';
import { Question, type Selecting } from './question';

const KEPT = { prompt: z.catch(z.string(), '') };

export abstract class GenerationStore {
  readonly #kept: Kept<{ readonly prompt: string }>;
  readonly options;
  readonly writing: Question;

  /** @param name of what is kept @param last as generated last */
  constructor(panel: PanelStore & Selecting, name: string, last: GenerationOptions) {
    this.#kept = panel.kept.keep(name, KEPT);
    this.writing = new Question(panel);
    this.options = signal<GenerationOptions>({ ...last, prompt: this.#kept.peek().prompt });
  }

  readonly change = (changes: Partial<GenerationOptions>): void => {
    this.options.value = { ...this.options.peek(), ...changes };
    if (changes.prompt !== undefined) this.#kept.change({ prompt: changes.prompt });
  };

  abstract readonly generate: () => Promise<void>;

  readonly promptFromSelection = (): Promise<void> =>
    this.writing.takeSelection(
      ({ text: prompt }) => this.change({ prompt }),
      'Nothing is selected and nothing stands before the cursor. Type a beginning here.',
    );
}
