/** What Unroll itself wrote, told by its contents, and files that say what to train: whoever trains on a folder does not mean the runs and reports in it. */
import path from 'node:path';
import { GENERATOR } from '../engine/export/html/runReport';
import { beginningOf } from './regularFile';
import { StorageError } from './storageError';

/** Beside `experiment.json`, one of these says that a folder is a run. */
const OF_A_RUN = ['metrics.jsonl', 'last.safetensors', 'best.safetensors'];
/** So much of `experiment.json` is looked at. */
const MOST_BYTES = 1 << 20;
/** A report says early whose it is. */
const BEGINNING = 1024;

/** @param names that the folder has */
export async function isRun(folder: string, names: ReadonlySet<string>): Promise<boolean> {
  if (!names.has('experiment.json') || !OF_A_RUN.some((name) => names.has(name))) return false;
  return isExperiment(await beginning(path.join(folder, 'experiment.json')));
}

/** An experiment, or a report of a run. */
export function isOurs(file: string, text: string): boolean {
  if (/\.unroll\.json$/i.test(file)) return true;
  if (path.basename(file) === 'experiment.json') return isExperiment(text);
  return text.slice(0, BEGINNING).includes(GENERATOR);
}

/** Of any version. */
function isExperiment(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null) return false;
    const { version, cell, files } = json as Record<string, unknown>;
    return typeof version === 'number' && typeof cell === 'string' && Array.isArray(files);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Empty where the file may not be read. */
async function beginning(file: string): Promise<string> {
  try {
    return (await beginningOf(file, MOST_BYTES)).toString();
  } catch (error) {
    if (error instanceof StorageError) return '';
    throw error;
  }
}
