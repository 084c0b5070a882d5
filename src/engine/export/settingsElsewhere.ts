/** What of an experiment is told where it goes: where its files lay is of the machine that trained, and nobody's business elsewhere. */
import type { Experiment } from '../experimentSchema';

/** Without the names of files, also of those with weights to start from. */
export function settingsElsewhere({
  files,
  init,
  initVocabulary,
  ...settings
}: Experiment): Omit<Experiment, 'files' | 'init' | 'initVocabulary'> {
  return settings;
}
