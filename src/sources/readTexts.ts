/** Training files and folders → texts. What is no text is refused or passed over, in words that say what to do about it. */
import path from 'node:path';
import type { Experiment } from '../engine/experimentSchema';
import { CancelledError, type Interruption } from '../engine/interruption';
import { someOf } from '../engine/text/someOf';
import { type Decoded, decodeText, type Undecided } from './decodeText';
import { type FoundFile, findFiles } from './findFiles';
import { joinTexts } from './joinTexts';
import { isOurs } from './ownFiles';
import { MOST_NAMED, NamesBy, PassedOver, type Reason } from './passedOver';
import { hasZeroBytes, readRegular } from './regularFile';
import { StorageError } from './storageError';
import { EncodingError, TextFileError } from './textFileError';

/** So much is trained on at once: the engine holds each character as a number, and so does the device. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** What a document without a file is called in messages. */
export const UNTITLED = 'Untitled';

const CHOOSE = 'Choose a text file, or a folder with text files in it.';

const UNSTOPPED: Interruption = { stop: { aborted: false } };

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

/** Of files that are not UTF-8: how their bytes are characters. */
export type Encoded = Partial<Pick<Experiment, 'encoding'>>;

/** The texts of the files one after another. @throws as `readTextFiles` */
export async function readTexts(paths: readonly string[], encoded: Encoded = {}): Promise<TrainingText> {
  const { files, notes } = await readTextFiles(paths, encoded);
  const joined = joinTexts(files);
  return { text: joined.text, notes: [...notes, ...joined.notes] };
}

/**
 * The files in the order given; of a folder all text files in it and below, sorted by name, without what Unroll wrote.
 * @throws TextFileError for a file that was named and is none, where there is no text in any, or more than is read at once;
 * EncodingError for a file that was named and is neither UTF-8 nor in the encoding that was said; StorageError; CancelledError
 */
export async function readTextFiles(
  paths: readonly string[],
  { encoding = 'auto' }: Encoded = {},
  interruption = UNSTOPPED,
): Promise<TextFiles> {
  const passed = new PassedOver();
  const found = await findFiles(paths, passed, interruption);
  if (found.length === 0)
    throw new TextFileError([`There is no file in ${paths.map(quote).join(', ')}. ${CHOOSE}`, ...passed.notes()].join(' '));
  const named = found.filter((file) => file.named);
  checkSize(
    named,
    named.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const files: TextFile[] = [];
  const read: FoundFile[] = [];
  const remarks = new NamesBy<string>();
  let bytes = 0;
  for (const each of found) {
    if (interruption.stop.aborted) throw new CancelledError();
    const found = each.named ? await readText(each.file, encoding) : await readIfText(each, encoding);
    if ('reason' in found) {
      passed.add(found.reason, each.called);
      continue;
    }
    const { text, remark } = found;
    if (remark !== undefined) remarks.note(remark, each.called);
    if (text === '' && !each.named) passed.add('empty', each.called);
    if (text === '') continue;
    bytes += each.bytes;
    read.push(each);
    checkSize(read, bytes);
    files.push({ file: each.file, text });
  }
  if (files.length === 0)
    throw new TextFileError(
      [
        found.some((file) => file.named) ? noTextYet(paths) : `There is no text in ${paths.map(quote).join(', ')}. ${CHOOSE}`,
        ...passed.notes(),
      ].join(' '),
    );
  return { files, notes: [...passed.notes(), ...remarkNotes(remarks)] };
}

function noTextYet(paths: readonly string[]): string {
  return `${paths.map(quote).join(', ')}: there is no text in ${paths.length === 1 ? 'it' : 'them'} yet. Write some and save it first.`;
}

/** How files were read, told together where it is the same of several. */
function remarkNotes(remarks: NamesBy<string>): string[] {
  return [...remarks].map(([remark, files]) =>
    files.length === 1
      ? `${files[0]} ${remark}.`
      : `Of ${files.length.toLocaleString('en')} files each ${remark}: ${someOf(files, MOST_NAMED)}.`,
  );
}

/** Only what is text counts. @param bytes of these files */
function checkSize(files: readonly FoundFile[], bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const [first, ...others] = files.map(({ file }) => quote(file));
  const subject = others.length === 0 ? `${first} has` : `${files.length.toLocaleString('en')} files, up to ${others.at(-1)}, have`;
  throw new TextFileError(
    `${subject} ${megabytes(bytes)} of text, and Unroll reads at most ${megabytes(MOST_BYTES)} at once. Take a part of it: cut it into smaller files and choose one.`,
  );
}

/** @throws TextFileError, StorageError */
async function readText(file: string, encoding: Experiment['encoding']): Promise<Decoded> {
  const decoded = decodeText(await readRegular(file, { links: 'followed', most: MOST_BYTES }), encoding);
  if ('text' in decoded) return decoded;
  if (decoded.problem === 'binary')
    throw new TextFileError(`${quote(file)} is not a text file: it has zero bytes in it. Choose a plain text file.`);
  throw new EncodingError(notUtf8(quote(file), encoding, decoded), file, decoded.candidates);
}

/** @param what it is: a file in quotes, or standard input */
export function notUtf8(what: string, encoding: Experiment['encoding'], { line, byte, value, candidates }: Undecided): string {
  const neither = encoding === 'auto' ? 'not UTF-8' : `neither UTF-8 nor ${encoding}`;
  const says = candidates
    .slice(0, MOST_OFFERED)
    .map((candidate) => `as ${candidate.encoding} it says “${candidate.excerpt}”`)
    .join('; ');
  const [first] = candidates;
  const save = 'save it as UTF-8 (in VS Code: click the encoding in the status bar, Save with Encoding)';
  const out =
    first === undefined
      ? `If it is a text, it is damaged there: correct it, ${save}, then try again.`
      : `Read ${says}. Say which is right, as in --encoding ${first.encoding} (setting: encoding), or ${save}.`;
  const place = `byte ${byte.toLocaleString('en')} of the line, 0x${value.toString(16).padStart(2, '0')}`;
  return `${what} is ${neither}: line ${line.toLocaleString('en')} has bytes that are no character (${place}). ${out}`;
}

/** Of a file in a folder, where all that is no text is passed over. @throws TextFileError for a text that is too large by itself */
async function readIfText(found: FoundFile, encoding: Experiment['encoding']): Promise<Decoded | { readonly reason: Reason }> {
  const { file, bytes } = found;
  try {
    if (bytes > MOST_BYTES) {
      if (await hasZeroBytes(file)) return { reason: 'binary' };
      checkSize([found], bytes);
    }
    const decoded = decodeText(await readRegular(file, { links: 'followed', most: MOST_BYTES }), encoding);
    if ('problem' in decoded) return { reason: decoded.problem };
    return isOurs(file, decoded.text) ? { reason: 'ours' } : decoded;
  } catch (error) {
    if (error instanceof StorageError) return { reason: 'unreadable' };
    throw error;
  }
}

/** In a message: the eye of a person finds the right one among few. */
const MOST_OFFERED = 3;

const quote = (file: string) => `“${path.basename(file)}”`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
