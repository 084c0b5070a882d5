/** `inspect memory --run RUNDIR --text TEXT`: how far back gradients flow, and why no further. */

import type { Command } from 'commander';
import { openTrace } from '../../engine/abilities';
import { radius } from '../../engine/inspect/memory/eigenvalues';
import { halvesIn, MOST_LOSSES, MOST_REACH } from '../../engine/inspect/memory/memory';
import { inUnits, unitWords } from '../../engine/text/units';
import { interruptible } from '../interruption';
import { characterArgument, numberArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { columnOf } from './columnOf';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface MemoryFlags extends InspectFlags {
  readonly at?: number;
  readonly reach: number;
}

/** Told in words, of those that lie within reach. */
const TOLD = [1, 5, 10, 20, 40, 80];

export function addMemory(inspect: Command): void {
  const command = inspect
    .command('memory')
    .description('How much of the gradient of a loss is left in the states of earlier characters, and how fast it fades.');
  takingInspectedText(command, 'One JSON object: what is left by state, and of each layer the exponents and the eigenvalues of a step.')
    .option('--at <character>', 'The character whose loss and whose step it is (default: the last).', characterArgument)
    .option('--reach <n>', 'Look so many characters back.', numberArgument({ least: 1, most: MOST_REACH, whole: true }), MOST_REACH)
    .action(async ({ at, reach, json, ...flags }: MemoryFlags) => {
      const text = await inspectedText(command, flags);
      const [told, units] = await withModel(flags, async (model) => {
        const following = interruptible();
        const { memory, shape } = await openTrace(model, text, following);
        warnOfUnknown(shape.unknown);
        const { length } = shape.source;
        const here = at === undefined ? length - 1 : columnOf(shape.source, at);
        const to = Math.max(here + 1, Math.min(length, MOST_LOSSES));
        const from = Math.max(0, to - MOST_LOSSES);
        const { lines, window } = await memory.gradientsBack({ from, to, reach }, following);
        const layers = [];
        for (const { layer } of shape.source.layers) {
          const exponents = await memory.exponents({ layer, from, to }, following);
          const eigenvalues = await memory.eigenvalues({ layer, at: here }, following);
          layers.push({
            layer,
            exponents: [...exponents],
            halvesIn: halvesIn(exponents),
            largest: radius(eigenvalues),
            eigenvalues: [...eigenvalues.real].map((real, index) => [real, eigenvalues.imaginary[index] as number]),
          });
        }
        const states = lines.map(({ layer, state, left, mean }) => ({
          layer,
          state,
          /** One for each character back, from 0 on. */
          left: numbers(left.subarray((here - from) * (reach + 1), (here - from + 1) * (reach + 1))),
          mean: numbers(mean),
        }));
        return [{ at: here, from, to, window, states, layers }, unitWords(shape.source.units)] as const;
      });
      if (json) console.log(JSON.stringify(told));
      else for (const line of words(told)) console.log(inUnits(line, units));
    });
}

interface Told {
  readonly states: readonly { readonly layer: number; readonly state: string; readonly mean: readonly number[] }[];
  readonly layers: readonly {
    readonly layer: number;
    readonly exponents: readonly number[];
    readonly halvesIn?: number | undefined;
    readonly largest: number;
  }[];
}

function words({ states, layers }: Told): string[] {
  const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
  return [
    ...states.map(({ layer, state, mean }) => {
      const shares = TOLD.filter((back) => mean[back] !== undefined).map((back) => `${percent(mean[back] as number)} ${back} back`);
      const left =
        shares.length > 0 ? `of a loss's gradient there is left ${shares.join(', ')}` : 'no loss in this text has an earlier state';
      return `Layer ${layer}, ${state}: ${left}.`;
    }),
    ...layers.map(({ layer, exponents: [first], halvesIn: half, largest }) => {
      const fades = first === undefined ? 'the text is too short for exponents' : `λ₁ ${first.toFixed(3)} nats a character`;
      const halves = half === undefined ? '' : `: it halves in ${half.toPrecision(3)} characters`;
      return `Layer ${layer}: ${fades}${halves}; largest |λ| of the step ${largest.toFixed(3)}.`;
    }),
  ];
}

/** JSON has no word for what is not a number: the list ends there. */
function numbers(values: Float32Array): number[] {
  const end = values.findIndex(Number.isNaN);
  return [...values.subarray(0, end < 0 ? values.length : end)];
}
