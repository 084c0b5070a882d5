/** `classify --run RUNDIR TEXT…`: which label a text has. */
import type { Command } from 'commander';
import { classify } from '../engine/abilities';
import { interruptible } from './interruption';
import { warnOfUnknown, withModel } from './openedModel';
import { tenths } from './report/words';
import { type TextFlags, takingTexts, textsOf } from './texts';

/** Labels told for each text. */
const TOLD = 3;

export function addClassify(program: Command): void {
  const command = program.command('classify').description('Says which label a text has, with a trained classifier.');
  takingTexts(command, 'One JSON object a line: a text, with the probability of each label.').action(
    async (given: readonly string[], flags: TextFlags) => {
      const { json } = flags;
      const texts = await textsOf(command, given, flags);
      const classifications = await withModel(flags, (model) => classify(model, texts, interruptible()));
      warnOfUnknown([...new Set(classifications.flatMap(({ unknown }) => unknown))]);
      for (const classification of classifications) {
        const { text, labels } = classification;
        const told = labels.slice(0, TOLD).map(({ symbol, probability }) => `${symbol} ${tenths(probability)}`);
        console.log(json ? JSON.stringify(classification) : `${texts.length > 1 ? `${text}\t` : ''}${told.join('   ')}`);
      }
    },
  );
}
