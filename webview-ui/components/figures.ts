// Numbers and characters as the panel writes them: one way everywhere.

import { shownUnit, withoutSpace } from '../../src/protocol/textUnits';

const MINUS = '−';

/** −0.38 */
export const signed = (value: number, digits = 2): string => {
  if (!Number.isFinite(value)) return value === Number.POSITIVE_INFINITY ? '∞' : 'not a number';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
};

/** 1,656 */
export const count = (value: number): string => Math.round(value).toLocaleString('en');

/** 1 unit, 2 units */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

/** As many digits as say something: 0.0021, 1.68, 152.3. */
export const short = (value: number): string => {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isFinite(value) && size < 1e-4) return value.toExponential(1).replaceAll('-', MINUS);
  return signed(value, size < 0.01 ? 4 : size < 0.1 ? 3 : size < 100 ? 2 : 1)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
};

export const bits = (nats: number): number => nats / Math.LN2;

/** 1.68, and 0.0029 where it is small. */
export const lossShown = (nats: number, digits = 2): string => (nats < 0.1 ? short(nats) : signed(nats, digits));

/** 8.35, and 1.003 where hardly anything is left to guess. */
export const perplexityShown = (perplexity: number): string => (perplexity < 1.1 ? signed(perplexity, 3) : short(perplexity));

/** A loss in its three usual units, for each character (or what else is predicted). */
export const threeUnits = (nats: number, each = 'char'): string =>
  Number.isFinite(nats)
    ? `${lossShown(nats, 3)} nats/${each} · ${lossShown(bits(nats))} bits/${each} · perplexity ${perplexityShown(Math.exp(nats))}`
    : signed(nats);

/** What stands where a text begins or ends. */
const BOUNDARY = '';

/** A character in running text: only what cannot be seen gets a sign. */
export const inText = (character: string): string => {
  if (character === BOUNDARY) return '∎';
  if (character === '\n') return '↵';
  if (character === '\t') return '⇥';
  return /^\p{C}$/u.test(character) ? '·' : character;
};

/** Running text: only what cannot be seen gets signs. */
export const textShown = (text: string): string => [...text].map(inText).join('');

/** A character or word in the room of a character: a space must show too, but for the one before a word. */
export const glyph = (character: string): string =>
  character === ' ' ? '␣' : character === '\u00a0' ? '⍽' : inText(withoutSpace(character));

/** A character or word on its own, in a sentence or a list: what has no sign of its own that all know, and cannot be seen, is named. */
export const alone = (character: string): string =>
  [BOUNDARY, ' ', '\n', '\t'].includes(character) ? glyph(character) : shownUnit(character);

/** Whether some are words, which need the room of names. */
export const areNames = (units: readonly string[]): boolean => units.some((unit) => withoutSpace(unit).length > 2);

/** A character or word for a screen reader. */
export const spoken = (character: string): string =>
  ({ [BOUNDARY]: 'the end', ' ': 'space', '\n': 'newline', '\t': 'tab' })[character] ?? shownUnit(character);

export const messageOf = (error: unknown): string => (error instanceof Error && error.message !== '' ? error.message : String(error));
