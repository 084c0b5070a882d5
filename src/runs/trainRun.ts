/** A new run: from texts and options to a folder with a trained model in it. */
import { adoptedOptions } from '../engine/carry/adoptedOptions';
import type { GivenWeights } from '../engine/carry/givenWeights';
import { charactersOf } from '../engine/data/material';
import type { Experiment, ExperimentOptions } from '../engine/experimentSchema';
import { fittingNotes } from '../engine/fitting';
import { parseExperiment } from '../engine/parseExperiment';
import { readStoredExperiment } from '../engine/storedExperiment';
import type { RunSummary, SameAgain, TrainRequest } from '../protocol/engineProtocol';
import { namingFile } from '../sources/namingFile';
import { materialOf, type Reading, readMaterial, type TrainingMaterial } from '../sources/readMaterial';
import { UNTITLED } from '../sources/readTexts';
import { resolveCell } from '../sources/resolveCell';
import { createRun, discardRun } from './createRun';
import { readInitialWeights } from './initialWeights';
import { hashMaterial } from './materialChanges';
import { type Follower, type Learned, recordTraining } from './recordTraining';
import { nameTrainingFiles } from './trainingFiles';

const NOTHING_TO_KEEP = 'This training starts from no weights, so there is no vocabulary to keep (keepVocabulary).';

export const ENDS = ['updates', 'epochs', 'minutes'] as const;
/**
 * @param given the weights that the request names, where they were read already
 * @throws TextFileError, DataError, ExperimentError, CellSyntaxError, CheckpointError, BackendUnavailableError, StorageError, RunFolderError…
 */
export async function trainRun(request: TrainRequest, follower: Follower, given?: GivenWeights): Promise<RunSummary> {
  const { folder, text } = request;
  const init = given ?? (request.init && (await readInitialWeights(request.init)));
  const { experiment, material, notes } = request.exact
    ? await asStored(request, request.exact, follower)
    : await filledIn(request, init, follower);
  await createRun(folder, experiment, text);
  const learned = { material, notes: [...(request.notes ?? []), ...notes] };
  const train = () => recordTraining(folder, experiment, learned, follower, { from: { init }, onNotStarted: () => discardRun(folder) });
  return request.init ? await namingFile(request.init.weights, train) : await train();
}

interface Planned extends Learned {
  readonly experiment: Experiment;
}

/** Of what was said, with what fits the task and the text where nothing was. */
async function filledIn(request: TrainRequest, init: GivenWeights | undefined, follower: Follower): Promise<Planned> {
  const options = init ? await startingOptions(request.options, init) : request.options;
  const said = { ...(await resolveCell(options)), files: namesOfFiles(request) };
  const { inputColumn, targetColumn, header } = options;
  const learned = await materialFor({ ...parseExperiment(said), inputColumn, targetColumn, header }, request, follower);
  const characters = charactersOf(learned.material);
  const experiment = {
    ...parseExperiment(said, undefined, characters),
    inputColumn: learned.inputColumn,
    targetColumn: learned.targetColumn,
    header: learned.header,
  };
  const idle = experiment.keepVocabulary && !init ? [NOTHING_TO_KEEP] : [];
  return { experiment, material: learned.material, notes: [...learned.notes, ...idle, ...fittingNotes(options, experiment, characters)] };
}

/** Of a run, as it was stored. @throws ExperimentError */
async function asStored(request: TrainRequest, { run, textHash }: SameAgain, follower: Follower): Promise<Planned> {
  const experiment = { ...readStoredExperiment(request.options), files: namesOfFiles(request) };
  const { material, notes } = await materialFor(experiment, request, follower);
  const changed = textHash !== undefined && textHash !== hashMaterial(material);
  const note = `What is learned from is not what ${run} learned from: this training comes to other weights.`;
  return { experiment, material, notes: changed ? [...notes, note] : notes };
}

const namesOfFiles = ({ folder, files, options }: TrainRequest) =>
  files.length > 0 ? nameTrainingFiles(folder, files) : [...(options.files ?? [])];

async function materialFor(reading: Reading, { files, text }: TrainRequest, { stop }: Follower): Promise<TrainingMaterial> {
  return text === undefined ? await readMaterial(reading, files, { stop }) : materialOf(reading, [{ file: files[0] ?? UNTITLED, text }]);
}

/** The options with what was not said taken from where the weights come. @throws ExperimentError where they contradict them */
export async function startingOptions(said: ExperimentOptions, init: GivenWeights): Promise<ExperimentOptions> {
  return adoptedOptions(said.cell === undefined ? said : await resolveCell(said), init);
}

export function saysWhenToStop(options: ExperimentOptions): boolean {
  return ENDS.some((end) => options[end] !== undefined);
}
