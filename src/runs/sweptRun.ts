/** sweep.json: of which sweep a run is, and with which values. */
import { z } from 'zod';
import type { SweptRun } from '../protocol/sweepProtocol';
import { exists, MOST, readRunFile } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { writeWhole } from './writeWhole';

const sweptRun = z.object({
  version: z.literal(1),
  name: z.string().min(1).max(200),
  file: z.string().max(4096),
  key: z.string().max(128),
  values: z.record(z.string().max(100), z.union([z.string().max(4096), z.number(), z.boolean()])),
});

/** @throws StorageError */
export async function writeSweptRun(folder: string, swept: SweptRun): Promise<void> {
  await writeWhole(runFiles(folder).sweep, `${JSON.stringify({ version: 1, ...swept }, undefined, 2)}\n`);
}

/** Undefined for a run that was trained by itself. @throws RunFolderError, StorageError */
export async function readSweptRun(folder: string): Promise<SweptRun | undefined> {
  const file = runFiles(folder).sweep;
  if (!(await exists(file))) return undefined;
  const { version, ...swept } = parse(file, (await readRunFile(file, MOST.sweep)).toString('utf8'));
  return swept;
}

function parse(file: string, text: string): z.infer<typeof sweptRun> {
  try {
    return sweptRun.parse(JSON.parse(text));
  } catch {
    throw new RunFolderError(
      `${file} does not say of which sweep the run is: it was changed or cut off. Delete it: the run is then one by itself.`,
    );
  }
}
