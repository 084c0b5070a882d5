/** `inspect baseline --run RUNDIR`: what n-grams of a run's own training text reach on what was held out from it. */
import path from 'node:path';
import type { Command } from 'commander';
import { unitWords } from '../../engine/text/units';
import { Baselines } from '../../runs/baselines';
import { readExperiment } from '../../runs/experimentFile';
import { RunFolderError } from '../../runs/runFolder';
import { interruptible } from '../interruption';
import { numberArgument } from '../numberArgument';
import { partWords } from '../report/errorLines';
import { grouped } from '../report/words';

export function addBaseline(inspect: Command): void {
  inspect
    .command('baseline')
    .description(
      'What n-grams of the training text reach on what was held out (interpolated modified Kneser–Ney): the yardstick of a language model.',
    )
    .requiredOption('--run <folder>', 'The folder of the run.')
    .option(
      '--order <n>',
      'n-grams of so many characters or words (default: what tells the end of the training text best).',
      numberArgument({ least: 1, most: 12, whole: true }),
    )
    .option('--json', 'One JSON object.')
    .action(async ({ run, order, json }: { readonly run: string; readonly order?: number; readonly json?: boolean }) => {
      const { baseline, missing } = await new Baselines('anything').of(path.resolve(run), interruptible(), order);
      if (!baseline) throw new RunFolderError(missing ?? 'n-grams are counted for language models alone: this run learned another task.');
      if (json) return console.log(JSON.stringify(baseline));
      const { nats, characters, counted, trained } = baseline;
      const { units } = await readExperiment(path.resolve(run));
      const { many, short } = unitWords(units);
      console.log(
        `${baseline.order}-gram   ${nats.toFixed(4)} nats/${short}   ${(nats / Math.LN2).toFixed(4)} bits/${short}   over the ${grouped.format(characters)} ${many} held out; ${counted < trained ? `counted${partWords(baseline, units)}` : `${grouped.format(counted)} were counted`}`,
      );
    });
}
