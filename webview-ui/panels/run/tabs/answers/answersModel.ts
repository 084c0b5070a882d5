// A text that the model is given, and what it answers.
import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { FillOptions, TranslationOptions } from '../../../../../src/engine/results';
import type { PanelStart } from '../../../../../src/protocol/panelProtocol';
import { handedDown } from '../../../../components/handedDown';
import type { Kept } from '../../../../components/keptState';
import { Question } from '../../../../components/question';
import type { RunPanel } from '../../runPanel';
import type { Answered, Answerer } from './answerers';

/** The text to answer to is kept over a reload. */
const VIEW = { ask: z.catch(z.string(), '') };

export class AnswersModel {
  readonly view: Kept<{ readonly ask: string }>;
  readonly answer = signal<Answered>();
  readonly asking: Question;
  readonly translation;
  readonly fill;

  constructor(
    readonly panel: RunPanel,
    /** None for a model that writes. */
    readonly answerer: Answerer | undefined,
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
    const { answerer } = this;
    const text = this.view.peek().ask;
    if (!answerer || this.asking.busy.peek() || text === '') return;
    await this.asking.ask(
      (attending) => answerer.answer(this, text, attending),
      (found) => {
        this.answer.value = found;
      },
    );
  };

  readonly askSelection = (): Promise<void> =>
    this.asking.takeSelection(
      ({ text }) => this.view.change({ ask: text }),
      'Nothing is selected. Select text in an editor, or type some here.',
    );
}

export const [withAnswers, useAnswers] = handedDown<AnswersModel>('answers');
