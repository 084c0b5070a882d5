/** `inspect step --run RUNDIR --text TEXT --unit 'l0:h[3]' --at 10`: the cell's equations with the numbers of one unit at one character. */
import type { Command } from 'commander';
import { openTrace } from '../../engine/abilities';
import type { StepEquation, UnrolledStep } from '../../engine/inspect/step/unrolledStep';
import { shownUnit } from '../../engine/text/characterNames';
import { interruptible } from '../interruption';
import { characterArgument, numberArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { columnOf } from './columnOf';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface StepFlags extends InspectFlags {
  readonly label?: string;
  readonly layer: number;
  readonly unit: number;
  readonly at?: number;
  readonly backward?: boolean;
}

const index = numberArgument({ least: 0, most: Number.MAX_SAFE_INTEGER, whole: true });

export function addStep(inspect: Command): void {
  const command = inspect
    .command('step')
    .description('The equations of a cell at one character, with the numbers of one unit written in, and those of its backward pass.');
  takingInspectedText(command, 'One JSON object: each equation in pieces with their values, and the lines of the backward pass.')
    .option('--label <label>', 'For a run of generate-from-label: of which label the text is (default: the first).')
    .option('--layer <l>', 'The layer; 0 is the lowest.', index, 0)
    .option('--unit <u>', 'The unit of the layer.', index, 0)
    .option('--at <character>', 'The character (default: the last).', characterArgument)
    .option('--backward', 'Of the direction that reads backwards, where a layer reads both ways.')
    .action(async ({ label, layer, unit, at, backward, json, ...flags }: StepFlags) => {
      const text = await inspectedText(command, flags);
      const step = await withModel(flags, async (model) => {
        const following = interruptible();
        const trace = await openTrace(model, text, following, { label });
        warnOfUnknown(trace.shape.unknown);
        const direction = backward ? 'backward' : 'forward';
        const { source } = trace.shape;
        return await trace.step({ layer, direction, unit, at: at === undefined ? source.length - 1 : columnOf(source, at) }, following);
      });
      if (json) {
        console.log(JSON.stringify(step));
        return;
      }
      for (const { target, value, pieces } of step.equations) writeEquation([target], pieces, value);
      writeBackward(step);
    });
}

/** The names, and below them the numbers where there are any. */
function writeEquation(targets: readonly string[], pieces: StepEquation['pieces'], value: number | undefined): void {
  const names = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('');
  const left = targets.join(' = ');
  console.log(`${left} = ${names}`);
  const numbers = pieces.map((piece) => (typeof piece === 'string' ? piece : inBrackets(piece.value))).join('');
  const result = value === undefined ? '' : ` = ${figure(value)}`;
  if (pieces.some((piece) => typeof piece !== 'string')) console.log(`${' '.repeat([...left].length)} = ${numbers}${result}`);
}

function writeBackward({ arriving, around, backward, loss }: UnrolledStep): void {
  const symbol = loss.symbol === '' ? 'the end' : `“${shownUnit(loss.symbol)}”`;
  console.log(`\nBackward, from the loss of this step: -ln p(${symbol}) = ${loss.nats.toFixed(4)} nats`);
  if (!loss.known) console.log('What is right is not known here: the likeliest symbol is taken for it.');
  if (around) console.log('What layers above that read both ways pass on by other steps is not in it.');
  for (const [at, { words, gradients }] of backward.entries()) {
    console.log(`# ${words}`);
    if (at === 0) for (const { target, value } of arriving) console.log(`${target} = ${figure(value)}`);
    for (const { targets, pieces, value } of gradients) writeEquation(targets, pieces, value);
  }
}

/** Gradients are small: digits that say something. */
const figure = (value: number): string => (value !== 0 && Math.abs(value) < 0.01 ? value.toExponential(3) : value.toFixed(4));
const inBrackets = (value: number): string => (value < 0 ? `(${figure(value)})` : figure(value));
