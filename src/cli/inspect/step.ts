/** `inspect step --run RUNDIR --text TEXT --unit 'l0:h[3]' --at 9`: the cell's equations with the numbers of one unit at one character. */
import type { Command } from 'commander';
import { openTrace } from '../../engine/abilities';
import { interruptible } from '../interruption';
import { numberArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
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
    .option('--layer <l>', 'Counted from 0.', index, 0)
    .option('--unit <u>', 'Counted from 0.', index, 0)
    .option('--at <character>', 'Counted from 0 (default: the last one).', index)
    .option('--backward', 'Of the direction that reads backwards, where a layer reads both ways.')
    .action(async ({ label, layer, unit, at, backward, json, ...flags }: StepFlags) => {
      const text = await inspectedText(command, flags);
      const step = await withModel(flags, async (model) => {
        const following = interruptible();
        const trace = await openTrace(model, text, following, { label });
        warnOfUnknown(trace.shape.unknown);
        const direction = backward ? 'backward' : 'forward';
        return await trace.step({ layer, direction, unit, at: at ?? trace.shape.source.length - 1 }, following);
      });
      if (json) {
        console.log(JSON.stringify(step));
        return;
      }
      for (const { target, value, pieces } of step.equations) {
        const names = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('');
        const numbers = pieces.map((piece) => (typeof piece === 'string' ? piece : inBrackets(piece.value))).join('');
        console.log(`${target} = ${names}\n${' '.repeat([...target].length)} = ${numbers} = ${value.toFixed(4)}`);
      }
      console.log(`\n${step.backward.join('\n')}`);
    });
}

const inBrackets = (value: number): string => (value < 0 ? `(${value.toFixed(4)})` : value.toFixed(4));
