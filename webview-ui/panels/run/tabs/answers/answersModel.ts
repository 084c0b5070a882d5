// A text that the model is given, and what it answers: labels, fillings, translations or tags, by its task.
import { signal } from '@preact/signals';
import type { Classification, Fillings, FillOptions, Tagging, Translation, TranslationOptions } from '../../../../../src/engine/results';
import type { PanelStart } from '../../../../../src/protocol/panelProtocol';
import { host } from '../../host';
import { Question } from '../../question';
import { summary } from '../../runModel';
import { changeView, view } from '../../viewState';

export type Answer =
  | { readonly task: 'classify'; readonly classifications: readonly Classification[] }
  | { readonly task: 'infill'; readonly fillings: Fillings }
  | { readonly task: 'translate'; readonly translations: readonly Translation[] }
  | { readonly task: 'tag'; readonly tagging: Tagging };

export const answer = signal<Answer>();
export const asking = new Question();
export const translation = signal<TranslationOptions>({ beam: 4, lengthPenalty: 0.6 });
export const fill = signal<FillOptions>({ shortest: 1, longest: 8, count: 8 });

/** The panel may be opened to answer: then it does. */
export function openAnswers(start: PanelStart): void {
  translation.value = start.translation;
  fill.value = start.fill;
  if (start.ask !== undefined) changeView({ ask: start.ask });
  if (start.tab === 'answers' && start.ask) void ask();
}

export async function askFor(text: string): Promise<void> {
  changeView({ ask: text });
  await ask();
}

export async function ask(): Promise<void> {
  const text = view.peek().ask;
  if (asking.busy.peek() || text === '') return;
  await asking.ask(
    () => answerTo(text),
    (found) => {
      answer.value = found ?? answer.peek();
    },
  );
}

export const askSelection = (): Promise<void> =>
  asking.takeSelection(({ text }) => changeView({ ask: text }), 'Nothing is selected. Select text in an editor, or type some here.');

async function answerTo(text: string): Promise<Answer | undefined> {
  const task = summary.peek()?.experiment.task;
  if (task === 'classify') return { task, classifications: await host.classify(linesOf(text)) };
  if (task === 'translate') return { task, translations: await host.translate(linesOf(text), translation.peek()) };
  if (task === 'tag') return { task, tagging: await host.tag(text) };
  if (task === 'infill') return { task, fillings: await fillGap(text) };
  return undefined;
}

function fillGap(text: string): Promise<Fillings> {
  const gap = /_{2,}/.exec(text);
  if (!gap) throw new Error('There is no gap in this text: write ____ where something is missing.');
  return host.fill(text.slice(0, gap.index), text.slice(gap.index + gap[0].length), fill.peek());
}

/** Each line is a text of its own. */
const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
