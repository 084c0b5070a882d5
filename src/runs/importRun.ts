/** Weights of somewhere else as a run: of a folder that was exported to PyTorch and trained further, or of PyTorch with a vocabulary. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { importedModel } from '../engine/carry/importedModel';
import { type Checkpoint, writeCheckpoint } from '../engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../engine/experimentSchema';
import type { ImportedRun, ImportRequest, InitialWeights } from '../protocol/engineProtocol';
import { namingFile } from '../sources/namingFile';
import { resolveCell } from '../sources/resolveCell';
import { cleanUp } from './cleanUp';
import { createRun, discardRun, inNewFolder } from './createRun';
import { type ReadWeights, readInitialWeights } from './initialWeights';
import { exists, statusOf } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { RunRecorder } from './runRecorder';
import { readSummary } from './runSummary';
import { nameTrainingFiles } from './trainingFiles';
import { holdingTrainingLock } from './trainingLock';

const WEIGHTS = 'model.safetensors';
const VOCABULARY = 'vocab.json';

/** Weights do not say what their rows stand for, and neither did who asked. */
export class UnknownRowsError extends Error {
  override readonly name = 'UnknownRowsError';
  constructor(weights: string) {
    super(
      `${weights} does not say what its rows stand for. Give its vocabulary (vocab.json): a list of symbols in the order of the rows, ["a", "b"], or a table of symbols and rows, {"a": 0, "b": 1}.`,
    );
  }
}

/**
 * A run that answers, and begins to train when it is resumed.
 * @throws CheckpointError, UnknownRowsError, ExperimentError, CellSyntaxError, RunFolderError, StorageError
 */
export async function importRun({ folder, weights, vocabulary, options = {} }: ImportRequest): Promise<ImportedRun> {
  const { given, from } = await readAll({ weights: await fileOf(weights), vocabulary });
  if (!given.symbols?.vocabulary) throw new UnknownRowsError(path.basename(from.weights));
  const said: ExperimentOptions = options.cell === undefined ? options : await resolveCell(options);
  const { checkpoint, notes } = await namingFile(from.weights, async () => importedModel(given, said));
  const named = (file: string) => nameTrainingFiles(folder, [file])[0];
  const experiment = { ...checkpoint.experiment, init: named(from.weights), initVocabulary: from.vocabulary && named(from.vocabulary) };
  await inNewFolder(folder, () => begin(folder, { ...checkpoint, experiment }, path.basename(weights)));
  return { summary: await readSummary(folder), notes };
}

async function begin(folder: string, checkpoint: Checkpoint, source: string): Promise<void> {
  await holdingTrainingLock(folder, async (lock) => {
    await createRun(folder, checkpoint.experiment);
    try {
      const recorder = await RunRecorder.open(folder, lock);
      await recorder.keep({ kind: 'checkpoint', which: 'last', update: 0, bytes: writeCheckpoint(checkpoint) });
      const message = `Its weights came from ${source}, and were not trained further here.`;
      await recorder.record({ kind: 'done', reason: 'stopped', update: 0, epoch: 0, loss: Number.NaN, elapsed: 0, message });
    } catch (error) {
      const { last, metrics, summary, curve } = runFiles(folder);
      await cleanUp(folder, async () => {
        for (const file of [last, metrics, summary, curve]) await rm(file, { force: true });
        await discardRun(folder);
      });
      throw error;
    }
  });
}

/** Weights that do not say what their rows stand for may have a file beside them that does. */
async function readAll(files: InitialWeights): Promise<ReadWeights> {
  const read = await readInitialWeights(files);
  const beside = path.join(path.dirname(files.weights), VOCABULARY);
  if (read.given.symbols || !(await exists(beside))) return read;
  return await readInitialWeights({ ...files, vocabulary: beside });
}

/** Of a folder the one that an export has in it. @throws RunFolderError */
async function fileOf(weights: string): Promise<string> {
  if (!(await statusOf(weights))?.isDirectory()) return weights;
  if (await exists(runFiles(weights).experiment))
    throw new RunFolderError(`${path.basename(weights)} is a run already: it can be asked and trained as it is.`);
  const file = path.join(weights, WEIGHTS);
  if (await exists(file)) return file;
  throw new RunFolderError(
    `There is no ${WEIGHTS} in ${weights}: choose the file of weights itself, or a folder that was exported to PyTorch.`,
  );
}
