/** `inspect connect --run RUNDIR --text TEXT`: on which characters the prediction after the last one depends. */

import type { Command } from 'commander';
import { openTrace } from '../../engine/abilities';
import { shownUnit } from '../../engine/text/characterNames';
import { columnsOf, cut, hasSpace, unitWords } from '../../engine/text/units';
import { interruptible } from '../interruption';
import { characterArgument } from '../numberArgument';
import { warnOfUnknown, withModel } from '../openedModel';
import { takingChanges } from './changeFlags';
import { columnOf, numberOf } from './columnOf';
import { type InspectFlags, inspectedText, takingInspectedText } from './inspectedText';

interface ConnectFlags extends InspectFlags {
  readonly at?: number;
  readonly symbol?: string;
  readonly against?: string;
}

export function addConnect(inspect: Command): void {
  const command = inspect
    .command('connect')
    .description(
      'On which characters a prediction depends: by gradient, and by leaving each of them out; also of a network in which something is changed.',
    );
  const given = takingChanges(command);
  takingInspectedText(command, 'One JSON object: of each character the norm, the share and what is lost without it; words to come.')
    .option(
      '--at <character>',
      'The prediction after this character (infill, tag: at it; translate: of this character of what it writes; default: the last).',
      characterArgument,
    )
    .option('--symbol <character>', 'What is asked after (default: what stands next, or else the likeliest).')
    .option('--against <character>', 'Why the one and not this.')
    .action(async ({ at, symbol, against, json, ...flags }: ConnectFlags) => {
      const text = await inspectedText(command, flags);
      const { answer, words, source, characters, before, writes } = await withModel(flags, async (model) => {
        const following = interruptible();
        const plain = await openTrace(model, text, following);
        const changes = given.map((said) => said(plain.shape));
        const trace = changes.length > 0 ? await plain.changed(changes, following) : plain;
        warnOfUnknown(trace.shape.unknown);
        const { source, target } = trace.shape;
        const asked = target ?? source;
        const index = at === undefined ? asked.length - 1 : columnOf(asked, at);
        const read = columnsOf(source);
        const writes = model.stepper !== undefined && given.length === 0 && source.units === 'characters';
        const wanted = { at: index, symbol, against, occlusion: true };
        return {
          answer: await trace.connectivity(wanted, following),
          words: writes ? await trace.words(index, following) : [],
          source,
          characters: read,
          before: target ? cut(target.text, target.units).slice(0, index) : read.slice(0, index + 1),
          writes,
        };
      });
      const { from, norms, shares, occluded = new Float32Array() } = answer;
      if (json) {
        console.log(JSON.stringify({ ...answer, norms: [...norms], shares: [...shares], occluded: [...occluded], words }));
        return;
      }
      const asked = `“${shown(answer.symbol)}”${answer.against === undefined ? '' : ` and not “${shown(answer.against)}”`}`;
      console.log(`Why ${asked} after “${endOf(before)}”: logit ${answer.logit.toFixed(2)} nats`);
      const width = characters.reduce((longest, each) => Math.max(longest, each.trim().length), 3);
      console.log(`${unitWords(source.units).one.padEnd(width + 10)}gradient     share  left out`);
      const first = firstThatCounts(norms, shares, occluded);
      if (first > 0) console.log('   …   what lies further back counts for less than 0.0005');
      norms.subarray(first).forEach((norm, after) => {
        const index = first + after;
        const character = characters[from + index] ?? '';
        const number = character === '' ? '' : String(numberOf(source, from + index));
        const numbers = [norm, shares[index] as number, occluded[index] as number].map(thousandths);
        console.log(`${number.padStart(6)} ${shown(character.trim() || character).padEnd(width)} ${numbers.join(' ')}`);
      });
      console.log(
        source.units === 'words' && given.length === 0
          ? 'What comes next is a word already.'
          : writes
            ? `Words to come: ${words.map(({ rest, probability }) => `${rest || '(ends here)'} ${(100 * probability).toFixed(0)} %`).join(', ')}`
            : given.length > 0
              ? 'Words to come are told of the network as it is.'
              : 'Words to come are told by models that write on, one character after another.',
      );
    });
}

const thousandths = (value: number): string =>
  value
    .toFixed(3)
    .replace(/^-(0\.0+)$/, '$1')
    .padStart(9);

/** What lies before it would be rows of noughts. */
function firstThatCounts(...columns: readonly Float32Array[]): number {
  const found = columns.map((values) => values.findIndex((value) => Math.abs(value) >= 0.0005)).filter((index) => index >= 0);
  return found.length > 0 ? Math.min(...found) : 0;
}

/** The last of what was read, in one piece: a word keeps the space before it, as a dot. */
function endOf(before: readonly string[]): string {
  return before
    .slice(-20)
    .map((unit, index) => (hasSpace(unit) && index > 0 ? `·${shown(unit)}` : shown(unit)))
    .join('');
}

/** A space as a dot, for it stands in rows of characters. */
const shown = (character: string): string => (character === '' ? '|' : character === ' ' ? '·' : shownUnit(character));
