/** `report --run RUNDIR --output FILE.html`: a run as one page to keep or send. */
import path from 'node:path';
import type { Command } from 'commander';
import { Baselines } from '../runs/baselines';
import { reportOf } from '../runs/reportOf';
import { writeWhole } from '../runs/writeWhole';
import { evaluateFiles } from '../sources/evaluateFiles';
import { nearer } from './commandLine';
import { interruptible } from './interruption';
import { withModel } from './openedModel';

interface ReportFlags {
  readonly run: string;
  readonly output: string;
  readonly evaluate?: readonly string[];
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'Writes a run as one HTML page, without scripts and with nothing from elsewhere: facts, loss curve, samples, cell, experiment.',
    )
    .requiredOption('--run <folder>', 'The folder of the run.')
    .requiredOption('--output <file.html>', 'Where to write it; what is there is replaced.')
    .option('--evaluate <file...>', 'Hold the model against these files first, and put in how well it does.')
    .action(async ({ run, output, evaluate }: ReportFlags) => {
      const files = evaluate?.map((file) => path.resolve(file));
      const evaluation = files && (await withModel({ run }, (model) => evaluateFiles(model, files, interruptible())));
      const file = path.resolve(output);
      await writeWhole(file, await reportOf(path.resolve(run), new Baselines('anything'), interruptible(), evaluation));
      console.log(`The report is in ${nearer(file)}`);
    });
}
