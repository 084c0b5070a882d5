/** Translations to choose from, as a quick pick lists them. */
import type { Translation } from '../../engine/results';
import { emptyTranslations } from '../../protocol/taskWords';
import type { ReplacementChoice } from './pickReplacement';

/** All translations of one text, best first. */
export function eachOf({ hypotheses }: Translation): readonly ReplacementChoice[] {
  return hypotheses.map(({ text, score }) => ({
    label: text || (emptyTranslations(1, 1) as string),
    description: `score ${score.toFixed(2)}`,
    replacements: [text],
  }));
}

/** Each line by its best; one without any, or whose best is empty, stays. */
export function replacingLines(translations: readonly Translation[]): ReplacementChoice {
  const replacements = translations.map(({ hypotheses: [best] }) => best?.text || undefined);
  const count = replacements.filter((text) => text !== undefined).length;
  const first = replacements.findIndex((text) => text !== undefined);
  const example = first < 0 ? '' : `${translations[first]?.source} → ${replacements[first]} …`;
  const empty = emptyTranslations(translations.filter(({ hypotheses: [best] }) => best?.text === '').length, translations.length);
  return {
    label: count === 1 ? 'Replace 1 line' : `Replace ${count} lines`,
    detail: [example, ...(empty === undefined ? [] : [`${empty} These lines stay.`])].filter(Boolean).join(' · '),
    replacements,
  };
}
