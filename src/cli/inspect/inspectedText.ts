/** The text that a model is looked into with: said, or in a file. */
import type { Command } from 'commander';
import { type EscapesFlag, fileText, takingEscapes, typedText } from '../givenText';
import { type RunFlags, takingRun } from '../openedModel';

export interface InspectFlags extends RunFlags, EscapesFlag {
  readonly text?: string;
  readonly file?: string;
  readonly json?: boolean;
}

/** `--run`, `--checkpoint`, `--text`, `--file`, `--json`. */
export function takingInspectedText(command: Command, json: string): Command {
  return takingEscapes(takingRun(command))
    .option('--text <text>', 'What the model reads; - takes it from standard input, without the line end at its end.')
    .option('--file <file>', 'The model reads this file, or the text files in this folder.')
    .option('--json', json);
}

/** @throws TextFileError, StorageError; wrong usage where there is no text, or two sorts of it */
export async function inspectedText(command: Command, flags: InspectFlags): Promise<string> {
  const { text, file } = flags;
  if ((text === undefined) === (file === undefined) || text === '') command.error('error: Give a text with --text, or a file with --file.');
  return text === undefined ? await fileText(file as string, flags) : await typedText(text, flags);
}
