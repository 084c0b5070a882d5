/** The report of a run, from what its folder tells. */
import { type ReportedRun, runReport } from '../engine/export/html/runReport';
import { readHistory } from './runSummary';

/** An HTML document. @param evaluation of the model that answers, where it was held against a file @throws RunFolderError, StorageError, ExperimentError */
export async function reportOf(folder: string, evaluation?: ReportedRun['evaluation']): Promise<string> {
  const { summary, curve } = await readHistory(folder);
  const { name, status, message, experiment, begun } = summary;
  const { started, updates, validations, samples } = curve;
  const told = status === 'failed' || status === 'interrupted' ? `${status}: ${message ?? ''}` : status;
  return runReport({ name, status: told, experiment, begun, started, updates, validations, samples, evaluation });
}
