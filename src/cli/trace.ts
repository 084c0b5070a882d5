/** `trace --run RUNDIR --text TEXT`: every named activation at every character. */
import { type Command, InvalidArgumentError } from 'commander';
import { trace } from '../engine/experiment';
import type { Trace, TracedActivation } from '../engine/results';
import { interruptible } from './interruption';
import { warnOfUnknown, withModel } from './openedModel';

export function addTrace(program: Command): void {
  program
    .command('trace')
    .description('What goes on inside a trained model as it reads a text.')
    .requiredOption('--run <folder>', 'The folder of the run, or a checkpoint in it.')
    .requiredOption('--text <text>', 'What the model reads.', notEmpty)
    .option('--json', 'One JSON object: values[t][unit] of every named activation, and the surprise in bits.')
    .action(async ({ run, text, json }: { readonly run: string; readonly text: string; readonly json?: boolean }) => {
      const traced = await withModel(run, (model) => trace(model, text, interruptible()));
      warnOfUnknown(traced.unknown);
      if (json) console.log(JSON.stringify(plain(traced)));
      else for (const line of picture(traced)) console.log(line);
    });
}

function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('Give a text to read.');
  return text;
}

/** Numbers as JSON has them; NaN (no surprise at the first character) is null. */
function plain({ surprise, layers, ...rest }: Trace) {
  return {
    ...rest,
    surprise: [...surprise],
    layers: layers.map(({ activations, order, ...layer }) => ({
      ...layer,
      order: [...order],
      activations: activations.map(({ values, ...activation }) => ({ ...activation, values: rows(values, layer.units) })),
    })),
  };
}

function rows(values: Float32Array, units: number): number[][] {
  return Array.from({ length: values.length / units }, (_, t) => [...values.subarray(t * units, (t + 1) * units)]);
}

/** One line for each activation: the mean over its units at each character, lowest to highest. */
function picture({ characters, surprise, layers }: Trace): string[] {
  const names = layers.flatMap(({ activations }) => activations.map(({ name }) => name.length));
  const margin = Math.max(8, ...names) + 2;
  const text = characters.map((character) => (/^[\p{C}\p{Z}]$/u.test(character) ? '·' : character)).join('');
  const lines = [`${''.padEnd(margin)}${text}`, `${'surprise'.padEnd(margin)}${sparkline([...surprise])}`];
  for (const { layer, units, activations } of layers) {
    if (layers.length > 1) lines.push(`layer ${layer + 1}`);
    for (const activation of activations)
      lines.push(`${activation.name.padEnd(margin)}${sparkline(means(activation, units))}  ${activation.equation}`);
  }
  return lines;
}

function means({ values }: TracedActivation, units: number): number[] {
  return rows(values, units).map((row) => row.reduce((sum, value) => sum + value, 0) / units);
}

function sparkline(numbers: readonly number[]): string {
  const known = numbers.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return numbers
    .map((number) => (Number.isFinite(number) ? '▁▂▃▄▅▆▇█'[Math.round((7 * (number - low)) / (high - low || 1))] : ' '))
    .join('');
}
