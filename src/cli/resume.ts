/** `resume --run RUNDIR`: goes on from the last checkpoint. */
import path from 'node:path';
import type { Command } from 'commander';
import { resumeRun } from '../runs/resumeRun';
import { addResumeFlags, experimentOptions } from './experimentFlags';
import { followTraining } from './followTraining';

interface ResumeFlags {
  readonly run: string;
  readonly further?: boolean;
  readonly json?: boolean;
  readonly readAnywhere?: boolean;
  readonly files?: readonly string[];
}

export function addResume(program: Command): void {
  const command = program
    .command('resume')
    .description(
      'Goes on with a run from its last checkpoint, as if it had never stopped. A new --updates, --epochs or --minutes (counted from the very beginning) replaces the old end; the learning rate then goes on from where it stands, at least from a quarter of what it was at first, and falls until the new end.',
    );
  addResumeFlags(command.requiredOption('--run <folder>', 'The folder of the run.'))
    .option('--further', 'Trains a run that has reached its end for as long again.')
    .option('--read-anywhere', 'Read the files that the run names wherever they lie, also outside its workspace and this folder.')
    .option(
      '--files <file...>',
      'Where the files that the run learned from are now, in their order, if they were moved. They are to say the same.',
    )
    .option('--json', 'One JSON object a line.')
    .action(async ({ run, further, json, readAnywhere, files }: ResumeFlags) => {
      const folder = path.resolve(run);
      const readable = readAnywhere ? 'anything' : [process.cwd()];
      await followTraining(folder, json === true, (follower) =>
        resumeRun(folder, experimentOptions(command), follower, { further, readable, moved: files?.map((file) => path.resolve(file)) }),
      );
    });
}
