/** A text that a command is given: as an argument, by standard input, or in a file. */
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { decodeText } from '../sources/decodeText';
import { type Encoded, MOST_BYTES, notUtf8, readTexts } from '../sources/readTexts';
import { TextFileError } from '../sources/textFileError';
import { encodingOf, type RunFlags } from './openedModel';

/** In place of a text, or of a file: what comes by standard input. */
export const INPUT = '-';

export interface EscapesFlag {
  readonly escapes?: boolean;
}

/** `--escapes`, for a text that is typed. */
export function takingEscapes(command: Command): Command {
  return command.addOption(
    new Option(
      '--escapes',
      String.raw`In the text as it is typed, \n is a line feed, \t a tab, \u{1F600} a code point, and \\ a backslash.`,
    ),
  );
}

/** A text that was typed, or for - what comes by standard input. @throws TextFileError, StorageError; InvalidArgumentError for an escape that is none */
export async function typedText(text: string, flags: RunFlags & EscapesFlag): Promise<string> {
  if (text === INPUT) return withoutLastLineEnd(await fileText(INPUT, flags));
  return flags.escapes ? unescaped(text) : text;
}

/** The text of a file, or for - of standard input, as it is; how its bytes were read is said on stderr. @throws TextFileError, StorageError */
export async function fileText(file: string, flags: RunFlags): Promise<string> {
  const encoded = await encodingOf(flags);
  if (file === INPUT) return await standardInput(encoded);
  const { text, notes } = await readTexts([path.resolve(file)], encoded);
  for (const note of notes) process.stderr.write(`${note}\n`);
  return text;
}

/** Editors end a file with a line end, and so does `echo`: that one is no part of a prompt. */
export const withoutLastLineEnd = (text: string): string => text.replace(/(\r\n|\n|\r)$/, '');

async function standardInput({ encoding = 'auto' }: Encoded): Promise<string> {
  const decoded = decodeText(await allOf(process.stdin), encoding);
  if ('text' in decoded) {
    if (decoded.remark !== undefined) process.stderr.write(`Standard input ${decoded.remark}.\n`);
    return decoded.text;
  }
  throw new TextFileError(
    decoded.problem === 'binary'
      ? 'What comes by standard input is no text: it has zero bytes in it.'
      : notUtf8('What comes by standard input', encoding, decoded),
  );
}

/** What is piped in may have no end. @throws TextFileError */
async function allOf(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let length = 0;
  for await (const block of input) {
    length += block.length;
    if (length > MOST_BYTES)
      throw new TextFileError(
        `What comes by standard input has more than ${MOST_BYTES / 1024 / 1024} MB, the most that Unroll reads at once. Give a part of it.`,
      );
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '0': '\0', '"': '"', "'": "'" };

/** @throws InvalidArgumentError naming an escape that is none */
export function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(.?))/gis, (found, braced, four, two, letter) => {
    const code = braced ?? four ?? two;
    const character = code === undefined ? ESCAPES[letter] : codePoint(Number.parseInt(code, 16));
    if (character === undefined)
      throw new InvalidArgumentError(
        String.raw`There is no escape ${found}. There are \n, \r, \t, \\, \0, \" and \u{…} with the number of a code point; without --escapes a backslash is a backslash.`,
      );
    return character;
  });
}

const codePoint = (point: number): string | undefined => (point <= 0x10ffff ? String.fromCodePoint(point) : undefined);
