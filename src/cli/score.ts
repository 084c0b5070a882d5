/** `score --run RUNDIR FILE`: how well the model expects a text. */
import path from 'node:path';
import type { Command } from 'commander';
import { score } from '../engine/abilities';
import { TaskError } from '../engine/tasks/taskError';
import { readTexts, TextFileError } from '../sources/readTexts';
import { commandLine } from './commandLine';
import { interruptible } from './interruption';
import { besideNgrams, type RunFlags, takingRun, warnOfUnknown, withModel } from './openedModel';
import { errorLines, ngramWords } from './report/errorLines';

export function addScore(program: Command): void {
  const command = program
    .command('score')
    .description('How well a trained language model expects a text. For other tasks there is evaluate.');
  takingRun(command)
    .argument('<file>', 'Text in UTF-8.')
    .option('--json', 'One JSON object: the total and each character.')
    .action(async (file: string, { json, ...flags }: RunFlags & { readonly json?: boolean }) => {
      const { text } = await readTexts([path.resolve(file)]);
      if ([...text.slice(0, 4)].length < 2)
        throw new TextFileError(
          'The text has one character, so there is no next character to expect. Give a file with at least two characters.',
        );
      const scored = await withModel(flags, (model) => score(model, text, interruptible())).catch((error: unknown) => {
        if (!(error instanceof TaskError)) throw error;
        throw new TaskError(`${error.message} To hold this one against a file: ${commandLine('evaluate', '--run', flags.run, file)}`);
      });
      const beside = await besideNgrams(
        flags,
        text,
        scored.perCharacter.map((each) => each.nats),
        interruptible(),
      );
      warnOfUnknown(scored.unknown);
      if (json) return console.log(JSON.stringify({ ...scored, ...beside }));
      const { characters } = scored;
      console.log(`${perCharacter(scored.nats, characters)}   over ${characters} characters`);
      const { baseline, errors, noBaseline } = beside;
      if (baseline) console.log(`${perCharacter(baseline.nats, characters)}   ${ngramWords(baseline)}`);
      for (const line of errors ? errorLines(errors) : []) console.log(line);
      if (noBaseline !== undefined) process.stderr.write(`No n-gram beside it: ${noBaseline}\n`);
    });
}

function perCharacter(total: number, characters: number): string {
  const nats = total / Math.max(1, characters);
  return `${nats.toFixed(4)} nats/char   ${(nats / Math.LN2).toFixed(4)} bits/char   perplexity ${Math.exp(nats).toFixed(3)}`;
}
