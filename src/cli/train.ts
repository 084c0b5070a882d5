/** `train FILE…`: a new run. */
import path from 'node:path';
import type { Command } from 'commander';
import { cellNames } from '../engine/cell/cellSources';
import { ExperimentError, type ExperimentOptions } from '../engine/experimentSchema';
import { parseExperiment } from '../engine/parseExperiment';
import { type InitialWeights, type PlannedTraining, RUNS_FOLDER } from '../protocol/engineProtocol';
import { cleanUp } from '../runs/cleanUp';
import { freshRunFolder, removeIfEmpty } from '../runs/createRun';
import { readInitialWeights } from '../runs/initialWeights';
import { isExperiment, plannedTraining } from '../runs/plannedTraining';
import { startingOptions, trainRun } from '../runs/trainRun';
import { isCellPath } from '../sources/resolveCell';
import { addTrainFlags, experimentOptions } from './experimentFlags';
import { followTraining } from './followTraining';

interface TrainFlags {
  readonly init?: string;
  readonly initVocabulary?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly readAnywhere?: boolean;
}

export function addTrain(program: Command): void {
  const command = program
    .command('train')
    .description(
      'Trains on text files, or on the text files in a folder. Tasks other than language-model, infill and tag with a rule learn from rows: of a CSV, TSV or JSONL file, or (classify, generate-from-label) a folder with one file for each label. What is not said fits the task and the size of the text, and takes at most 3 minutes; the run tells what was chosen.',
    );
  addTrainFlags(
    command.argument(
      '<file...>',
      'Text or rows in UTF-8; several are read one after another. Or an experiment: NAME.unroll.json, or experiment.json of a run, which comes to the same weights again; flags, and texts beside it, take the place of what it says.',
    ),
  )
    .option(
      '--init <weights.safetensors|run>',
      'Start from these weights: a checkpoint of a run (or its folder), or tensors with the names of PyTorch (rnn.weight_ih_l0 …, head.weight, head.bias; encoder and decoder for translate, forwards and backwards for infill). Cell and sizes are theirs where they are not said. What they know of a symbol goes to the same symbol: rows of others are drawn afresh, those that are gone are dropped.',
    )
    .option(
      '--init-vocabulary <vocab.json>',
      'What the rows of those weights stand for: a list of symbols, or a table of symbols and rows. A checkpoint says it itself.',
    )
    .option('--out <folder>', 'The folder of the run (default: .unroll/runs/<file>-<cell>-<n>).')
    .option('--json', 'One JSON object a line.')
    .option('--read-anywhere', 'Read what an experiment file names wherever it lies, also outside the folder of that file and this one.')
    .action(async (given: readonly string[], flags: TrainFlags) => {
      const said = withCellPaths(experimentOptions(command));
      const { name, ...planned } = await plannedBy(given, said, flags);
      const init = initOf(flags) ?? planned.init;
      const weights = init && (await readInitialWeights(init));
      const options = weights && !planned.exact ? await startingOptions(planned.options, weights.given) : planned.options;
      const cells = cellNames(planned.exact ? (options.cell ?? '') : parseExperiment(options, Object.keys(said)).cell);
      const folder =
        flags.out === undefined
          ? await freshRunFolder(path.resolve(RUNS_FOLDER), runName(name ?? planned.files[0] ?? '', cells))
          : path.resolve(flags.out);
      const request = { ...planned, folder, ...(init && { init }) };
      try {
        await followTraining(folder, flags.json === true, (follower) => trainRun(request, follower, weights));
      } finally {
        if (flags.out === undefined) await cleanUp(folder, () => removeIfEmpty(folder));
      }
    });
}

/** Of texts and flags; or of an experiment file, of which flags and texts beside it take the place of what it says. */
async function plannedBy(given: readonly string[], said: ExperimentOptions, { readAnywhere }: TrainFlags): Promise<PlannedTraining> {
  const files = given.map((file) => path.resolve(file));
  const [experiment, ...more] = files.filter(isExperiment);
  if (experiment === undefined) return { files, options: said };
  if (more.length > 0)
    throw new ExperimentError(
      `${files
        .filter(isExperiment)
        .map((file) => path.basename(file))
        .join(' and ')} are experiments of their own: train one at a time.`,
    );
  const texts = files.filter((file) => file !== experiment);
  const readable = readAnywhere ? 'anything' : [process.cwd()];
  return await plannedTraining(experiment, { changes: said, ...(texts.length > 0 && { files: texts }), readable });
}

/** A cell's file is found from here, whatever reads it. */
function withCellPaths(said: ExperimentOptions): ExperimentOptions {
  if (said.cell === undefined) return said;
  return {
    ...said,
    cell: cellNames(said.cell)
      .map((cell) => (isCellPath(cell) ? path.resolve(cell) : cell))
      .join(', '),
  };
}

/** @throws ExperimentError */
function initOf({ init, initVocabulary }: TrainFlags): InitialWeights | undefined {
  if (init !== undefined)
    return { weights: path.resolve(init), ...(initVocabulary !== undefined && { vocabulary: path.resolve(initVocabulary) }) };
  if (initVocabulary === undefined) return undefined;
  throw new ExperimentError('--init-vocabulary says what the rows of weights stand for: give these too, with --init.');
}

function runName(of: string, cells: readonly string[]): string {
  return [of, ...cells].map((named) => path.parse(named).name).join('-');
}
