// What to generate and what came of it.
import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { Generation, GenerationOptions } from '../../../../../src/engine/results';
import { handedDown } from '../../../../components/handedDown';
import type { Kept } from '../../../../components/keptState';
import { Question } from '../../../../components/question';
import type { RunPanel } from '../../runPanel';
import type { Given } from '../../tab';

/** The text to go on from is kept over a reload. */
const VIEW = { prompt: z.catch(z.string(), '') };

export class GenerationModel {
  readonly #view: Kept<{ readonly prompt: string }>;
  readonly options;
  readonly generation = signal<Generation>();
  readonly writing: Question;
  readonly forLabel: boolean;
  /** Of a model that writes for a label: those that it knows. */
  readonly labels = signal<readonly string[]>([]);
  readonly #labelsRead: Promise<void>;

  /** @param last as generated last */
  constructor(
    private readonly panel: RunPanel,
    last: GenerationOptions,
  ) {
    this.#view = panel.kept.keep('continuations', VIEW);
    this.writing = new Question(panel);
    this.forLabel = panel.run.words.peek().begins === 'label';
    this.options = signal<GenerationOptions>({ ...last, prompt: this.#view.peek().prompt });
    this.#labelsRead = this.forLabel ? this.writing.attempt(() => this.#readLabels()) : Promise.resolve();
  }

  readonly change = (changes: Partial<GenerationOptions>): void => {
    this.options.value = { ...this.options.peek(), ...changes };
    if (changes.prompt !== undefined) this.#view.change({ prompt: changes.prompt });
  };

  /** A text to go on from, or a label to write for. */
  async generateFor(given: Given): Promise<void> {
    await this.#labelsRead;
    if (!('label' in given || 'text' in given)) return;
    this.change('label' in given ? { label: given.label } : { prompt: given.text });
    if ('label' in given || given.text !== '') await this.generate();
  }

  readonly generate = async (): Promise<void> => {
    if (this.writing.busy.peek()) return;
    await this.writing.ask(
      (attending) => this.panel.ask('generate', this.options.peek(), attending),
      (written) => {
        this.generation.value = written;
      },
    );
  };

  readonly promptFromSelection = (): Promise<void> =>
    this.writing.takeSelection(
      ({ text: prompt }) => this.change({ prompt }),
      'Nothing is selected and nothing stands before the cursor. Type a beginning here.',
    );

  /** A model for labels begins with its first. */
  async #readLabels(): Promise<void> {
    if (this.panel.run.summary.peek()?.hasCheckpoint === false) return;
    const labels = await this.panel.ask('labels', {});
    const [label] = labels;
    this.labels.value = labels;
    this.options.value = { ...this.options.peek(), prompt: '', ...(label === undefined ? {} : { label }) };
  }
}

export const [withGeneration, useGeneration] = handedDown<GenerationModel>('generation');
