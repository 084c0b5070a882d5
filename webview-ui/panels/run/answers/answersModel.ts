// A text that the model is given, and what it answers: labels, fillings, translations or tags, by its task.
import { batch, signal } from '@preact/signals';
import type { Classification, Fillings, FillOptions, Tagging, Translation, TranslationOptions } from '../../../../src/engine/results';
import type { PanelStart } from '../../../../src/protocol/panelProtocol';
import { messageOf, wasCancelled } from '../figures';
import type { Host } from '../host';
import { summary } from '../runModel';
import { changeView, view } from '../viewState';

export type Answer =
  | { readonly task: 'classify'; readonly classifications: readonly Classification[] }
  | { readonly task: 'infill'; readonly fillings: Fillings }
  | { readonly task: 'translate'; readonly translations: readonly Translation[] }
  | { readonly task: 'tag'; readonly tagging: Tagging };

export const answer = signal<Answer>();
export const answering = signal(false);
export const refusal = signal<string>();
export const translation = signal<TranslationOptions>({ beam: 4, lengthPenalty: 0.6 });
export const fill = signal<FillOptions>({ shortest: 1, longest: 8, count: 8 });

let host: Host | undefined;

/** `now`: the panel was opened to answer, so it does. */
export function openAnswers(connected: Host, start: PanelStart): void {
  host = connected;
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
  const task = summary.peek()?.experiment.task;
  const text = view.peek().ask;
  if (!host || answering.peek() || text === '') return;
  batch(() => {
    answering.value = true;
    refusal.value = undefined;
  });
  try {
    if (task === 'classify') answer.value = { task, classifications: await host.classify(linesOf(text)) };
    if (task === 'translate') answer.value = { task, translations: await host.translate(linesOf(text), translation.peek()) };
    if (task === 'tag') answer.value = { task, tagging: await host.tag(text) };
    if (task === 'infill') await fillGap(host, text);
  } catch (error) {
    refusal.value = wasCancelled(error) ? undefined : messageOf(error);
  }
  answering.value = false;
}

/** Ends what is under way; the answer that is shown stays. */
export async function cancelAnswer(): Promise<void> {
  try {
    await host?.cancel();
  } catch (error) {
    refusal.value = messageOf(error);
  }
}

export async function askSelection(): Promise<void> {
  if (!host) return;
  try {
    const text = await host.selection();
    if (text) changeView({ ask: text });
    refusal.value = text ? undefined : 'Nothing is selected. Select text in an editor, or type some here.';
  } catch (error) {
    refusal.value = messageOf(error);
  }
}

async function fillGap(connected: Host, text: string): Promise<void> {
  const gap = /_{2,}/.exec(text);
  if (!gap) {
    refusal.value = 'There is no gap in this text: write ____ where something is missing.';
    return;
  }
  const [before, after] = [text.slice(0, gap.index), text.slice(gap.index + gap[0].length)];
  answer.value = { task: 'infill', fillings: await connected.fill(before, after, fill.peek()) };
}

/** Each line is a text of its own. */
const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
