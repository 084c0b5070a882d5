/** Small files for the tasks of the lecture: what there is to learn from each is learned in seconds. */
const WORDS = ['aba', 'bab', 'abba', 'baab', 'ab', 'ba', 'xyx', 'yxy', 'xyyx', 'yxxy', 'xy', 'yx'];
const texts = WORDS.flatMap((word) => [...'1234'].map((times) => word.repeat(Number(times))));
const isEarly = (text: string) => /a/.test(text);
const lines = (each: (text: string) => string, some = texts) => some.map((text) => `${each(text)}\n`).join('');

export const taskFiles = {
  'labelled.tsv': lines((text) => `${text}\t${isEarly(text) ? 'early' : 'late'}`),
  'pairs.tsv': lines((text) => `${text}\t${text.toUpperCase()}`),
  /** Vowels and consonants. */
  'tagged.tsv': lines((text) => `${text}\t${text.replaceAll(/[ay]/g, 'V').replaceAll(/[bx]/g, 'C')}`),
  /** One file for each label. */
  'words/early.txt': lines((text) => text, texts.filter(isEarly)),
  'words/late.txt': lines(
    (text) => text,
    texts.filter((text) => !isEarly(text)),
  ),
} as const;
