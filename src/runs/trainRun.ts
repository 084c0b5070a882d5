/** A new run: from texts and options to a folder with a trained model in it. */
import { adoptedOptions } from '../engine/carry/adoptedOptions';
import type { GivenWeights } from '../engine/carry/givenWeights';
import { charactersOf } from '../engine/data/material';
import type { ExperimentOptions } from '../engine/experimentSchema';
import { fittingNotes } from '../engine/fitting';
import { parseExperiment } from '../engine/parseExperiment';
import type { RunSummary, TrainRequest } from '../protocol/engineProtocol';
import { namingFile } from '../sources/namingFile';
import { materialOf, readMaterial } from '../sources/readMaterial';
import { UNTITLED } from '../sources/readTexts';
import { resolveCell } from '../sources/resolveCell';
import { createRun, discardRun } from './createRun';
import { readInitialWeights } from './initialWeights';
import { type Follower, recordTraining } from './recordTraining';
import { nameTrainingFiles } from './trainingFiles';

const NOTHING_TO_KEEP = 'This training starts from no weights, so there is no vocabulary to keep (keepVocabulary).';

export const ENDS = ['updates', 'epochs', 'minutes'] as const;
/**
 * @param given the weights that the request names, where they were read already
 * @throws TextFileError, DataError, ExperimentError, CellSyntaxError, CheckpointError, BackendUnavailableError, StorageError, RunFolderError…
 */
export async function trainRun(request: TrainRequest, follower: Follower, given?: GivenWeights): Promise<RunSummary> {
  const { folder, files, text } = request;
  const init = given ?? (request.init && (await readInitialWeights(request.init)));
  const options = init ? await startingOptions(request.options, init) : request.options;
  const said = { ...(await resolveCell(options)), files: files.length > 0 ? nameTrainingFiles(folder, files) : options.files };
  const { inputColumn, targetColumn, header } = options;
  const reading = { ...parseExperiment(said), inputColumn, targetColumn, header };
  const learned =
    text === undefined
      ? await readMaterial(reading, files, { stop: follower.stop })
      : materialOf(reading, [{ file: files[0] ?? UNTITLED, text }]);
  const characters = charactersOf(learned.material);
  const experiment = {
    ...parseExperiment(said, undefined, characters),
    inputColumn: learned.inputColumn,
    targetColumn: learned.targetColumn,
    header: learned.header,
  };
  const idle = experiment.keepVocabulary && !init ? [NOTHING_TO_KEEP] : [];
  const notes = [...learned.notes, ...idle, ...fittingNotes(options, experiment, characters)];
  await createRun(folder, experiment, text);
  const train = () =>
    recordTraining(folder, experiment, { ...learned, notes }, follower, { from: { init }, onNotStarted: () => discardRun(folder) });
  return request.init ? await namingFile(request.init.weights, train) : await train();
}

/** The options with what was not said taken from where the weights come. @throws ExperimentError where they contradict them */
export async function startingOptions(said: ExperimentOptions, init: GivenWeights): Promise<ExperimentOptions> {
  return adoptedOptions(said.cell === undefined ? said : await resolveCell(said), init);
}

export function saysWhenToStop(options: ExperimentOptions): boolean {
  return ENDS.some((end) => options[end] !== undefined);
}
