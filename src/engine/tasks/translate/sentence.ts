/** How long a source or a translation may be: a graph has a copy of the cell for each character, an alignment a number for each pair. */
import { shortened } from '../../text/shortened';

const LONGEST = 2_000;

/** The text is too long to be translated in one piece. */
export class SentenceError extends Error {
  override readonly name = 'SentenceError';
}

export function isSentence(text: string): boolean {
  return text.length <= LONGEST;
}

/** @throws SentenceError */
export function requireSentence(text: string): void {
  if (isSentence(text)) return;
  const [most, found] = [LONGEST, text.length].map((count) => count.toLocaleString('en'));
  throw new SentenceError(
    `“${shortened(text, 30)}” is too long: a translator reads a sentence at a time, at most ${most} characters, and this has ${found}. Break it into lines of their own.`,
  );
}
