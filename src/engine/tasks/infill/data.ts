/** Running text in which each character is learned from the one before it and the one after it. The boundary stands beyond both ends. */
import type { Row } from '../../data/material';
import { cutEvery } from '../../data/pairs';
import { type KnownUnits, type RunningTextData, type RunningTextSettings, runningTextData } from '../../data/runningText';
import { Vocabulary } from '../../data/vocabulary';

/** Stands for the characters that are missing, in the samples. */
export const GAP = '____';
const GAPS = 3;
/** Characters of a sample. */
const PASSAGE = 80;

/**
 * @param known of a run that is resumed; otherwise the text's own
 * @throws DataError if the text has fewer than two characters
 */
export function infillData(
  text: string,
  settings: RunningTextSettings,
  known: KnownUnits = { vocabulary: Vocabulary.of(text), notes: [] },
): RunningTextData {
  const columns = (tokens: Uint32Array) => infillColumns(tokens, known.vocabulary);
  const data = runningTextData(text, settings, known, columns, (tokens, from) => ({ columns: columns(tokens), from }));
  return { ...data, shown: gaps([...text].slice(data.validation ? data.trainCharacters : 0)) };
}

/** What stands before and after each character of a text, and the character. */
export function infillColumns(
  tokens: Uint32Array,
  { boundary }: Vocabulary,
): Readonly<Record<'tokens' | 'after' | 'targets', Uint32Array>> {
  const padded = new Uint32Array(tokens.length + 2).fill(boundary);
  padded.set(tokens, 1);
  return { tokens: padded.subarray(0, tokens.length), after: padded.subarray(2), targets: tokens };
}

/** Passages, each with a word in its middle missing. */
function gaps(characters: readonly string[]): Row[] {
  const passages = cutEvery(characters.slice(0, GAPS * PASSAGE), PASSAGE).map((part) => part.join(''));
  return passages.flatMap((passage) => {
    const words = [...passage.matchAll(/[\p{L}\p{N}]{1,8}/gu)];
    const word = words[Math.floor(words.length / 2)];
    if (!word || passage.includes(GAP)) return [];
    const [before, after] = [passage.slice(0, word.index), passage.slice(word.index + word[0].length)];
    return [{ input: before + GAP + after, target: word[0] }];
  });
}
