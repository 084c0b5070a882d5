// What to generate and what came of it.
import { batch, signal } from '@preact/signals';
import type { Generation, GenerationOptions } from '../../../../src/engine/results';
import { messageOf, wasCancelled } from '../figures';
import type { Host } from '../host';
import { changeView, view } from '../viewState';

export const options = signal<GenerationOptions>({ prompt: '', length: 200, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 3 });
export const generation = signal<Generation>();
export const generating = signal(false);
export const refusal = signal<string>();

let host: Host | undefined;

/** `now`: the panel was opened to generate, so it does. */
export function openGeneration(connected: Host, last: GenerationOptions, now: boolean): void {
  host = connected;
  options.value = { ...last, prompt: last.prompt || view.peek().prompt };
  if (now && last.prompt !== '') void generate();
}

export function changeOptions(changes: Partial<GenerationOptions>): void {
  options.value = { ...options.peek(), ...changes };
  if (changes.prompt !== undefined) changeView({ prompt: changes.prompt });
}

export async function generateFor(prompt: string): Promise<void> {
  changeOptions({ prompt });
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
