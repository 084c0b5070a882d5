/** `inspect units --run RUNDIR --file FILE`: what each unit knows of the text. */
import type { Command } from 'commander';
import { openTrace } from '../../engine/abilities';
import { rankUnits, unitWords } from '../../protocol/rankedUnits';
import { interruptible } from '../interruption';
import { numberArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface UnitsFlags extends InspectFlags {
  readonly all?: boolean;
  readonly property?: string;
  readonly count: number;
}

export function addUnits(inspect: Command): void {
  const command = inspect
    .command('units')
    .description('What each unit knows of a text: inside quotes, bracket depth, position in line and more, the best first.');
  takingInspectedText(command, 'One JSON object: what was looked for, and each unit with what it tells best.')
    .option('--all', 'Every named activation, not only the output and the states.')
    .option('--property <name>', 'The units that tell this best, such as "bracket depth" (default: each unit with what it tells best).')
    .option('--count <n>', 'So many units.', numberArgument({ least: 1, most: 1_000_000, whole: true }), 20)
    .action(async ({ all, property, count, json, ...flags }: UnitsFlags) => {
      const text = await inspectedText(command, flags);
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
