// What the run's model writes: on from a text, or for a label.
import { signal } from '@preact/signals';
import type { Generation, GenerationOptions } from '../../../../../src/engine/results';
import { GenerationStore } from '../../../../components/generationStore';
import { handedDown } from '../../../../components/handedDown';
import type { RunPanel } from '../../runPanel';
import type { Given } from '../../tab';

export class GenerationModel extends GenerationStore {
  readonly generation = signal<Generation>();
  readonly forLabel: boolean;
  /** Of a model that writes for a label: those that it knows. */
  readonly labels = signal<readonly string[]>([]);
  readonly #labelsRead: Promise<void>;

  /** @param last as generated last */
  constructor(
    private readonly panel: RunPanel,
    last: GenerationOptions,
  ) {
    super(panel, 'continuations', last);
    this.forLabel = panel.run.words.peek().begins === 'label';
    this.#labelsRead = this.forLabel ? this.writing.attempt(() => this.#readLabels()) : Promise.resolve();
  }

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
