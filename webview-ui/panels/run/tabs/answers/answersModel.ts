// A text that the model is given, and what it answers: labels, fillings, translations or tags, by its task.
import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { Classification, Fillings, FillOptions, Tagging, Translation, TranslationOptions } from '../../../../../src/engine/results';
import type { PanelStart } from '../../../../../src/protocol/panelProtocol';
import { handedDown } from '../../../../components/handedDown';
import type { Kept } from '../../keptState';
import { type Attending, Question } from '../../question';
import type { RunPanel } from '../../runPanel';

export type Answer =
  | { readonly task: 'classify'; readonly classifications: readonly Classification[] }
  | { readonly task: 'infill'; readonly fillings: Fillings }
  | { readonly task: 'translate'; readonly translations: readonly Translation[] }
  | { readonly task: 'tag'; readonly tagging: Tagging };

/** The text to answer to is kept over a reload. */
const VIEW = { ask: z.catch(z.string(), '') };

export class AnswersModel {
  readonly view: Kept<{ readonly ask: string }>;
  readonly answer = signal<Answer>();
  readonly asking: Question;
  readonly translation;
  readonly fill;

  constructor(
    private readonly panel: RunPanel,
    settings: Pick<PanelStart, 'translation' | 'fill'>,
  ) {
    this.view = panel.kept.keep('answers', VIEW);
    this.asking = new Question(panel);
    this.translation = signal<TranslationOptions>(settings.translation);
    this.fill = signal<FillOptions>(settings.fill);
  }

  async askFor(text: string): Promise<void> {
    this.view.change({ ask: text });
    await this.ask();
  }

  readonly ask = async (): Promise<void> => {
    const text = this.view.peek().ask;
    if (this.asking.busy.peek() || text === '') return;
    await this.asking.ask(
      (attending) => this.#answerTo(text, attending),
      (found) => {
        this.answer.value = found ?? this.answer.peek();
      },
    );
  };

  readonly askSelection = (): Promise<void> =>
    this.asking.takeSelection(
      ({ text }) => this.view.change({ ask: text }),
      'Nothing is selected. Select text in an editor, or type some here.',
    );

  async #answerTo(text: string, attending: Attending): Promise<Answer | undefined> {
    const { ask, run } = this.panel;
    const task = run.summary.peek()?.experiment.task;
    if (task === 'classify') return { task, classifications: await ask('classify', { texts: linesOf(text) }, attending) };
    if (task === 'translate') {
      const sources = linesOf(text);
      return { task, translations: await ask('translate', { sources, ...this.translation.peek() }, attending) };
    }
    if (task === 'tag') return { task, tagging: await ask('tag', { text }, attending) };
    if (task === 'infill') return { task, fillings: await this.#fillGap(text, attending) };
    return undefined;
  }

  #fillGap(text: string, attending: Attending): Promise<Fillings> {
    const gap = /_{2,}/.exec(text);
    if (!gap) throw new Error('There is no gap in this text: write ____ where something is missing.');
    const [before, after] = [text.slice(0, gap.index), text.slice(gap.index + gap[0].length)];
    return this.panel.ask('fill', { before, after, ...this.fill.peek() }, attending);
  }
}

/** Each line is a text of its own. */
const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');

export const [AnswersProvider, useAnswers] = handedDown<AnswersModel>('answers');
