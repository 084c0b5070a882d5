/** `fill --run RUNDIR "I am ____ hungry"`: what may stand in a gap. */
import { type Command, InvalidArgumentError } from 'commander';
import { fill } from '../engine/abilities';
import { FILLING } from '../protocol/answerOptions';
import { fittingShown } from '../protocol/figures';
import { gapsIn } from '../protocol/gap';
import { type EscapesFlag, takingEscapes, typedText } from './givenText';
import { interruptible } from './interruption';
import { numberArgument } from './numberArgument';
import { type RunFlags, takingRun, warnOfUnknown, withModel } from './openedModel';

interface FillFlags extends RunFlags, EscapesFlag {
  readonly shortest: number;
  readonly longest?: number;
  readonly count: number;
  readonly json?: boolean;
}

/** Characters tried, where nobody says how many are missing. */
const LONGEST = FILLING.longest.initial;

export function addFill(program: Command): void {
  const command = program.command('fill').description('Fills the gap in a text, with a model that reads from both sides (task infill).');
  takingEscapes(takingRun(command))
    .argument('<text>', 'A text with a gap in it: two underscores or more, as in “I am ____ hungry”; - takes it from standard input.')
    .option('--shortest <characters>', 'How many are missing, at least.', numberArgument(FILLING.shortest), FILLING.shortest.initial)
    .option(
      '--longest <characters>',
      `How many are missing, at most (default: ${LONGEST}, or --shortest).`,
      numberArgument(FILLING.longest),
    )
    .option('--count <n>', 'How many fillings, best first.', numberArgument(FILLING.count), FILLING.count.initial)
    .option(
      '--json',
      'One JSON object a line: a filling, its share of the probability of all that were weighed, and the probability of each character.',
    )
    .action(async (text: string, { shortest, longest = Math.max(shortest, LONGEST), count, json, escapes, ...run }: FillFlags) => {
      const { before, after } = around(await typedText(text, { ...run, escapes }));
      const options = { shortest, longest, count };
      const { fillings, unknown } = await withModel(run, (model) => fill(model, before, after, options, interruptible()));
      warnOfUnknown(unknown);
      for (const filling of fillings)
        console.log(
          json ? JSON.stringify({ before, after, ...filling }) : `${fittingShown(filling).padStart(5)}  ${before}[${filling.text}]${after}`,
        );
    });
}

interface Around {
  readonly before: string;
  readonly after: string;
}

function around(text: string): Around {
  const [gap, ...more] = gapsIn(text);
  if (!gap) throw new InvalidArgumentError('Mark the gap with underscores: "I am ____ hungry".');
  if (more.length > 0) throw new InvalidArgumentError(`There are ${more.length + 1} gaps. Fill one after the other.`);
  return { before: text.slice(0, gap.start), after: text.slice(gap.end) };
}
