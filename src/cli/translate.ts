/** `translate --run RUNDIR TEXT…`: what a text is in the other column's language. */
import type { Command } from 'commander';
import { translate } from '../engine/abilities';
import type { Hypothesis, TranslationOptions } from '../engine/results';
import { emptyTranslations } from '../engine/tasks/translate/words';
import { TRANSLATION } from '../protocol/answerOptions';
import { interruptible } from './interruption';
import { numberArgument } from './numberArgument';
import { warnOfUnknown, withModel } from './openedModel';
import { type TextFlags, takingTexts, textsOf } from './texts';
import { matrix } from './trace';

export function addTranslate(program: Command): void {
  const command = program.command('translate').description('Translates texts with a trained encoder and decoder.');
  takingTexts(command, 'One JSON object a line: a source, with its hypotheses and their alignment[target][source].')
    .option(
      '--beam <width>',
      'Hypotheses kept at each step; 1 takes the likeliest character each time.',
      numberArgument(TRANSLATION.beam),
      TRANSLATION.beam.initial,
    )
    .option(
      '--length-penalty <alpha>',
      'Hypotheses are ranked by their log-probability over ((5 + length)/6)^alpha; 0 prefers short ones.',
      numberArgument(TRANSLATION.lengthPenalty),
      TRANSLATION.lengthPenalty.initial,
    )
    .action(async (given: readonly string[], { run, checkpoint, file, json, ...options }: TextFlags & TranslationOptions) => {
      const flags = { run, checkpoint, file };
      const texts = await textsOf(command, given, flags);
      const translations = await withModel(flags, (model) => translate(model, texts, options, interruptible()));
      warnOfUnknown([...new Set(translations.flatMap(({ unknown }) => unknown))]);
      const empty = emptyTranslations(translations.filter(({ hypotheses: [best] }) => best?.text === '').length, translations.length);
      if (empty !== undefined) process.stderr.write(`unroll: ${empty}\n`);
      for (const { hypotheses, ...rest } of translations)
        console.log(json ? JSON.stringify({ ...rest, hypotheses: hypotheses.map(plain) }) : (hypotheses[0]?.text ?? ''));
    });
}

function plain({ alignment, ...hypothesis }: Hypothesis) {
  const rows = hypothesis.characters.length;
  return { ...hypothesis, ...(alignment && { alignment: matrix(alignment, alignment.length / rows) }) };
}
