/** What can be set in the editor once for every training; of these, package.json tells what fits where nothing is set. */
import type { ExperimentOptions } from '../engine/experimentSchema';

export const TRAINING_SETTINGS = [
  'cell',
  'hidden',
  'layers',
  'window',
  'batch',
  'learningRate',
  'schedule',
  'dropout',
  'minutes',
  'epochs',
  'keepCheckpoints',
  'device',
  'encoding',
  'lineEnds',
  'normalization',
] as const satisfies readonly (keyof ExperimentOptions)[];

export type TrainingSetting = (typeof TRAINING_SETTINGS)[number];
