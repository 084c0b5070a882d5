/** A new run: from texts and options to a folder with a trained model in it. */
import { adoptedOptions } from '../engine/carry/adoptedOptions';
import type { GivenWeights } from '../engine/carry/givenWeights';
import { charactersOf } from '../engine/data/material';
import type { Experiment, ExperimentOptions } from '../engine/experimentSchema';
import { fittingNotes } from '../engine/fitting';
import { parseExperiment } from '../engine/parseExperiment';
import { readStoredExperiment } from '../engine/storedExperiment';
import type { ExperimentOrigin } from '../engine/trainingEvent';
import type { InitialWeights, RunSummary, SameAgain, TrainRequest } from '../protocol/engineProtocol';
import { namingFile } from '../sources/namingFile';
import { materialOf, type Reading, readMaterial, type TrainingMaterial } from '../sources/readMaterial';
import { UNTITLED } from '../sources/readTexts';
import { resolveCell } from '../sources/resolveCell';
import { createRun, discardRun, inNewFolder } from './createRun';
import { experimentOrigin } from './experimentOrigin';
import { type ReadWeights, readInitialWeights } from './initialWeights';
import { hashMaterial } from './materialChanges';
import { type Follower, type Learned, recordTraining } from './recordTraining';
import { nameTrainingFiles } from './trainingFiles';

const NOTHING_TO_KEEP = 'This training starts from no weights, so there is no vocabulary to keep (keepVocabulary).';

export const ENDS = ['updates', 'epochs', 'minutes'] as const;

/**
 * @param read the weights that the request names, where they were read already
 * @throws TextFileError, DataError, ExperimentError, CellSyntaxError, CheckpointError, BackendUnavailableError, StorageError, RunFolderError…
 */
export async function trainRun(request: TrainRequest, follower: Follower, read?: ReadWeights): Promise<RunSummary> {
  const { folder, text, sweep, threads } = request;
  const init = read ?? (request.init && (await readInitialWeights(request.init)));
  const planned = request.exact ? await asStored(request, request.exact, init, follower) : await filledIn(request, init?.given, follower);
  const experiment = { ...planned.experiment, ...namesOf(request, init?.from) };
  const learned = {
    material: planned.material,
    notes: [...(request.notes ?? []), ...planned.notes],
    origin: {
      ...(init && { initHash: init.hash }),
      ...(request.experimentFile && { experimentFile: originOf(request, request.experimentFile) }),
    },
  };
  const create = () => createRun(folder, experiment, { text, sweep });
  const beginning = { from: { init: init?.given }, threads, create, discard: () => discardRun(folder) };
  const train = () => inNewFolder(folder, () => recordTraining(folder, experiment, learned, follower, beginning));
  return request.init ? await namingFile(request.init.weights, train) : await train();
}

interface Planned extends Learned {
  readonly experiment: Experiment;
}

/** Of what was said, with what fits the task and the text where nothing was. */
async function filledIn(request: TrainRequest, init: GivenWeights | undefined, follower: Follower): Promise<Planned> {
  const options = init ? await startingOptions(request.options, init) : request.options;
  const said = await resolveCell(options);
  const learned = await materialFor(readingOf(said), request, follower);
  const characters = charactersOf(learned.material);
  const experiment = settled(said, learned);
  const idle = experiment.keepVocabulary && !init ? [NOTHING_TO_KEEP] : [];
  return { experiment, material: learned.material, notes: [...learned.notes, ...idle, ...fittingNotes(options, experiment, characters)] };
}

/** Of a run, as it was stored. @throws ExperimentError */
async function asStored(request: TrainRequest, before: SameAgain, init: ReadWeights | undefined, follower: Follower): Promise<Planned> {
  const experiment = readStoredExperiment(request.options);
  const { material, notes } = await materialFor(experiment, request, follower);
  const other = (what: string, did: string) => `What ${what} is not what ${before.run} ${did}: this training comes to other weights.`;
  return {
    experiment,
    material,
    notes: [
      ...notes,
      ...(differ(before.textHash, hashMaterial(material)) ? [other('is learned from', 'learned from')] : []),
      ...(differ(before.initHash, init?.hash) ? [other('this starts from', 'started from')] : []),
    ],
  };
}

const differ = (before: string | undefined, now: string | undefined) => before !== undefined && before !== now;

/** As experiment.json has them. */
function namesOf({ folder, files, options }: TrainRequest, init: InitialWeights | undefined) {
  const named = (file: string) => nameTrainingFiles(folder, [file])[0];
  return {
    files: files.length > 0 ? nameTrainingFiles(folder, files) : [...(options.files ?? [])],
    init: init && named(init.weights),
    initVocabulary: init?.vocabulary && named(init.vocabulary),
  };
}

function originOf({ folder, files, options, init }: TrainRequest, file: string): ExperimentOrigin {
  const said = { ...options, files: [...files], init: init?.weights, initVocabulary: init?.vocabulary };
  return experimentOrigin(file, said, (each) => nameTrainingFiles(folder, [each])[0] as string);
}

async function materialFor(reading: Reading, { files, text }: TrainRequest, { stop }: Follower): Promise<TrainingMaterial> {
  return text === undefined ? await readMaterial(reading, files, { stop }) : materialOf(reading, [{ file: files[0] ?? UNTITLED, text }]);
}

/** How the files are read, before it is known what is in them. @param said with the cell's equations @throws ExperimentError */
export function readingOf(said: ExperimentOptions): Reading {
  const { inputColumn, targetColumn, header } = said;
  return { ...parseExperiment(said), inputColumn, targetColumn, header };
}

/** The experiment, once it is known what there is to learn from. @throws ExperimentError */
export function settled(said: ExperimentOptions, { material, inputColumn, targetColumn, header }: TrainingMaterial): Experiment {
  return { ...parseExperiment(said, undefined, charactersOf(material)), inputColumn, targetColumn, header };
}

/** The options with what was not said taken from where the weights come. @throws ExperimentError where they contradict them */
export async function startingOptions(said: ExperimentOptions, init: GivenWeights): Promise<ExperimentOptions> {
  return adoptedOptions(said.cell === undefined ? said : await resolveCell(said), init);
}

export function saysWhenToStop(options: ExperimentOptions): boolean {
  return ENDS.some((end) => options[end] !== undefined);
}
