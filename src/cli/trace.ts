/** `trace --run RUNDIR --text TEXT`: every named activation at every character. */

import { type Command, InvalidArgumentError } from 'commander';
import { trace } from '../engine/abilities';
import type { Trace, TracedActivation, TracedLayer, TracedText } from '../engine/results';
import { characterName, isInvisible } from '../engine/text/characterNames';
import type { Units } from '../engine/text/units';
import { type EscapesFlag, takingEscapes, typedText } from './givenText';
import { interruptible } from './interruption';
import { type RunFlags, takingRun, warnOfUnknown, withModel } from './openedModel';
import { grouped } from './report/words';

interface TraceFlags extends RunFlags, EscapesFlag {
  readonly text: string;
  readonly target?: string;
  readonly label?: string;
  readonly json?: boolean;
}

export function addTrace(program: Command): void {
  const command = program.command('trace').description('What goes on inside a trained model as it reads a text.');
  takingEscapes(takingRun(command))
    .requiredOption('--text <text>', 'What the model reads; - takes it from standard input, without the line end at its end.', notEmpty)
    .option('--target <text>', 'For a run of translate: what the decoder is fed (default: its own translation).')
    .option('--label <label>', 'For a run of generate-from-label: of which label the text is (default: the first).')
    .option('--json', 'One JSON object: values[t][unit] of every named activation, and the surprise in bits.')
    .action(async ({ text: typed, target, label, json, escapes, ...run }: TraceFlags) => {
      const text = await typedText(typed, { ...run, escapes });
      const [traced, units] = await withModel(
        run,
        async (model) => [await trace(model, text, interruptible(), { target, label }), model.experiment.units] as const,
      );
      warnOfUnknown(traced.unknown);
      if (json) console.log(JSON.stringify(plain(traced)));
      else for (const line of picture(traced, units)) console.log(line);
    });
}

function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('Give a text to read.');
  return text;
}

/** Numbers as JSON has them; NaN (nothing was predicted) is null. */
function plain({ target, alignment, ...source }: Trace) {
  return {
    ...plainText(source),
    ...(target && { target: plainText(target) }),
    ...(alignment && { alignment: matrix(alignment, source.characters.length) }),
  };
}

function plainText<Traced extends TracedText>({ surprise, layers, ...rest }: Traced) {
  return {
    ...rest,
    surprise: [...surprise],
    layers: layers.map(({ activations, order, ...layer }) => ({
      ...layer,
      order: [...order],
      activations: activations.map(({ values, ...activation }) => ({ ...activation, values: matrix(values, layer.units) })),
    })),
  };
}

function picture({ target, alignment, ...source }: Trace, units: Units): string[] {
  if (!target) return textPicture(source, units);
  const weights = alignment ? ['', 'alignment', ...alignmentPicture(source, target, alignment)] : [];
  return ['source', ...textPicture(source, units), '', 'target', ...textPicture(target, units), ...weights];
}

/** One line for each activation: the mean over its units at each character, lowest to highest. */
function textPicture(text: TracedText, units: Units): string[] {
  if (units === 'words') return wordLines(text);
  const { characters, surprise, layers } = text;
  const names = layers.flatMap(({ activations }) => activations.map(({ name }) => name.length));
  const margin = Math.max(8, ...names) + 2;
  const lines = [`${''.padEnd(margin)}${shown(characters)}`, ...hidden(characters).map((line) => `${''.padEnd(margin)}${line}`)];
  if (surprise.some(Number.isFinite)) lines.push(`${'surprise'.padEnd(margin)}${sparkline([...surprise])}`);
  for (const each of layers) {
    if (layers.length > 1) lines.push(nameOf(each, layers));
    for (const activation of each.activations)
      lines.push(`${activation.name.padEnd(margin)}${sparkline(means(activation, each.units))}  ${activation.equation}`);
  }
  return lines;
}

/** `layer 1`, and its direction where there are both. */
function nameOf({ layer, direction }: TracedLayer, layers: readonly TracedLayer[]): string {
  return `layer ${layer}${layers.some((other) => other.direction === 'backward') ? ` ${direction}` : ''}`;
}

/** A line for each character of the target: how much it looked at each character of the source. */
function alignmentPicture(source: TracedText, target: TracedText, alignment: Float32Array): string[] {
  const rows = matrix(alignment, source.characters.length);
  const names = target.characters.map((unit) => shown([unit.trim() || unit]));
  const margin = names.reduce((longest, name) => Math.max(longest, name.length), 0) + 1;
  const words = names.some((name) => name.length > 2);
  // One column for each word of the source, too: it is named above the picture.
  const head = words ? [] : [`${''.padEnd(margin)}${shown(source.characters)}`];
  return [...head, ...rows.map((row, t) => `${names[t]?.padEnd(margin)}${bars(row, 0, 1)}`)];
}

/** A line for each word: its surprise and the means of all activations, each lowest to highest. */
function wordLines({ characters, surprise, layers }: TracedText): string[] {
  const rows = [
    { name: 'surprise', bars: sparkline([...surprise]) },
    ...layers.flatMap((each) =>
      each.activations.map((activation) => ({
        name: layers.length > 1 ? `${activation.name} ${each.layer}${each.direction === 'backward' ? '←' : ''}` : activation.name,
        bars: sparkline(means(activation, each.units)),
      })),
    ),
  ];
  const words = characters.map((word) => shown([word.trim() || word]));
  const margin = words.reduce((longest, word) => Math.max(longest, word.length), 0) + 2;
  const widths = rows.map(({ name }) => name.length + 2);
  return [
    `${''.padEnd(margin)}${rows.map(({ name }, row) => name.padEnd(widths[row] as number)).join('')}`,
    ...words.map((word, t) =>
      `${word.padEnd(margin)}${rows.map(({ bars }, row) => (bars[t] ?? '').padEnd(widths[row] as number)).join('')}`.trimEnd(),
    ),
    ...(layers[0]?.activations ?? []).map(({ equation }) => `${''.padEnd(margin)}${equation}`),
  ];
}

const isHidden = (character: string) => [...character].length === 1 && isInvisible(character);

/** What stands as a dot above, by place, but for spaces, which are plain to all. */
function hidden(characters: readonly string[]): string[] {
  const named = characters.flatMap((character, at) =>
    character !== ' ' && isHidden(character) ? [`${grouped.format(at + 1)}: ${characterName(character)}`] : [],
  );
  const more = named.length > MOST_HIDDEN ? [`and ${grouped.format(named.length - MOST_HIDDEN)} more that cannot be seen`] : [];
  return [...named.slice(0, MOST_HIDDEN), ...more];
}

const MOST_HIDDEN = 12;

/** One column for each character; the end of a text, which is none, is a bar. */
function shown(characters: readonly string[]): string {
  return characters.map((character) => (character === '' ? '|' : isHidden(character) ? '·' : character)).join('');
}

function means({ values }: TracedActivation, units: number): number[] {
  return matrix(values, units).map((row) => row.reduce((sum, value) => sum + value, 0) / units);
}

function sparkline(numbers: readonly number[]): string {
  const known = numbers.filter(Number.isFinite);
  const [low, high] = [
    known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  return bars(numbers, low, high);
}

function bars(numbers: readonly number[], low: number, high: number): string {
  return numbers
    .map((number) => (Number.isFinite(number) ? '▁▂▃▄▅▆▇█'[Math.round((7 * (number - low)) / (high - low || 1))] : ' '))
    .join('');
}

/** Elements row by row → rows, as JSON has them. */
export function matrix(values: Float32Array, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);
}
