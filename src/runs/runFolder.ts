/**
 * A run is a folder: experiment.json, metrics.jsonl, samples.jsonl, summary.json and curve.json made of them, baseline.json, about.json,
 * last.safetensors, best.safetensors, those that were kept of the way (keptCheckpoints.ts), text.txt where the text was not a file, and sweep.json where it is one run of many. This file knows their names and places.
 */
import path from 'node:path';
import { checkpointFile } from '../protocol/checkpointNames';

/** The folder is not (or already is) a run. */
export class RunFolderError extends Error {
  override readonly name: string = 'RunFolderError';
}

/** Of a run that is named by its folder, or by a checkpoint in it: the folder, an absolute path. */
export function folderOf(run: string): string {
  return path.resolve(isCheckpointFile(run) ? path.dirname(run) : run);
}

export const isCheckpointFile = (file: string): boolean => file.endsWith('.safetensors');

export function runFiles(folder: string) {
  return {
    experiment: path.join(folder, 'experiment.json'),
    metrics: path.join(folder, 'metrics.jsonl'),
    samples: path.join(folder, 'samples.jsonl'),
    /** What the logs come to: how the run stands, and what a chart draws of it. */
    summary: path.join(folder, 'summary.json'),
    curve: path.join(folder, 'curve.json'),
    /** The name that it was given, and a note. */
    about: path.join(folder, 'about.json'),
    /** What an n-gram model reaches on what was held out. */
    baseline: path.join(folder, 'baseline.json'),
    last: path.join(folder, checkpointFile('last')),
    best: path.join(folder, checkpointFile('best')),
    text: path.join(folder, 'text.txt'),
    /** Of which sweep it is, and with which values. */
    sweep: path.join(folder, 'sweep.json'),
    /** Only while a process trains. */
    lock: path.join(folder, 'training.lock'),
  } as const;
}
