/** `resume --run RUNDIR`: goes on from the last checkpoint. */
import path from 'node:path';
import type { Command } from 'commander';
import { resumeRun } from '../runs/resumeRun';
import { addResumeFlags, experimentOptions } from './experimentFlags';
import { followTraining } from './followTraining';

export function addResume(program: Command): void {
  const command = program
    .command('resume')
    .description(
      'Goes on with a run from its last checkpoint, as if it had never stopped. A new --updates, --epochs or --minutes (counted from the very beginning) replaces the old end. A run that reached its end, and is given no new one, goes on for as long again.',
    );
  addResumeFlags(command.requiredOption('--run <folder>', 'The folder of the run.'))
    .option('--json', 'One JSON object a line.')
    .action(async ({ run, json }: { readonly run: string; readonly json?: boolean }) => {
      const folder = path.resolve(run);
      await followTraining(folder, json === true, (follower) => resumeRun(folder, experimentOptions(command), follower));
    });
}
