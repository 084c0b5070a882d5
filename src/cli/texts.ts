/** Texts that a command is given: as arguments, or as the lines of a file. */
import type { Command } from 'commander';
import { type EscapesFlag, fileText, INPUT, takingEscapes, typedText } from './givenText';
import { encodingOf, type RunFlags, takingRun } from './openedModel';

export interface TextFlags extends RunFlags, EscapesFlag {
  readonly file?: string | undefined;
  readonly json?: boolean;
}

/** The argument `[text...]`, and `--run`, `--checkpoint`, `--file`, `--json`. */
export function takingTexts(command: Command, json: string): Command {
  return takingEscapes(takingRun(command))
    .argument('[text...]', 'Texts; - alone takes each line of standard input as one.')
    .option('--file <file>', 'Each line of this file is a text.')
    .option('--json', json);
}

/** @throws TextFileError, StorageError; wrong usage where there is no text, or two sorts of them */
export async function textsOf(command: Command, given: readonly string[], flags: TextFlags): Promise<readonly string[]> {
  const { file } = flags;
  if (given.length > 0 === (file !== undefined)) command.error('error: Give a text, or a file of texts with --file.');
  if (file !== undefined || given.join() === INPUT) return linesOf(await fileText(file ?? INPUT, await encodingOf(flags)));
  const { encoding } = await encodingOf(flags);
  return await Promise.all(given.map((text) => typedText(text, { ...flags, encoding })));
}

/** However they end; the last line feed ends a line and begins none. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
