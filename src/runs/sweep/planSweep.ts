/**
 * A sweep before it trains: its runs with all that is known of each, and what it learns from.
 * All is looked at here, so that nobody learns after an hour that the last run could not be trained.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { cellNames } from '../../engine/cell/cellSources';
import { type Experiment, ExperimentError, type ExperimentOptions } from '../../engine/experimentSchema';
import { CancelledError, type Interruption } from '../../engine/interruption';
import { type Cost, Costs } from '../../engine/sweep/costs';
import { type Combination, expandSweep, type Sweep, valuesInWords } from '../../engine/sweep/expandSweep';
import type { InitialWeights } from '../../protocol/engineProtocol';
import { readMaterial, type TrainingMaterial } from '../../sources/readMaterial';
import { isCellPath, resolveCell } from '../../sources/resolveCell';
import { type ReadWeights, readInitialWeights } from '../initialWeights';
import { hashMaterial } from '../materialChanges';
import { startOf } from '../plannedTraining';
import { requireReadableFrom } from '../trainingFiles';
import { readingOf, settled, startingOptions } from '../trainRun';
import { optionsOfRun, readSweepDocument, type SweepDocument } from './sweepDocument';

export interface PlannedRun {
  /** From 1. */
  readonly number: number;
  readonly values: Combination['values'];
  /** As a person would have said them, with the equations of the cell that were looked at. */
  readonly options: ExperimentOptions;
  /** Absolute paths: what it starts from, where that is not chance. */
  readonly init?: InitialWeights | undefined;
  readonly experiment: Experiment;
  /** As in `SweptRun`. */
  readonly key: string;
  readonly cost: Cost;
  readonly learned: TrainingMaterial;
}

export interface PlannedSweep extends Pick<Sweep, 'method' | 'varied' | 'notes'> {
  readonly name: string;
  /** Absolute; so are the files that are learned from. */
  readonly file: string;
  readonly files: readonly string[];
  readonly runs: readonly PlannedRun[];
}

/**
 * @param readable as in `plannedTraining`
 * @throws ExperimentError naming each combination that cannot be trained; ExperimentFileError, OutsideFileError, StorageError, TextFileError, DataError, CellSyntaxError
 */
export async function planSweep(
  named: string,
  readable: readonly string[] | 'anything',
  interruption: Interruption,
): Promise<PlannedSweep> {
  const document = await readSweepDocument(named);
  const { method, varied, notes, runs: combinations } = expandSweep(document.fields);
  const said = combinations.map((combination) => optionsOfRun(document, combination));
  const files = await filesOf(document, said, readable);
  const costs = new Costs();
  const materials = new Materials(files, interruption);
  const starts = new Starts();
  const runs: PlannedRun[] = [];
  const problems: string[] = [];
  for (const [at, { values }] of combinations.entries()) {
    if (interruption.stop.aborted) throw new CancelledError();
    try {
      const { init, options: asked } = startOf(said[at] as ExperimentOptions);
      const weights = init && (await starts.of(init));
      const options = { ...(await resolveCell(weights ? await startingOptions(asked, weights.given) : asked)), files: [] };
      const { learned, hash } = await materials.of(options);
      const experiment = settled(options, learned);
      const cost = costs.of(experiment, learned.material);
      runs.push({ number: at + 1, values, options, init, experiment, key: keyOf(experiment, [hash, weights?.hash]), cost, learned });
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      problems.push(`${valuesInWords(values)}: ${error.message}`);
    }
  }
  if (problems.length > 0) throw new ExperimentError(problems.join('\n'));
  return { method, varied, notes, name: document.name, file: document.document.file, files, runs };
}

/** What all runs learn from, if it may be read. @throws ExperimentError, OutsideFileError, StorageError */
async function filesOf(
  { document: { file } }: SweepDocument,
  said: readonly ExperimentOptions[],
  readable: readonly string[] | 'anything',
): Promise<readonly string[]> {
  const files = said[0]?.files ?? [];
  if (files.length === 0)
    throw new ExperimentError(`${path.basename(file)} does not say what to learn from: give it "files": ["text.txt"], relative to itself.`);
  const cells = new Set(said.flatMap(({ cell }) => (cell === undefined ? [] : cellNames(cell).filter(isCellPath))));
  const weights = new Set(said.flatMap(({ init, initVocabulary }) => [init, initVocabulary].filter((one) => one !== undefined)));
  await requireReadableFrom(file, [...files, ...cells, ...weights], readable);
  return files;
}

/** What is learned, read once for all runs that read it alike. */
class Materials {
  readonly #read = new Map<string, { readonly learned: TrainingMaterial; readonly hash: string }>();

  constructor(
    private readonly files: readonly string[],
    private readonly interruption: Interruption,
  ) {}

  async of(options: ExperimentOptions) {
    const reading = readingOf(options);
    const { task, rule, encoding, lineEnds, normalization, inputColumn, targetColumn, header } = reading;
    const key = JSON.stringify([task, rule, encoding, lineEnds, normalization, inputColumn, targetColumn, header]);
    const known = this.#read.get(key);
    if (known) return known;
    const learned = await readMaterial(reading, this.files, this.interruption);
    const read = { learned, hash: hashMaterial(learned.material) };
    this.#read.set(key, read);
    return read;
  }
}

/** Weights, read once for all runs that start from them. */
class Starts {
  readonly #read = new Map<string, ReadWeights>();

  async of(init: InitialWeights): Promise<ReadWeights> {
    const key = JSON.stringify(init);
    const read = this.#read.get(key) ?? (await readInitialWeights(init));
    this.#read.set(key, read);
    return read;
  }
}

/** By its settings, and by what it learns and starts from, not by where that lies. */
function keyOf({ files, ...experiment }: Experiment, hashes: readonly (string | undefined)[]): string {
  const sorted = Object.fromEntries(Object.entries(experiment).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256')
    .update(JSON.stringify([sorted, ...hashes]))
    .digest('hex');
}
