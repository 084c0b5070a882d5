/**
 * What a training takes that depends on how much there is to learn from. On a small text a large network soon knows
 * everything by heart: it needs dropout, smaller batches and fewer passes. Measured: BENCHMARKS.md, “Defaults by size”.
 */
import { type Experiment, type ExperimentOptions, experimentSchema } from './experimentSchema';
import type { Fit } from './tasks/task';
import { taskOf } from './tasks/tasks';
import { type Task, USUAL_TASK } from './tasks/words';

/** No training that nobody asked to be longer takes more minutes; where a task says nothing of sizes, nor more passes. */
export const DEFAULT_END = { epochs: 300, minutes: 3 } as const;
const ANY_SIZE: readonly Fit[] = [{ upTo: Number.POSITIVE_INFINITY, options: { epochs: DEFAULT_END.epochs } }];

/** @param characters that there are to learn from */
export function fitting({ task = USUAL_TASK, updates, epochs, minutes }: ExperimentOptions, characters: number): ExperimentOptions {
  const fits = taskOf({ task }).fits ?? ANY_SIZE;
  const { epochs: passes, ...network } = (fits.find(({ upTo }) => characters <= upTo) as Fit).options;
  const ends = updates !== undefined || epochs !== undefined || minutes !== undefined;
  return ends ? network : { ...network, epochs: passes, minutes: DEFAULT_END.minutes };
}

/** What a setting of a task is by default, from the smallest text to the largest: several where the size matters. */
export function defaultsBySize(task: Task, setting: keyof ExperimentOptions): readonly unknown[] {
  const { fits = [], defaults } = taskOf({ task });
  const values = fits.map(({ options }) => (setting in options ? options[setting as keyof Fit['options']] : defaults[setting]));
  return [...new Set(values.length > 0 ? values : [defaults[setting]])].filter((value) => value !== undefined);
}

/** What was chosen where a person said nothing, in a sentence; none where everything was said. */
export function fittingNotes(
  said: ExperimentOptions,
  { cell, hidden, embedding, dropout, batch, learningRate, epochs, minutes }: Experiment,
  characters: number,
): readonly string[] {
  const { learningRate: usual } = experimentSchema.parse({});
  const ends = [
    said.epochs === undefined && epochs !== undefined && `${epochs} times through the text`,
    said.minutes === undefined && minutes !== undefined && `${minutes} minutes`,
  ].filter((end) => end !== false);
  const parts = [
    said.cell === undefined && cell,
    said.hidden === undefined && `${hidden} units`,
    said.embedding === undefined && embedding > 0 && `an embedding of ${embedding}`,
    said.dropout === undefined && dropout > 0 && `dropout ${dropout}`,
    said.batch === undefined && batch < 32 && `batch ${batch}`,
    said.learningRate === undefined && learningRate !== usual && `a learning rate of ${learningRate}`,
    ends.length > 0 && `at most ${ends.join(' and ')}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? [] : [`Chosen for ${characters.toLocaleString('en')} characters: ${parts.join(', ')}.`];
}
