/** Texts that a command is given: as arguments, or as the lines of a file. */
import type { Command } from 'commander';
import { linesOf } from '../engine/text/lines';
import { type EscapesFlag, fileText, INPUT, takingEscapes, typedText } from './givenText';
import { type RunFlags, takingRun } from './openedModel';

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
  if (file !== undefined || given.join() === INPUT) return textsIn(await fileText(file ?? INPUT, flags));
  return await Promise.all(given.map((text) => typedText(text, flags)));
}

/** The line end at the end of a file ends a line and begins none. */
export function textsIn(file: string): string[] {
  const lines = linesOf(file);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
