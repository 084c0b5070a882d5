/** A text that takes a while to train on: 60 kB of made-up verse, the same every time. */
const WORDS = 'the sea and a moon over old hills where slow rivers sing to her small white birds of winter rain'.split(' ');

export const verse: string = Array.from({ length: 2000 }, (_, line) =>
  Array.from({ length: 6 }, (_, word) => WORDS[(line * 7 + word * word * 3 + ((line * word) % 5)) % WORDS.length]).join(' '),
).join('\n');
