/** `inspect FILE.safetensors`: what a file of weights is, ours or a stranger's, its tensors with their statistics, and the spectrum of one. */
import path from 'node:path';
import type { Command } from 'commander';
import { isReadable } from '../../engine/checkpoint/dtypes';
import type { TensorEntry } from '../../engine/checkpoint/safetensorsHeader';
import { type TensorSpectrum, tensorSpectrum } from '../../engine/inspect/weights/tensorSpectrum';
import { type TensorStatistics, tensorStatistics } from '../../engine/inspect/weights/tensorStatistics';
import { WeightsError, type WeightsFile } from '../../engine/inspect/weights/weightsFile';
import { type WeightsSummary, weightsSummary } from '../../engine/inspect/weights/weightsSummary';
import { taskWords } from '../../engine/tasks/words';
import { shownText } from '../../engine/text/characterNames';
import { exists } from '../../runs/runFile';
import { isCheckpointFile } from '../../runs/runFolder';
import { type OpenWeights, WeightsShelf } from '../../runs/weightsShelf';
import { namingFile } from '../../sources/namingFile';
import { interruptible } from '../interruption';
import { tableLines } from '../report/tableLines';
import { grouped } from '../report/words';

interface WeightsFlags {
  readonly tensor?: string;
  readonly json?: boolean;
}

/** On the command `inspect` itself, which its subcommands stand below. */
export function takingWeights(inspect: Command): void {
  inspect
    .enablePositionalOptions() // --json after a subcommand is that one's
    .argument('[file]', 'A safetensors file, of Unroll or of others: what it is, and its tensors with their statistics.')
    .option('--tensor <name>', 'Of the file: this tensor alone, with its singular values and, where it is square, its eigenvalues.')
    .option('--json', 'Of the file: one JSON object.')
    .action(async (file: string | undefined, flags: WeightsFlags) => {
      if (file === undefined) inspect.help({ error: true });
      if (!isCheckpointFile(file) && !(await exists(file)))
        inspect.error(`error: ${file} is neither a file here nor one of the commands of inspect. Say \`unroll inspect --help\`.`);
      const told = await namingFile(file, () => new WeightsShelf().use(file, (open) => tell(open, flags)));
      if (flags.json) console.log(JSON.stringify(told));
      else for (const line of lines(path.basename(file), told)) console.log(line);
    });
}

interface Tensor extends Pick<TensorEntry, 'name' | 'dtype' | 'shape'> {
  /** Missing where numbers of its type are not read one by one. */
  readonly statistics?: Omit<TensorStatistics, 'tensor'>;
}

interface Told {
  readonly summary: WeightsSummary;
  readonly tensors: readonly Tensor[];
  readonly spectrum?: TensorSpectrumTold;
  /** Why the one that was asked for has none. */
  readonly noSpectrum?: string;
}

interface TensorSpectrumTold {
  readonly singularValues: readonly number[];
  /** Pairs of real and imaginary part. */
  readonly eigenvalues?: readonly (readonly [number, number])[];
}

async function tell({ bytes, file, ...read }: OpenWeights, { tensor: name }: WeightsFlags): Promise<Told> {
  const following = interruptible();
  const summary = weightsSummary(file, read);
  const chosen = name === undefined ? [...file.entries.keys()] : [numbered(file, name)];
  const tensors: Tensor[] = [];
  for (const tensor of chosen) {
    const { name, dtype, shape } = file.entries[tensor] as TensorEntry;
    if (!isReadable(dtype)) tensors.push({ name, dtype, shape });
    else {
      const { tensor: _, ...statistics } = await tensorStatistics(bytes, file, tensor, following);
      tensors.push({ name, dtype, shape, statistics });
    }
  }
  const [only] = chosen;
  if (name === undefined || only === undefined) return { summary, tensors };
  try {
    return { summary, tensors, spectrum: inNumbers(await tensorSpectrum(bytes, file, { tensor: only }, following)) };
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error;
    return { summary, tensors, noSpectrum: error.message };
  }
}

/** @throws WeightsError naming some that there are */
function numbered({ entries }: WeightsFile, name: string): number {
  const found = entries.findIndex((entry) => entry.name === name);
  if (found >= 0) return found;
  const some = entries.slice(0, 8).map((entry) => shownText(entry.name));
  const more = entries.length > some.length ? `, … (${grouped.format(entries.length)} in all)` : '';
  throw new WeightsError(`There is no tensor ${name}. There are ${some.join(', ')}${more}.`);
}

function inNumbers({ singularValues, eigenvalues }: TensorSpectrum): TensorSpectrumTold {
  return {
    singularValues: [...singularValues],
    ...(eigenvalues && { eigenvalues: [...eigenvalues.real].map((real, at) => [real, eigenvalues.imaginary[at] as number] as const) }),
  };
}

function lines(name: string, { summary, tensors, spectrum, noSpectrum }: Told): string[] {
  const below = spectrum ? ofSpectrum(spectrum) : noSpectrum === undefined ? [] : [shownText(noSpectrum)];
  return [...about(name, summary), '', ...table(tensors), ...(below.length > 0 ? ['', ...below] : [])];
}

function about(name: string, { size, tensors, numbers, dtypes, metadata, checkpoint, problem }: WeightsSummary): string[] {
  const types = dtypes.map(({ dtype, tensors }) => `${dtype} (${grouped.format(tensors)})`).join(', ');
  const facts = `${name}: ${grouped.format(size)} bytes, ${grouped.format(tensors)} tensors, ${grouped.format(numbers)} numbers; ${types || 'nothing in it'}`;
  if (problem !== undefined) return [facts, shownText(problem)];
  if (!checkpoint)
    return [facts, ...metadata.slice(0, MOST_METADATA).map(({ name, text }) => `${shownText(name)}: ${shownText(text.slice(0, WIDEST))}`)];
  const { best, bestAccuracy, elapsed, experiment, parameters, update, epoch, vocabularySize } = checkpoint;
  const { inShort, unit, units } = taskWords(experiment);
  const held = best === undefined ? '' : `, best held out ${best.toFixed(4)} nats/${unit}`;
  const right = bestAccuracy === undefined ? '' : `, ${(100 * bestAccuracy).toFixed(1)} % right`;
  return [
    facts,
    `A checkpoint: ${inShort}, ${experiment.cell}, ${experiment.layers} × ${grouped.format(experiment.hidden)} units, ${grouped.format(parameters)} parameters, ${grouped.format(vocabularySize)} ${units.many}`,
    `Update ${grouped.format(update)}, epoch ${grouped.format(epoch)}, after ${elapsed.toFixed(1)} s of training${held}${right}`,
  ];
}

const MOST_METADATA = 20;
const WIDEST = 200;

const HEADS = ['tensor', 'shape', 'type', 'numbers', 'mean', 'σ', 'least', 'most', 'zeros', 'not finite'];
/** Columns that begin at the left. */
const WORDS = 3;

function table(tensors: readonly Tensor[]): string[] {
  const rows = [
    HEADS,
    ...tensors.map(({ name, dtype, shape, statistics }) => {
      const counted = shape.reduce((size, length) => size * length, 1);
      const facts = [shownText(name), shape.length === 0 ? 'scalar' : shape.join('×'), dtype, grouped.format(counted)];
      if (!statistics) return [...facts, '', '', '', '', '', ''];
      const { mean, deviation, least, most, zeros, nan, infinite, count } = statistics;
      const share = count === 0 ? '' : `${((100 * zeros) / count).toFixed(1)} %`;
      return [...facts, ...[mean, deviation, least, most].map(figure), share, grouped.format(nan + infinite)];
    }),
  ];
  return tableLines(rows, (column) => column >= WORDS);
}

const figure = (value: number): string => (Number.isNaN(value) ? '' : Number(value.toPrecision(4)).toString());

/** The first and the last of them tell how it falls. */
const SHOWN = 8;

function ofSpectrum({ singularValues, eigenvalues }: TensorSpectrumTold): string[] {
  const shown = (values: readonly string[]) =>
    values.length > 2 * SHOWN ? `${values.slice(0, SHOWN).join(' ')} … ${values.slice(-SHOWN).join(' ')}` : values.join(' ');
  const lines = [`${grouped.format(singularValues.length)} singular values: ${shown(singularValues.map(figure))}`];
  if (!eigenvalues) return lines;
  const sorted = [...eigenvalues].sort((a, b) => Math.hypot(...b) - Math.hypot(...a));
  const outside = sorted.filter((pair) => Math.hypot(...pair) > 1).length;
  const words = sorted.map(
    ([real, imaginary]) => `${figure(real)}${imaginary === 0 ? '' : `${imaginary < 0 ? '−' : '+'}${figure(Math.abs(imaginary))}i`}`,
  );
  return [...lines, `${grouped.format(eigenvalues.length)} eigenvalues, ${outside} outside the unit circle: ${shown(words)}`];
}
