/** Weights that a new run starts from: a file of them, or the checkpoint of a run that answers. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { type GivenWeights, readGivenWeights } from '../engine/carry/givenWeights';
import { readVocabularyFile } from '../engine/carry/vocabularyFile';
import type { InitialWeights } from '../protocol/engineProtocol';
import { namingFile } from '../sources/namingFile';
import { readNamed } from '../sources/readNamed';
import { readCheckpointFile } from './checkpointFile';
import { checkpointOf } from './checkpointOf';
import { statusOf } from './runFile';
import { runFiles } from './runFolder';

/** A list of all there is in Unicode, and more. */
const MOST_VOCABULARY = 64 * 1024 * 1024;

export interface ReadWeights {
  readonly given: GivenWeights;
  /** The files: of a run, which of its checkpoints. */
  readonly from: InitialWeights;
  /** Of the weights' file: SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** @throws CheckpointError, RunFolderError, StorageError */
export async function readInitialWeights({ weights, vocabulary }: InitialWeights): Promise<ReadWeights> {
  const file = (await statusOf(weights))?.isDirectory() ? await checkpointOf(weights) : weights;
  const bytes = await readCheckpointFile(file);
  const told = vocabulary === undefined ? undefined : await readVocabulary(vocabulary);
  const given = await namingFile(file, async () => readGivenWeights(bytes, calledBy(file), told));
  return { given, from: { weights: path.resolve(file), vocabulary }, hash: createHash('sha256').update(bytes).digest('hex') };
}

/** Mistakes in it are told of this file, not of the weights. */
async function readVocabulary(file: string) {
  const json = (await readNamed(file, MOST_VOCABULARY)).toString('utf8');
  return await namingFile(file, async () => readVocabularyFile(json));
}

/** A checkpoint is known by its run: “prose-gru-1 (best)”. */
function calledBy(file: string): string {
  const { dir, name, base } = path.parse(path.resolve(file));
  return Object.values(runFiles(dir)).includes(path.resolve(file)) ? `${path.basename(dir)} (${name})` : base;
}
