/** The report of a run, from what its folder tells. */
import { type ReportedRun, runReport } from '../engine/export/html/runReport';
import type { Following } from '../engine/interruption';
import { duration } from '../protocol/figures';
import type { Baselines } from './baselines';
import { readHistory } from './runSummary';

/**
 * An HTML document.
 * @param baselines what a language model is held against: counted now, where it was not before
 * @param evaluation of the model that answers, where it was held against a file
 * @throws RunFolderError, StorageError, ExperimentError, CancelledError
 */
export async function reportOf(
  folder: string,
  baselines: Baselines,
  following: Following,
  evaluation?: ReportedRun['evaluation'],
): Promise<string> {
  const { summary, curve } = await readHistory(folder);
  const { name, note, status, message, experiment, begun } = summary;
  const { started, updates, validations, samples } = curve;
  const ngrams = updates.length > 0 ? await baselines.of(folder, following) : {};
  const told = status === 'failed' || status === 'interrupted' || status === 'unlearned' ? `${status}: ${message ?? ''}` : status;
  const last = updates.at(-1);
  const trainedFor = last && duration(last.elapsed);
  return runReport({
    name,
    note,
    status: told,
    experiment,
    begun,
    trainedFor,
    started,
    updates,
    validations,
    samples,
    evaluation,
    ...ngrams,
  });
}
