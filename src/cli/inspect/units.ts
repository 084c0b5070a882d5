/** `inspect units --run RUNDIR --file FILE`: what each unit knows of the text. */
import type { Command } from 'commander';
import { openTrace } from '../../engine/abilities';
import type { FactorUnit } from '../../engine/inspect/units/factors';
import { FACTORS } from '../../protocol/answerOptions';
import { rankUnits, unitWords } from '../../protocol/rankedUnits';
import { interruptible } from '../interruption';
import { numberArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface UnitsFlags extends InspectFlags {
  readonly all?: boolean;
  readonly property?: string;
  readonly count: number;
  readonly factors?: number;
  readonly layer: number;
  readonly backward?: boolean;
}

export function addUnits(inspect: Command): void {
  const command = inspect
    .command('units')
    .description('What each unit knows of a text: inside quotes, bracket depth, position in line and more, the best first.');
  takingInspectedText(command, 'One JSON object: what was looked for, and each unit with what it tells best.')
    .option('--all', 'Every named activation, not only the output and the states.')
    .option('--property <name>', 'The units that tell this best, such as "bracket depth" (default: each unit with what it tells best).')
    .option('--count <n>', 'So many units.', numberArgument({ least: 1, most: 1_000_000, whole: true }), 20)
    .option('--factors <n>', 'In place of that, so many factors of what the units of a layer do (NMF), each with its units.', rank)
    .option('--layer <l>', 'Of the factors, counted from 0.', numberArgument({ least: 0, most: 1_000, whole: true }), 0)
    .option('--backward', 'Of the factors: the direction that reads backwards, where a layer reads both ways.')
    .action(async ({ all, property, count, factors, json, layer, backward, ...flags }: UnitsFlags) => {
      const text = await inspectedText(command, flags);
      if (factors !== undefined) {
        const found = await withModel(flags, async (model) => {
          const following = interruptible();
          const trace = await openTrace(model, text, following);
          warnOfUnknown(trace.shape.unknown);
          const wanted = { part: 'source', layer, direction: backward ? 'backward' : 'forward', rank: factors } as const;
          return await trace.factorUnits(wanted, following);
        });
        if (json) console.log(JSON.stringify({ factors: found }));
        else found.forEach((units, factor) => console.log(`${factor + 1}: ${units.slice(0, count).map(inWords).join(', ')}`));
        return;
      }
      const scores = await withModel(flags, async (model) => {
        const following = interruptible();
        const trace = await openTrace(model, text, following);
        warnOfUnknown(trace.shape.unknown);
        return await trace.unitScores({ part: 'source', activations: all ? 'all' : 'output and states', given: [] }, following);
      });
      const known = scores.properties.find(({ name }) => name === property);
      if (property !== undefined && !known) {
        const left = scores.left.find(({ name }) => name === property);
        const names = scores.properties.map(({ name }) => name).join(', ');
        command.error(
          `error: ${left ? `Nothing can be said of “${property}”: ${left.why}.` : `There is no property “${property}”.`} There are: ${names}.`,
        );
      }
      const ranked = rankUnits(scores, property).slice(0, count);
      if (json) console.log(JSON.stringify({ properties: scores.properties, left: scores.left, every: scores.every, units: ranked }));
      else for (const unit of ranked) console.log(unitWords(unit));
    });
}

const rank = numberArgument(FACTORS.rank);

const inWords = ({ unit, sign, weight }: FactorUnit): string => `${sign < 0 ? '-' : '+'}[${unit}] ${weight.toFixed(2)}`;
