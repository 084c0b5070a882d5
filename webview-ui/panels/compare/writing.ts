// What each side writes: the same prompt, seed and temperature for all.
import { computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { Continuation, GenerationOptions } from '../../../src/engine/results';
import type { Side } from '../../../src/protocol/compareProtocol';
import type { Kept } from '../../components/keptState';
import { Question } from '../../components/question';
import type { Comparison } from './comparison';

export interface Written {
  readonly side: Side;
  readonly prompt: string;
  readonly continuation: Continuation;
}

const KEPT = { prompt: z.catch(z.string(), '') };

export class Writing {
  readonly kept: Kept<{ readonly prompt: string }>;
  readonly writing: Question;
  readonly options = signal<GenerationOptions>({ prompt: '', length: 300, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 1 });
  readonly written = signal<readonly Written[]>([]);
  /** Those that go on from a text. */
  readonly writers = computed(() =>
    this.comparison.sides.value.filter(({ folder }) => {
      const words = this.comparison.run(folder).words.value;
      return words.tab === 'continuations' && words.begins === 'text';
    }),
  );

  constructor(private readonly comparison: Comparison) {
    this.kept = comparison.keptState.keep('writing', KEPT);
    this.writing = new Question(comparison);
  }

  begin(generation: GenerationOptions): void {
    this.options.value = { ...generation, count: 1, prompt: this.kept.peek().prompt };
  }

  readonly change = (changes: Partial<GenerationOptions>): void => {
    this.options.value = { ...this.options.peek(), ...changes };
    if (changes.prompt !== undefined) this.kept.change({ prompt: changes.prompt });
  };

  readonly write = (): Promise<void> =>
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
