/** What is trained on: small files for the tasks of the lecture, of which what there is to learn is learned in seconds; and a long text. */
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

const VERSE = 'the sea and a moon over old hills where slow rivers sing to her small white birds of winter rain'.split(' ');

/** A text that takes a while to train on: 60 kB of made-up verse, the same every time. */
export const verse: string = Array.from({ length: 2000 }, (_, line) =>
  Array.from({ length: 6 }, (_, word) => VERSE[(line * 7 + word * word * 3 + ((line * word) % 5)) % VERSE.length]).join(' '),
).join('\n');
