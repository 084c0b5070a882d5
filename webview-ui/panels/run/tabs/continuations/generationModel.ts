// What to generate and what came of it.
import { signal } from '@preact/signals';
import type { Generation, GenerationOptions } from '../../../../../src/engine/results';
import { host } from '../../host';
import { Question } from '../../question';
import { summary } from '../../runModel';
import { changeView, view } from '../../viewState';

export const options = signal<GenerationOptions>({ prompt: '', length: 200, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 3 });
export const generation = signal<Generation>();
export const writing = new Question();
/** Of a model that writes for a label: those that it knows. */
export const labels = signal<readonly string[]>([]);

/** `now`: the panel was opened to generate, so it does. */
export function openGeneration(last: GenerationOptions, now: boolean): void {
  options.value = { ...last, prompt: last.prompt || view.peek().prompt };
  if (forLabel()) void writing.attempt(() => readLabels(now));
  else if (now && last.prompt !== '') void generate();
}

export const forLabel = (): boolean => summary.value?.experiment.task === 'generate-from-label';

/** A model for labels begins with the one asked for, else with its first. */
async function readLabels(now: boolean): Promise<void> {
  const asked = options.peek().label;
  if (summary.peek()?.hasCheckpoint === false) return;
  labels.value = await host.labels();
  const label = labels.peek().find((one) => one === asked) ?? labels.peek()[0];
  options.value = { ...options.peek(), prompt: '', ...(label === undefined ? {} : { label }) };
  if (now && asked !== undefined) await generate();
}

export function changeOptions(changes: Partial<GenerationOptions>): void {
  options.value = { ...options.peek(), ...changes };
  if (changes.prompt !== undefined) changeView({ prompt: changes.prompt });
}

/** A text to go on from, or a label to write for. */
export async function generateFor(asked: string): Promise<void> {
  changeOptions(forLabel() ? { label: asked } : { prompt: asked });
  await generate();
}

export async function generate(): Promise<void> {
  if (writing.busy.peek()) return;
  await writing.ask(
    () => host.generate(options.peek()),
    (written) => {
      generation.value = written;
    },
  );
}

export const promptFromSelection = (): Promise<void> =>
  writing.takeSelection(
    ({ text: prompt }) => changeOptions({ prompt }),
    'Nothing is selected and nothing stands before the cursor. Type a beginning here.',
  );
