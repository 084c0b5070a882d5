/** Training files and folders → one text. What is no text is refused, in words that say what to do about it. */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { decodeText } from './decodeText';
import { readRegular } from './regularFile';
import { storageError, systemErrorCode } from './storageError';

/** A training file that cannot be trained on. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}

/** So much is trained on at once: the engine holds each character as a number, and so does the device. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** What a document without a file is called in messages. */
export const UNTITLED = 'Untitled';

/** Other people's files, and many. Read only where the user names it. */
const INSTALLED = 'node_modules';

export interface TrainingText {
  readonly text: string;
  /** What was passed over: whole sentences. */
  readonly notes: readonly string[];
}

export interface TextFiles {
  /** Of which none is there without text. */
  readonly files: readonly TextFile[];
  /** What was passed over: whole sentences. */
  readonly notes: readonly string[];
}

export interface TextFile {
  /** Its absolute path. */
  readonly file: string;
  readonly text: string;
}

/** The texts of the files one after another. @throws as `readTextFiles` */
export async function readTexts(paths: readonly string[]): Promise<TrainingText> {
  const { files, notes } = await readTextFiles(paths);
  return { text: files.map(({ text }) => text).join(''), notes };
}

/**
 * The files in the order given; of a folder all text files in it and below, sorted by name.
 * @throws TextFileError for a file that was named and is none, or where there is no text in any; StorageError
 */
export async function readTextFiles(paths: readonly string[]): Promise<TextFiles> {
  const passedOver: string[] = [];
  const found = onlyOnce((await Promise.all(paths.map((named) => findFiles(named, passedOver)))).flat());
  if (found.length === 0)
    throw new TextFileError(`There is no file in ${paths.map(quote).join(', ')}. Choose a text file, or a folder with text files in it.`);
  checkSize(found);
  const files: TextFile[] = [];
  const skipped: string[] = [];
  for (const { file, named } of found) {
    const text = await readText(file);
    if (text instanceof TextFileError) {
      if (named) throw text;
      skipped.push(path.basename(file));
    } else if (text !== '') files.push({ file, text });
  }
  if (files.length === 0)
    throw new TextFileError(`${paths.map(quote).join(', ')}: there is no text in it yet. Write some and save it first.`);
  const notes: string[] = [];
  if (skipped.length > 0)
    notes.push(`Passed over ${skipped.length === 1 ? 'a file that is' : `${skipped.length} files that are`} not text: ${list(skipped)}.`);
  if (passedOver.length > 0)
    notes.push(`Passed over ${passedOver.length === 1 ? 'a folder' : `${passedOver.length} folders`} of installed packages: ${INSTALLED}.`);
  return { files, notes };
}

interface FoundFile {
  readonly file: string;
  /** The same however the file was come by. */
  readonly identity: string;
  readonly bytes: number;
  /** By the user, not found in a folder. */
  readonly named: boolean;
}

/** Where a folder and a file in it are named, the file is read where it comes first. */
function onlyOnce(found: readonly FoundFile[]): FoundFile[] {
  const files = new Map<string, FoundFile>();
  for (const file of found) {
    const before = files.get(file.identity);
    files.set(file.identity, before ? { ...before, named: before.named || file.named } : file);
  }
  return [...files.values()];
}

async function findFiles(named: string, passedOver: string[]): Promise<FoundFile[]> {
  try {
    const status = await stat(named);
    if (status.isDirectory()) return await findFilesIn(named, passedOver);
    if (status.isFile()) return [{ file: named, identity: await realpath(named), bytes: status.size, named: true }];
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) throw storageError('read', named, error);
    throw new TextFileError(`${quote(named)} is not there. It was moved, renamed or deleted: choose the file again.`);
  }
  throw new TextFileError(`${quote(named)} is no file but a device or a pipe. Save its text in a file, and choose that.`);
}

async function findFilesIn(folder: string, passedOver: string[]): Promise<FoundFile[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.name.startsWith('.'));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: FoundFile[] = [];
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name === INSTALLED) passedOver.push(file);
    else if (entry.isDirectory()) found.push(...(await findFilesIn(file, passedOver)));
    else if (entry.isFile()) found.push({ file, identity: await realpath(file), bytes: (await stat(file)).size, named: false });
  }
  return found;
}

function checkSize(found: readonly FoundFile[]): void {
  const bytes = found.reduce((sum, { bytes }) => sum + bytes, 0);
  if (bytes <= MOST_BYTES) return;
  const [first, ...others] = found.map(({ file }) => quote(file));
  const subject = others.length === 0 ? `${first} has` : `These ${found.length} files have`;
  throw new TextFileError(
    `${subject} ${megabytes(bytes)}, and Unroll reads at most ${megabytes(MOST_BYTES)} at once. Take a part of it: cut it into smaller files and choose one.`,
  );
}

async function readText(file: string): Promise<string | TextFileError> {
  const decoded = decodeText(await readRegular(file, { links: 'followed', most: MOST_BYTES }));
  if ('text' in decoded) return decoded.text;
  if (decoded.problem === 'binary')
    return new TextFileError(`${quote(file)} is not a text file: it has zero bytes in it. Choose a plain text file.`);
  return new TextFileError(
    `${quote(file)} is not UTF-8: line ${decoded.line} has bytes that are no character. Save it as UTF-8 (in VS Code: click the encoding in the status bar, Save with Encoding), then try again.`,
  );
}

const quote = (file: string) => `“${path.basename(file)}”`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
const list = (names: readonly string[]) =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
