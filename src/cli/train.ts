/** `train FILE…`: a new run. */
import path from 'node:path';
import type { Command } from 'commander';
import { parseExperiment } from '../engine/parseExperiment';
import { RUNS_FOLDER } from '../protocol/engineProtocol';
import { cleanUp } from '../runs/cleanUp';
import { freshRunFolder, removeIfEmpty } from '../runs/createRun';
import { MOST } from '../runs/runFile';
import { trainRun } from '../runs/trainRun';
import { namingFile } from '../sources/namingFile';
import { readNamed } from '../sources/readNamed';
import { isCellPath } from '../sources/resolveCell';
import { addTrainFlags, experimentOptions } from './experimentFlags';
import { followTraining } from './followTraining';

interface TrainFlags {
  readonly init?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export function addTrain(program: Command): void {
  const command = program
    .command('train')
    .description(
      'Trains on text files, or on the text files in a folder. Tasks other than language-model, infill and tag with a rule learn from rows: of a CSV, TSV or JSONL file, or (classify, generate-from-label) a folder with one file for each label. What is not said fits the task and the size of the text, and takes at most 3 minutes; the run tells what was chosen.',
    );
  addTrainFlags(command.argument('<file...>', 'Text or rows in UTF-8; several are read one after another.'))
    .option(
      '--init <weights.safetensors>',
      'Start from these weights, with the names of PyTorch (rnn.weight_ih_l0 …, head.weight, head.bias; encoder and decoder for translate, forwards and backwards for infill) or of a checkpoint.',
    )
    .option('--out <folder>', 'The folder of the run (default: .unroll/runs/<file>-<cell>-<n>).')
    .option('--json', 'One JSON object a line.')
    .action(async (files: readonly string[], flags: TrainFlags) => {
      const options = experimentOptions(command);
      const cells = parseExperiment(options, Object.keys(options))
        .cell.split(',')
        .map((cell) => (isCellPath(cell.trim()) ? path.resolve(cell.trim()) : cell.trim()));
      const { init: weights } = flags;
      const init = weights === undefined ? undefined : await readNamed(weights, MOST.checkpoint);
      const folder =
        flags.out === undefined ? await freshRunFolder(path.resolve(RUNS_FOLDER), runName(files, cells)) : path.resolve(flags.out);
      const request = {
        folder,
        files: files.map((file) => path.resolve(file)),
        options: { ...options, ...(options.cell !== undefined && { cell: cells.join(', ') }) },
      };
      try {
        await followTraining(folder, flags.json === true, (follower) =>
          namingFile(weights ?? folder, () => trainRun(request, follower, init)),
        );
      } finally {
        if (flags.out === undefined) await cleanUp(folder, () => removeIfEmpty(folder));
      }
    });
}

function runName(files: readonly string[], cells: readonly string[]): string {
  return [files[0] ?? '', ...cells].map((named) => path.parse(named).name).join('-');
}
