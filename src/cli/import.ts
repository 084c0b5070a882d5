/** `import FOLDER|WEIGHTS --out RUN`: weights of somewhere else as a run. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import type { ExperimentOptions } from '../engine/experimentSchema';
import { TASKS } from '../engine/tasks/words';
import { UNITS } from '../engine/text/units';
import { importRun } from '../runs/importRun';
import { isCellPath } from '../sources/resolveCell';
import { nearer } from './commandLine';
import { resumeLine, useLine } from './wayOn';

interface ImportFlags extends Pick<ExperimentOptions, 'task' | 'cell' | 'units'> {
  readonly vocabulary?: string;
  readonly out: string;
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description(
      'Makes a run of weights: of a folder that was exported to PyTorch, trained further there or not, or of PyTorch with a vocabulary. It answers, can be looked into, and trains on with resume.',
    )
    .argument('<folder|weights.safetensors>', 'An exported folder, or a file of weights.')
    .option(
      '--vocabulary <vocab.json>',
      'What the rows of the weights stand for, where they do not say it: a list of symbols, or a table of symbols and rows (default: vocab.json beside them, where there is one).',
    )
    .addOption(new Option('--task <task>', 'What weights that do not say it were trained for (default: language-model).').choices(TASKS))
    .option('--cell <cell>', 'Their cell, where its size does not tell it: such as rnn-relu, or the path of a .cell file.')
    .addOption(new Option('--units <units>', 'What they read, where they do not say it (default: characters).').choices(UNITS))
    .requiredOption('--out <folder>', 'The folder of the run.')
    .action(async (weights: string, { vocabulary, out, task, cell, units }: ImportFlags) => {
      const folder = path.resolve(out);
      const said = { task, cell: cell !== undefined && isCellPath(cell) ? path.resolve(cell) : cell, units };
      const { summary, notes } = await importRun({
        folder,
        weights: path.resolve(weights),
        ...(vocabulary !== undefined && { vocabulary: path.resolve(vocabulary) }),
        options: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
      });
      for (const note of notes) console.log(note);
      console.log(`The run is in ${nearer(folder)}`);
      for (const line of [resumeLine(folder), useLine(folder, summary.experiment.task)]) console.log(line);
    });
}
