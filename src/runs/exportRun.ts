/** A run as something for elsewhere: the one table of what makes each format, and how what is made comes onto the disk. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../package.json';
import { type Checkpoint, readCheckpoint } from '../engine/checkpoint/checkpoint';
import type { ReportedRun } from '../engine/export/html/runReport';
import { exportOnnx } from '../engine/export/onnx/exportOnnx';
import { pyTorchFolder } from '../engine/export/pytorch/pyTorchFolder';
import type { Following } from '../engine/interruption';
import type { CheckpointName } from '../protocol/engineProtocol';
import { type EXPORT_FORMATS, type ExportFormat, formatWords } from '../protocol/exportFormats';
import { namingFile } from '../sources/namingFile';
import { onDisk } from '../sources/storageError';
import type { Baselines } from './baselines';
import { readCheckpointFile } from './checkpointFile';
import { checkpointOf } from './checkpointOf';
import { cleanUp } from './cleanUp';
import { removeIfEmpty } from './createRun';
import { makeFolder } from './makeFolder';
import { reportOf } from './reportOf';
import { exists } from './runFile';
import { folderOf, RunFolderError } from './runFolder';
import { tensorBoardOf } from './tensorBoardOf';
import { writeWhole } from './writeWhole';

export interface Exporting {
  /** The run's folder, or a checkpoint in it: an absolute path. */
  readonly run: string;
  /** By default the one that answers. */
  readonly checkpoint?: CheckpointName | undefined;
  readonly format: ExportFormat;
  /** The file, which is replaced where it is there, or the folder, which is new or empty: an absolute path. */
  readonly output: string;
  /** For the report: of the model that answers, where it was held against files. */
  readonly evaluation?: ReportedRun['evaluation'];
}

export interface ExportTools {
  readonly baselines: Baselines;
  readonly following: Following;
}

type Content = string | Uint8Array;
/** By name. */
type Folder = ReadonlyMap<string, Content>;
interface Made {
  readonly file: Content;
  readonly folder: Folder;
}

const MAKERS: {
  readonly [F in ExportFormat]: (
    exporting: Exporting,
    tools: ExportTools,
  ) => Promise<Made[(typeof EXPORT_FORMATS)[F]['into']] | ((typeof EXPORT_FORMATS)[F] extends { readonly apart: true } ? Folder : never)>;
} = {
  pytorch: (exporting) => ofCheckpoint(exporting, pyTorchFolder),
  onnx: (exporting) => ofCheckpoint(exporting, (checkpoint) => onnxFiles(exportOnnx(checkpoint, version))),
  tensorboard: ({ run }, { following }) => tensorBoardOf(folderOf(run), following),
  html: ({ run, evaluation }, { baselines, following }) => reportOf(folderOf(run), baselines, following, evaluation),
};

async function ofCheckpoint<Result>({ run, checkpoint }: Exporting, make: (checkpoint: Checkpoint) => Result): Promise<Result> {
  const file = await checkpointOf(run, checkpoint);
  const bytes = await readCheckpointFile(file);
  return await namingFile(file, async () => make(readCheckpoint(bytes)));
}

/** A network is a file; of several each has its own in a folder. */
function onnxFiles(networks: ReadonlyMap<string, Uint8Array>): Content | Folder {
  const [only, ...others] = networks.values();
  return only && others.length === 0 ? only : new Map([...networks].map(([name, bytes]) => [`${name}.onnx`, bytes]));
}

/** @throws RunFolderError, CheckpointError, ExportError, StorageError, CancelledError */
export async function exportRun(exporting: Exporting, tools: ExportTools): Promise<void> {
  const { format, output } = exporting;
  if (formatWords(format).into === 'folder') await requireEmpty(output);
  const made: Content | Folder = await MAKERS[format](exporting, tools);
  if (typeof made === 'string' || made instanceof Uint8Array) await writeWhole(output, made);
  else {
    await requireEmpty(output);
    await writeFolder(output, made);
  }
}

/** What was trained further where it was exported to would be lost. */
async function requireEmpty(folder: string): Promise<void> {
  if ((await exists(folder)) && (await onDisk('read', folder, () => readdir(folder))).length > 0)
    throw new RunFolderError(`There is something in ${folder} already. Choose a new folder, or empty this one: nothing in it is replaced.`);
}

/** All of it or nothing. */
async function writeFolder(folder: string, files: Folder): Promise<void> {
  await makeFolder(folder);
  const written: string[] = [];
  try {
    for (const [name, content] of files) {
      written.push(path.join(folder, name));
      await writeWhole(path.join(folder, name), content);
    }
  } catch (error) {
    await cleanUp(folder, async () => {
      for (const file of written) await rm(file, { force: true });
      await removeIfEmpty(folder);
    });
    throw error;
  }
}
