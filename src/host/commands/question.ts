/** A question of a training: which setting it answers, and how it is asked. */
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { Choice, Step } from './quickPickSteps';

export type Answer = string | number | boolean;

export interface Question {
  readonly setting: keyof ExperimentOptions;
  /** @param answers to the questions before it */
  step(answers: readonly Answer[]): Step<Answer>;
}

/** One that the answers before it do not change. */
export function oneOf(setting: Question['setting'], placeholder: string, initial: Answer, choices: readonly Choice<Answer>[]): Question {
  return { setting, step: () => ({ placeholder, initial, choices }) };
}
