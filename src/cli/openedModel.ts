/** A run's model for one command. */
import { type Command, Option } from 'commander';
import type { Model } from '../engine/abilities';
import { CHECKPOINTS, type CheckpointName } from '../runs/checkpointOf';
import { ModelShelf } from '../runs/modelShelf';

export interface RunFlags {
  readonly run: string;
  readonly checkpoint?: CheckpointName;
}

/** `--run`, and which of its checkpoints. */
export function takingRun(command: Command): Command {
  const which = new Option(
    '--checkpoint <which>',
    'best: the one that did best on what was held out; last: where training stands (default: best, where there is one).',
  );
  return command.requiredOption('--run <folder>', 'The folder of the run, or a checkpoint in it.').addOption(which.choices(CHECKPOINTS));
}

export async function withModel<Result>({ run, checkpoint }: RunFlags, action: (model: Model) => Promise<Result>): Promise<Result> {
  const shelf = new ModelShelf();
  try {
    return await shelf.use(run, action, { which: checkpoint });
  } finally {
    await shelf.dispose();
  }
}

/** Characters that the model never saw are read as another: said on stderr, for the result is of less worth. */
export function warnOfUnknown(unknown: readonly string[], consequence = 'it reads another character instead'): void {
  if (unknown.length === 0) return;
  const shown = unknown
    .slice(0, 10)
    .map((character) => JSON.stringify(character))
    .join(', ');
  process.stderr.write(
    `unroll: the model never saw ${shown}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''} in training; ${consequence}.\n`,
  );
}
