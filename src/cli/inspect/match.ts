/** `inspect match --run RUNDIR --text TEXT --from A --to B`: units that are on over a span, and where in the run's text they are on again. */
import { type Command, InvalidArgumentError } from 'commander';
import { openTrace } from '../../engine/abilities';
import type { Location } from '../../protocol/queries';
import { unitName } from '../../protocol/rankedUnits';
import { matchesInCorpus } from '../../runs/searchCorpus';
import { nearer } from '../commandLine';
import { interruptible } from '../interruption';
import { characterArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { columnOf } from './columnOf';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface MatchFlags extends InspectFlags {
  readonly from: number;
  readonly to: number;
  readonly threshold: number;
  readonly readAnywhere?: boolean;
}

export function addMatch(inspect: Command): void {
  const command = inspect
    .command('match')
    .description(
      'Units that are on over a span of a text and off around it, and where the text that the run learned from has them on too.',
    );
  takingInspectedText(command, 'One JSON object: the units, and the places with how much of the units is on there.')
    .requiredOption('--from <n>', 'The first character of the span.', characterArgument)
    .requiredOption('--to <n>', 'Its last one.', characterArgument)
    .option('--threshold <value>', 'A unit is on where its output is above this.', threshold, 0.3)
    .option('--read-anywhere', 'Read the files that the run names wherever they lie, also outside its workspace and this folder.')
    .action(async ({ from, to, threshold, json, readAnywhere, ...flags }: MatchFlags) => {
      if (to < from) command.error('error: The span ends before it begins: give --to a character that is not before --from.');
      const text = await inspectedText(command, flags);
      const { units, found } = await withModel(flags, async (model) => {
        const following = interruptible();
        const trace = await openTrace(model, text, following);
        warnOfUnknown(trace.shape.unknown);
        const { source } = trace.shape;
        const span = { from: columnOf(source, from), to: columnOf(source, to) + 1 };
        const units = await trace.unitsOver({ part: 'source', ...span, threshold }, following);
        const wanted = { units, threshold, length: to - from + 1 };
        const readable = readAnywhere ? 'anything' : [process.cwd()];
        return { units, found: units.length === 0 ? undefined : await matchesInCorpus(model, flags.run, wanted, following, readable) };
      });
      if (json) console.log(JSON.stringify({ units, matches: found?.matches ?? [], cut: found?.cut ?? false }));
      else for (const line of inWords(units.map(unitName), found?.matches ?? [])) console.log(line);
    });
}

function inWords(units: readonly string[], matches: readonly { readonly on: number; readonly location: Location }[]): string[] {
  if (units.length === 0) return ['No unit is on over this span alone. Try a lower --threshold, or another span.'];
  return [
    `${units.length} units: ${units.join(', ')}`,
    ...matches.map(({ on, location }) => {
      const { file, line, column, before, characters, after } = location;
      const excerpt = `${before.slice(-20)}[${characters.slice(0, 60)}]${after.slice(0, 20)}`.replace(/\s+/gu, ' ');
      return `${nearer(file)}:${line}:${column}  ${Math.round(100 * on)} %  ${excerpt}`;
    }),
  ];
}

function threshold(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw new InvalidArgumentError('Give a number, such as 0.3.');
  return number;
}
