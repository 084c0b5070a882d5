// What each side writes: the same prompt, seed and temperature for all.
import { computed, signal } from '@preact/signals';
import type { Continuation, GenerationOptions } from '../../../src/engine/results';
import type { Side } from '../../../src/protocol/compareProtocol';
import { GenerationStore } from '../../components/generationStore';
import type { Comparison } from './comparison';

export interface Written {
  readonly side: Side;
  readonly prompt: string;
  readonly continuation: Continuation;
}

/** Until the host has told what the settings say. */
const ANY: GenerationOptions = { prompt: '', length: 300, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 1 };

export class Writing extends GenerationStore {
  readonly written = signal<readonly Written[]>([]);
  /** Those that go on from a text. */
  readonly writers = computed(() =>
    this.comparison.sides.value.filter(({ folder }) => {
      const words = this.comparison.run(folder).words.value;
      return words.tab === 'continuations' && words.begins === 'text';
    }),
  );

  constructor(private readonly comparison: Comparison) {
    super(comparison, 'writing', ANY);
  }

  /** @param settings one text of each side is compared, and the prompt is the panel's own */
  begin({ prompt: _, ...settings }: GenerationOptions): void {
    this.change({ ...settings, count: 1 });
  }

  readonly generate = (): Promise<void> =>
    this.writing.ask(
      async (attending) => {
        const written: Written[] = [];
        const options = this.options.peek();
        const { prompt } = options;
        for (const side of this.writers.peek()) {
          const { continuations } = await this.comparison.ask(side, 'generate', options, attending);
          for (const continuation of continuations) written.push({ side, prompt, continuation });
        }
        return written;
      },
      (written) => {
        this.written.value = written;
      },
    );
}
