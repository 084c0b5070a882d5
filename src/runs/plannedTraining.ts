/** What an experiment file says to train: a person's (`*.unroll.json`), or a run's own experiment.json, which trains the same again. */
import path from 'node:path';
import { cellNames } from '../engine/cell/cellSources';
import { type Experiment, ExperimentError, type ExperimentOptions } from '../engine/experimentSchema';
import { isSweep } from '../engine/sweep/expandSweep';
import { PLAN } from '../engine/sweep/sweepSchema';
import type { Started } from '../engine/trainingEvent';
import type { InitialWeights, PlannedTraining } from '../protocol/engineProtocol';
import { reachedEnd } from '../protocol/runState';
import { MOST_BYTES } from '../sources/readTexts';
import { isCellPath } from '../sources/resolveCell';
import { nameOf } from './aboutFile';
import { experimentName, isExperimentDocument, optionsOf, readExperimentDocument } from './experimentDocument';
import { readExperiment } from './experimentFile';
import { readState } from './foldedRun';
import { exists, readRunFile } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { readLog } from './runLog';
import { locateTrainingFiles, requireReadable, requireReadableFrom } from './trainingFiles';
import { ENDS, saysWhenToStop } from './trainRun';

export interface Otherwise {
  /** Settings that take the place of the file's. */
  readonly changes?: ExperimentOptions;
  /** What to learn from instead (absolute paths). */
  readonly files?: readonly string[];
  /** Folders in which what the file names may lie, beside its own (absolute paths); or wherever it is. */
  readonly readable?: readonly string[] | 'anything';
}

/** Whether a file that is to be trained on says what to train instead. */
export const isExperiment = (file: string): boolean => isExperimentDocument(file) || isOfRun(file);

const isOfRun = (file: string) => path.basename(file) === path.basename(runFiles('').experiment);

/** @param file an absolute path @throws ExperimentFileError, ExperimentError, RunFolderError, OutsideFileError, StorageError */
export async function plannedTraining(file: string, otherwise: Otherwise = {}): Promise<PlannedTraining> {
  return isOfRun(file) ? await ofRun(path.dirname(file), otherwise) : await ofDocument(file, otherwise);
}

/** What shall be trained once says many runs. */
export class ManyRunsError extends Error {
  override readonly name = 'ManyRunsError';
}

async function ofDocument(file: string, { changes = {}, files: others, readable = [] }: Otherwise): Promise<PlannedTraining> {
  const document = await readExperimentDocument(file, [PLAN]);
  if (isSweep(document.fields))
    throw new ManyRunsError(
      `${path.basename(file)} is of many runs, as a setting in it is a list or a range: train it as a sweep (sweep FILE).`,
    );
  const { files: own = [], ...said } = optionsOf(document, document.fields);
  const files = others ?? own;
  if (files.length === 0)
    throw new RunFolderError(`${path.basename(file)} names no files to learn from. Say them in it (files), or name them after it.`);
  const { init, options } = startOf(changed(said, changes));
  const cells = changes.cell === undefined && said.cell !== undefined ? cellNames(said.cell).filter(isCellPath) : [];
  const weights = [said.init, said.initVocabulary].filter((one) => one !== undefined);
  await requireReadableFrom(file, [...(others ? [] : own), ...cells, ...weights], readable);
  return { name: experimentName(file), files, options, ...(init && { init }), experimentFile: file };
}

/** Complete, and so exact: but where it is told otherwise, nothing is filled in. */
async function ofRun(folder: string, { changes = {}, files: others, readable = [] }: Otherwise): Promise<PlannedTraining> {
  const stored = await readExperiment(folder);
  const { device, textHash, initHash, notes } = await firstStart(folder, stored);
  const located = (name: string | undefined) => name && locateTrainingFiles(folder, [name])[0];
  const experiment = { ...stored, device, init: located(stored.init), initVocabulary: located(stored.initVocabulary) };
  const same = Object.keys(changes).length === 0;
  const run = await nameOf(folder);
  const { init, options } = startOf(changed(experiment, changes));
  const planned = {
    options,
    notes,
    ...(init && { init }),
    ...(same && { exact: { run, initHash, ...(!others && { textHash }) } }),
  };
  const weights = [experiment.init, experiment.initVocabulary].filter((one) => one !== undefined);
  await requireReadable(folder, weights, readable);
  if (others) return { ...planned, files: others };
  const named = locateTrainingFiles(folder, stored.files);
  const { text } = runFiles(folder);
  if (await exists(text)) return { ...planned, files: named, text: (await readRunFile(text, MOST_BYTES)).toString('utf8') };
  await requireReadable(folder, named, readable);
  return { ...planned, files: named };
}

/** Weights are read before the settings are filled in, for these are theirs where they are not said. @throws ExperimentError */
export function startOf({ init, initVocabulary, ...options }: ExperimentOptions): {
  readonly init?: InitialWeights;
  readonly options: ExperimentOptions;
} {
  if (init !== undefined) return { init: { weights: init, vocabulary: initVocabulary }, options };
  if (initVocabulary === undefined) return { options };
  throw new ExperimentError('initVocabulary says what the rows of weights stand for: say these too (init).');
}

/** A new end takes the place of all of the old one; another cell has other equations. */
function changed(said: ExperimentOptions, changes: ExperimentOptions): ExperimentOptions {
  const gone: readonly string[] = [
    ...(saysWhenToStop(changes) ? ENDS : []),
    ...(changes.cell !== undefined ? (['cellSource'] satisfies (keyof Experiment)[]) : []),
  ];
  return { ...Object.fromEntries(Object.entries(said).filter(([name]) => !gone.includes(name))), ...changes };
}

/** What the log of a run says of how it was trained that its experiment does not. */
async function firstStart(folder: string, { device }: Experiment) {
  const starts: Started[] = [];
  await readLog(runFiles(folder).metrics, 0, 0, (events) => starts.push(...events.filter((event) => event.kind === 'started')));
  const [first, ...later] = starts;
  const resumed = later.find(({ update }) => update > 0);
  const { state } = await readState(folder);
  const run = await nameOf(folder);
  return {
    // auto measures, and what is fastest today may have been slower then: other devices round otherwise.
    device: device === 'auto' ? (first?.device.device ?? device) : device,
    textHash: first?.textHash,
    initHash: first?.initHash,
    notes: [
      ...(resumed ? [resumedNote(run, resumed.update)] : []),
      ...(!first || reachedEnd(state.status) ? [] : [unendedNote(run, state.update)]),
    ],
  };
}

const resumedNote = (run: string, update: number) =>
  `${run} was resumed at update ${update.toLocaleString('en')}. If it was given other settings then, such as a later end, this training, which has them from its beginning, comes to other weights.`;

const unendedNote = (run: string, update: number) =>
  `${run} is at update ${update.toLocaleString('en')}, before its end: this training goes on to the end that was planned.`;
