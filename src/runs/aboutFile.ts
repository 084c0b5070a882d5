/**
 * about.json: the name that a person gave to a run, and a note. The folder keeps its own name, by which open panels, a
 * training, other windows and paths know the run: so a run can be named at any time, also while it trains elsewhere.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type AboutRun, MOST_NAME, MOST_NOTE, plainName, plainNote, tooLong } from '../protocol/aboutRun';
import { onDisk, StorageError } from '../sources/storageError';
import { exists, MOST, readRunFile } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { writeWhole } from './writeWhole';

const atMost = (most: number, read: (text: string) => string) =>
  z
    .string()
    .refine((text) => [...text].length <= most)
    .transform(read)
    .optional();
const aboutSchema = z.object({ version: z.literal(1), name: atMost(MOST_NAME, plainName), note: atMost(MOST_NOTE, plainNote) });

export interface FoundAbout extends AboutRun {
  /** Why the file says nothing: a whole sentence. A run is no worse for it. */
  readonly unread?: string;
}

/** Never throws for what is in the place of the file: a name is not worth a run. */
export async function readAbout(folder: string): Promise<FoundAbout> {
  const file = runFiles(folder).about;
  try {
    if (!(await exists(file))) return {};
    const { name, note } = aboutSchema.parse(JSON.parse((await readRunFile(file, MOST.about)).toString('utf8')));
    return { ...(name && { name }), ...(note && { note }) };
  } catch (error) {
    if (error instanceof StorageError) return { unread: error.message };
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    return { unread: `${file} is not as Unroll writes it, so its name and note are not shown. Name the run anew, or delete that file.` };
  }
}

/** What a run is called: as it was named, else as its folder. */
export const shownName = (folder: string, { name }: AboutRun): string => name ?? (plainName(path.basename(folder)) || 'run');

/** What a run is called in a sentence about it. */
export const nameOf = async (folder: string): Promise<string> => shownName(path.resolve(folder), await readAbout(folder));

/** @param changes what is empty is taken away @throws RunFolderError for what is too long, or no run; StorageError */
export async function writeAbout(folder: string, changes: AboutRun): Promise<void> {
  const files = runFiles(folder);
  if (!(await exists(files.experiment))) throw new RunFolderError(`There is no run in ${folder} any more.`);
  const { name: oldName, note: oldNote } = await readAbout(folder);
  const { name = oldName ?? '', note = oldNote ?? '' } = changes;
  const refused = tooLong('name', name) ?? tooLong('note', note);
  if (refused) throw new RunFolderError(refused);
  const about = { name: plainName(name) || undefined, note: plainNote(note) || undefined };
  if (about.name === undefined && about.note === undefined) await onDisk('written', files.about, () => rm(files.about, { force: true }));
  else await writeWhole(files.about, `${JSON.stringify({ version: 1, ...about })}\n`);
}
