/** A run's model for one command. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Model } from '../engine/abilities';
import type { Interruption } from '../engine/interruption';
import type { Score } from '../engine/results';
import { listedUnits } from '../engine/text/characterNames';
import { ENCODINGS, type Encoding } from '../engine/text/encodings';
import { CHECKPOINTS, type CheckpointName, type NamedCheckpoint } from '../protocol/engineProtocol';
import { Baselines } from '../runs/baselines';
import { readExperiment } from '../runs/experimentFile';
import { ModelShelf } from '../runs/modelShelf';
import { exists } from '../runs/runFile';
import { folderOf, runFiles } from '../runs/runFolder';
import type { Encoded } from '../sources/readTexts';

export interface RunFlags {
  readonly run: string;
  readonly checkpoint?: CheckpointName;
  readonly encoding?: Encoding;
}

/** `--run`, which of its checkpoints, and how files are read that are not UTF-8. */
export function takingRun(command: Command): Command {
  const encoding = new Option('--encoding <name>', 'How a file is read that is not UTF-8 (default: as the run says).');
  return choosingCheckpoint(command).addOption(encoding.choices(ENCODINGS));
}

/** `--run`, and which of its checkpoints. */
export function choosingCheckpoint(command: Command): Command {
  const which = new Option(
    '--checkpoint <which>',
    'best: the one that did best on what was held out; last: where training stands; or the update of one that was kept of the way (default: best, where there is one).',
  );
  return command
    .requiredOption('--run <folder>', 'The folder of the run, or a checkpoint in it.')
    .addOption(which.argParser(checkpointNamed));
}

function checkpointNamed(text: string): CheckpointName {
  if (CHECKPOINTS.includes(text as NamedCheckpoint)) return text as NamedCheckpoint;
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`Give one of ${CHECKPOINTS.join(', ')}, or the number of an update.`);
}

export async function withModel<Result>({ run, checkpoint }: RunFlags, action: (model: Model) => Promise<Result>): Promise<Result> {
  const shelf = new ModelShelf();
  try {
    return await shelf.use(run, action, { which: checkpoint });
  } finally {
    await shelf.dispose();
  }
}

/** Of the run that is named, or of the one that the named checkpoint is in. The user named it: its text may lie anywhere. */
export async function besideNgrams(
  { run }: RunFlags,
  text: string,
  nats: readonly number[] | undefined,
  interruption: Interruption,
): Promise<Pick<Score, 'baseline' | 'noBaseline' | 'errors'>> {
  return await new Baselines('anything').beside(folderOf(run), text, interruption, nats);
}

/** How a file that is not UTF-8 is read for a run: as was said, or as what the run learned from. @throws StorageError, RunFolderError */
export async function encodingOf({ run, encoding }: RunFlags): Promise<Encoded> {
  if (encoding) return { encoding };
  const folder = folderOf(run);
  return (await exists(runFiles(folder).experiment)) ? { encoding: (await readExperiment(folder)).encoding } : {};
}

/** What the model does not know is read as something else: said on stderr, for the result is of less worth. */
export function warnOfUnknown(unknown: readonly string[], consequence = 'it reads something else instead'): void {
  if (unknown.length === 0) return;
  process.stderr.write(`unroll: the model does not know ${listedUnits(unknown)}; ${consequence}.\n`);
}
