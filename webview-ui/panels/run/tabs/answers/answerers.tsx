// For each kind of question that a text is put to a model as: how it is asked, its settings, and the picture of its answer.

import type { ComponentType } from 'preact';
import { gapsIn } from '../../../../../src/protocol/gap';
import type { TaskWords } from '../../../../../src/protocol/taskWords';
import type { Attending } from '../../../../components/question';
import type { AnswersModel } from './answersModel';
import { Classified } from './classified';
import { Filled } from './filled';
import { FillSettings, TranslationSettings } from './settings';
import { Tagged } from './tagged';
import { Translated } from './translated';

export interface Answered {
  /** Characters that the model never saw. */
  readonly unknown: readonly string[];
  readonly View: ComponentType;
}

export interface Answerer {
  readonly Settings?: ComponentType;
  answer(model: AnswersModel, text: string, attending: Attending): Promise<Answered>;
}

export const ANSWERERS: Readonly<Record<NonNullable<TaskWords['question']>['kind'], Answerer>> = {
  classify: {
    async answer({ panel }, text, attending) {
      const classifications = await panel.ask('classify', { texts: linesOf(text) }, attending);
      return { unknown: unknownIn(classifications), View: () => <Classified classifications={classifications} /> };
    },
  },
  fill: {
    Settings: FillSettings,
    async answer({ panel, fill }, text, attending) {
      const fillings = await panel.ask('fill', { ...aroundGap(text), ...fill.peek() }, attending);
      return { unknown: fillings.unknown, View: () => <Filled fillings={fillings} /> };
    },
  },
  translate: {
    Settings: TranslationSettings,
    async answer({ panel, translation }, text, attending) {
      const translations = await panel.ask('translate', { sources: linesOf(text), ...translation.peek() }, attending);
      return { unknown: unknownIn(translations), View: () => <Translated translations={translations} /> };
    },
  },
  tag: {
    async answer({ panel }, text, attending) {
      const tagging = await panel.ask('tag', { text }, attending);
      return { unknown: tagging.unknown, View: () => <Tagged tagging={tagging} /> };
    },
  },
};

function aroundGap(text: string): { readonly before: string; readonly after: string } {
  const [gap] = gapsIn(text);
  if (!gap) throw new Error('There is no gap in this text: write ____ where something is missing.');
  return { before: text.slice(0, gap.start), after: text.slice(gap.end) };
}

const unknownIn = (all: readonly { readonly unknown: readonly string[] }[]): string[] => [
  ...new Set(all.flatMap(({ unknown }) => unknown)),
];

/** Each line is a text of its own. */
const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
