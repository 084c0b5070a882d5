/** What a model makes now, to be looked at while it trains. Samples are few and short: nothing interrupts them. */
import type { Row } from '../data/material';
import type { Model } from '../model/model';
import type { Units } from '../text/units';
import type { Abilities, Sample } from './task';

/** Drawn at most. */
const LENGTH: Readonly<Record<Units, number>> = { characters: 160, words: 40 };

export const UNSTOPPED = { stop: { aborted: false } };

/** One for each row, beside what is right: one after another, as they share a device. */
export async function samplesOf(
  rows: readonly Row[],
  make: (input: string, target: string) => Promise<string | undefined>,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { input, target } of rows) samples.push({ prompt: input, text: (await make(input, target)) ?? '', expected: target });
  return samples;
}

/** What a model that writes would write. */
export async function drawSample(
  generate: Abilities['generate'],
  model: Model,
  from: { readonly prompt?: string; readonly label?: string },
  longest = Number.POSITIVE_INFINITY,
): Promise<string> {
  const length = Math.min(LENGTH[model.vocabulary.units], longest);
  const options = { prompt: '', ...from, length, temperature: 0.8, topK: 0, topP: 1, count: 1, seed: model.experiment.seed };
  const { continuations } = await generate(model, options, { ...UNSTOPPED, seconds: () => 0 });
  return continuations[0]?.text ?? '';
}
