/** A question of a training: which setting it answers, and how it is asked. */
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { Step } from './quickPickSteps';

export type Answer = string | number | boolean;

export interface Question {
  readonly setting: keyof ExperimentOptions;
  /** @param answers to the questions before it */
  step(answers: readonly Answer[]): Step<Answer>;
}
