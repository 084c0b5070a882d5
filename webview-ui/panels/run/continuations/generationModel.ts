// What to generate and what came of it.
import { batch, signal } from '@preact/signals';
import type { Generation, GenerationOptions } from '../../../../src/engine/results';
import { messageOf, wasCancelled } from '../figures';
import type { Host } from '../host';
import { summary } from '../runModel';
import { changeView, view } from '../viewState';

export const options = signal<GenerationOptions>({ prompt: '', length: 200, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 3 });
export const generation = signal<Generation>();
export const generating = signal(false);
/** Of a model that writes for a label: those that it knows. */
export const labels = signal<readonly string[]>([]);
export const refusal = signal<string>();

let host: Host | undefined;

/** `now`: the panel was opened to generate, so it does. */
export function openGeneration(connected: Host, last: GenerationOptions, now: boolean): void {
  host = connected;
  options.value = { ...last, prompt: last.prompt || view.peek().prompt };
  if (forLabel()) void readLabels(now);
  else if (now && last.prompt !== '') void generate();
}

export const forLabel = (): boolean => summary.value?.experiment.task === 'generate-from-label';

/** A model for labels begins with the one asked for, else with its first. */
async function readLabels(now: boolean): Promise<void> {
  const asked = options.peek().label;
  if (summary.peek()?.hasCheckpoint === false) return;
  try {
    labels.value = (await host?.labels()) ?? [];
    const label = labels.peek().find((one) => one === asked) ?? labels.peek()[0];
    options.value = { ...options.peek(), prompt: '', ...(label === undefined ? {} : { label }) };
    if (now && asked !== undefined) await generate();
  } catch (error) {
    refusal.value = messageOf(error);
  }
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
  if (!host || generating.peek()) return;
  batch(() => {
    generating.value = true;
    refusal.value = undefined;
  });
  try {
    generation.value = await host.generate(options.peek());
  } catch (error) {
    refusal.value = wasCancelled(error) ? undefined : messageOf(error);
  }
  generating.value = false;
}

/** Ends what is being written; what was there before stays. */
export async function cancelGeneration(): Promise<void> {
  try {
    await host?.cancel();
  } catch (error) {
    refusal.value = messageOf(error);
  }
}

export async function promptFromSelection(): Promise<void> {
  if (!host) return;
  try {
    const prompt = await host.selection();
    refusal.value = prompt ? undefined : 'Nothing is selected and nothing stands before the cursor. Type a beginning here.';
    if (prompt) changeOptions({ prompt });
  } catch (error) {
    refusal.value = messageOf(error);
  }
}
