/** `tag --run RUNDIR TEXT…`: a tag for each character, or the text restored. */
import type { Command } from 'commander';
import { type Model, tag } from '../engine/abilities';
import type { Tagging } from '../engine/results';
import { interruptible } from './interruption';
import { warnOfUnknown, withModel } from './openedModel';
import { type TextFlags, takingTexts, textsOf } from './texts';

export function addTag(program: Command): void {
  const command = program
    .command('tag')
    .description('Tags each character of a text; with a rule: restores its case, accents or punctuation.');
  takingTexts(command, 'One JSON object a line: a text, with the probability of each tag.').action(
    async (given: readonly string[], flags: TextFlags) => {
      const { json } = flags;
      const texts = await textsOf(command, given, flags);
      const taggings = await withModel(flags, (model) => tagEach(model, texts));
      warnOfUnknown([...new Set(taggings.flatMap(({ unknown }) => unknown))]);
      for (const tagging of taggings) console.log(json ? JSON.stringify(tagging) : tagging.output);
    },
  );
}

async function tagEach(model: Model, texts: readonly string[]): Promise<Tagging[]> {
  const { stop } = interruptible();
  const taggings: Tagging[] = [];
  for (const text of texts) taggings.push(await tag(model, text, { stop }));
  return taggings;
}
