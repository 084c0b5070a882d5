/** `score --run RUNDIR FILE`: how well the model expects a text. */
import type { Command } from 'commander';
import { score } from '../engine/abilities';
import { TaskError } from '../engine/tasks/taskError';
import { type Units, unitWords } from '../engine/text/units';
import { TextFileError } from '../sources/textFileError';
import { commandLine } from './commandLine';
import { fileText } from './givenText';
import { interruptible } from './interruption';
import { besideNgrams, type RunFlags, takingRun, warnOfUnknown, withModel } from './openedModel';
import { errorLines, ngramWords, strangeLine } from './report/errorLines';

export function addScore(program: Command): void {
  const command = program
    .command('score')
    .description('How well a trained language model expects a text. For other tasks there is evaluate.');
  takingRun(command)
    .argument('<file>', 'A text; - takes standard input.')
    .option('--json', 'One JSON object: the total and each character or word.')
    .action(async (file: string, { json, ...flags }: RunFlags & { readonly json?: boolean }) => {
      const text = await fileText(file, flags);
      const [scored, units] = await withModel(
        flags,
        async (model) => [await score(model, text, interruptible()), model.experiment.units] as const,
      ).catch((error: unknown) => {
        if (!(error instanceof TaskError)) throw error;
        throw new TaskError(`${error.message} To hold this one against a file: ${commandLine('evaluate', '--run', flags.run, file)}`);
      });
      const { characters } = scored;
      const { one, many } = unitWords(units);
      if (characters === 0)
        throw new TextFileError(`The text has one ${one}, so there is no next ${one} to expect. Give a file with at least two ${many}.`);
      const beside = await besideNgrams(
        flags,
        text,
        scored.perCharacter.map((each) => each.nats),
        interruptible(),
      );
      warnOfUnknown(scored.unknown, 'it reads something else instead, and each is scored as unknown');
      if (json) return console.log(JSON.stringify({ ...scored, ...beside }));
      console.log(`${perUnit(scored.nats, characters, units)}   over ${characters} ${many}`);
      const { baseline, errors, noBaseline } = beside;
      if (scored.strange) console.log(strangeLine(scored.strange, one));
      if (baseline) console.log(`${perUnit(baseline.nats, characters, units)}   ${ngramWords(baseline, units)}`);
      for (const line of errors ? errorLines(errors) : []) console.log(line);
      if (noBaseline !== undefined) process.stderr.write(`No n-gram beside it: ${noBaseline}\n`);
    });
}

export function perUnit(total: number, characters: number, units: Units): string {
  const nats = total / Math.max(1, characters);
  const { short } = unitWords(units);
  return `${nats.toFixed(4)} nats/${short}   ${(nats / Math.LN2).toFixed(4)} bits/${short}   perplexity ${Math.exp(nats).toFixed(3)}`;
}
