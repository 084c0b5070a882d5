/** Files and folders that were named → files that may be text. A folder may be a stranger's: it has links in circles, pipes and much else in it. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, type Interruption } from '../engine/interruption';
import { isRun } from './ownFiles';
import type { PassedOver, Reason } from './passedOver';
import { storageError, systemErrorCode } from './storageError';
import { TextFileError } from './textFileError';

/** More are a mistake in what was chosen. */
export const MOST_FILES = 100_000;

/** Other people's files, and many. Read only where the user names it. */
const INSTALLED = 'node_modules';

export interface FoundFile {
  readonly file: string;
  /** How sentences call it: below the folder that was named. */
  readonly called: string;
  /** The same however the file was come by. */
  readonly identity: string;
  readonly bytes: number;
  /** By the user, not found in a folder. */
  readonly named: boolean;
}

/** What a walk knows. */
interface Walk {
  readonly passed: PassedOver;
  readonly interruption: Interruption;
  readonly files: FoundFile[];
  /** Of the files and folders that were come by, however often. */
  readonly identities: Set<string>;
  /** Of the files that the user named. */
  readonly named: Set<string>;
}

/**
 * In the order given; those of a folder and below it sorted by name. A link is followed, once. Where a file is come by more than
 * once, it stands where it came first.
 * @throws TextFileError for what was named and is no file or folder, and for more files than anybody means; StorageError; CancelledError
 */
export async function findFiles(paths: readonly string[], passed: PassedOver, interruption: Interruption): Promise<FoundFile[]> {
  const walk: Walk = { passed, interruption, files: [], identities: new Set(), named: new Set() };
  for (const named of paths) {
    const status = await statusOf(named);
    const identity = await realpath(named);
    if (status.isDirectory()) await findIn(named, identity, walk);
    else if (!status.isFile())
      throw new TextFileError(`${quote(named)} is no file but a device or a pipe. Save its text in a file, and choose that.`);
    else {
      walk.named.add(identity);
      const called = path.basename(named);
      if (isNew(identity, walk)) walk.files.push({ file: named, called, identity, bytes: status.size, named: true });
    }
  }
  return walk.files.map((file) => (walk.named.has(file.identity) ? { ...file, named: true } : file));
}

async function statusOf(named: string) {
  try {
    return await stat(named);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) throw storageError('read', named, error);
    throw new TextFileError(`${quote(named)} is not there. Was it moved, renamed or deleted? Choose the file again.`);
  }
}

interface Folder {
  readonly folder: string;
  readonly identity: string;
}

/** Depth is a stranger's, so that what is open is kept in a list and not on the stack: the next folder last. */
async function findIn(top: string, identity: string, walk: Walk): Promise<void> {
  const { passed, interruption, files, named } = walk;
  const called = (file: string) => path.relative(top, file) || path.basename(top);
  const open: Folder[] = [{ folder: top, identity }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { folder, identity } = next;
    if (!isNew(identity, walk)) {
      if (folder !== top) passed.add('again', called(folder));
      continue;
    }
    const entries = await entriesOf(folder, folder === top);
    if (entries === 'unreadable') {
      passed.add(entries, called(folder));
      continue;
    }
    if (await isRun(folder, new Set(entries.map(({ name }) => name)))) {
      if (folder === top)
        throw new TextFileError(`${quote(top)} is a run of Unroll, not a text. Choose the text that it learned from, or another one.`);
      passed.add('run', called(folder));
      continue;
    }
    const folders: Folder[] = [];
    for (const entry of entries) {
      if (interruption.stop.aborted) throw new CancelledError();
      const file = path.join(folder, entry.name);
      const found = entry.name.startsWith('.') ? 'hidden' : await look(file, entry, identity);
      if (typeof found === 'string') passed.add(found, called(file));
      else if (found.bytes === undefined) {
        if (entry.name === INSTALLED) passed.add('installed', called(file));
        else folders.push({ folder: file, identity: found.identity });
      } else if (isNew(found.identity, walk)) files.push({ file, called: called(file), ...found, bytes: found.bytes, named: false });
      else if (!named.has(found.identity)) passed.add('again', called(file));
      if (files.length > MOST_FILES)
        throw new TextFileError(
          `${quote(top)} has more than ${MOST_FILES.toLocaleString('en')} files in it. Choose a folder below it, or the files themselves.`,
        );
    }
    for (const each of folders.reverse()) open.push(each);
  }
}

function isNew(identity: string, { identities }: Walk): boolean {
  if (identities.has(identity)) return false;
  identities.add(identity);
  return true;
}

/** Sorted by name. @param top whether the user named the folder @throws StorageError for one that was named and may not be read */
async function entriesOf(folder: string, top: boolean): Promise<readonly Dirent[] | 'unreadable'> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (top || systemErrorCode(error) === undefined) throw storageError('read', folder, error);
    return 'unreadable';
  }
}

/** A file, a folder (without `bytes`), or why it is passed over. @param parent the folder's identity */
async function look(file: string, entry: Dirent, parent: string): Promise<{ readonly identity: string; readonly bytes?: number } | Reason> {
  try {
    const identity = entry.isSymbolicLink() ? await realpath(file) : path.join(parent, entry.name);
    if (entry.isDirectory()) return { identity };
    const status = await stat(file);
    if (status.isDirectory()) return { identity };
    return status.isFile() ? { identity, bytes: status.size } : 'special';
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(code) ? 'broken' : 'unreadable';
  }
}

const quote = (file: string) => `“${path.basename(file)}”`;
