/** A text in the form that a model reads, and which places of it are which of the text as it was: a document's, that stays as it is. */
import { type Form, inForm } from './form';

/**
 * What can join the character before it in NFC, or change places with it: marks, and what stands behind the first character of a
 * decomposition. Whatever begins with another character is normalized by itself (Unicode Standard Annex #15; a test goes through all of them).
 */
const JOINING = String.raw`[\p{M}\u1161-\u1175\u11A8-\u11C2\u{16D67}\u{16D68}]`;
/** A line end of two units or of the wrong one, or a character with all that may join it. */
const CLUSTERS = new RegExp(String.raw`\r\n?|(?:(?!${JOINING})[^\r])?${JOINING}+|[^\x00-\u02FF]`, 'gu');

/** A longer run of marks is looked at as one. */
const LONGEST = 64;

/** The least stretch that is written in another way: UTF-16 units, before and after. */
interface Changed {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly until: number;
}

/** Offsets are of UTF-16 units, as the editor counts them. Places within a stretch that changed are those of the whole stretch. */
export class FormedText {
  readonly text: string;
  readonly #changed: readonly Changed[];

  constructor(original: string, form: Form) {
    this.text = inForm(original, form);
    this.#changed = this.text === original ? [] : [...changes(original, form)];
  }

  /** Where the character at an offset of the formed text begins in the original. */
  originalStart(offset: number): number {
    const [change, shift] = this.#near(offset, 'at');
    return change && offset < change.until ? change.from : offset - shift;
  }

  /** Where the character before an offset of the formed text ends in the original. */
  originalEnd(offset: number): number {
    const [change, shift] = this.#near(offset - 1, 'at');
    return change && offset <= change.until ? change.to : offset - shift;
  }

  /** Where the character that covers an offset of the original begins in the formed text. */
  formedOffset(offset: number): number {
    const [change, shift] = this.#near(offset, 'from');
    return change && offset < change.to ? change.at : offset + shift;
  }

  /** The last change that begins at or before an offset, and by how much what follows it is moved. */
  #near(offset: number, side: 'at' | 'from'): [change: Changed | undefined, shift: number] {
    let [low, high] = [0, this.#changed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#changed[middle] as Changed)[side] <= offset) low = middle + 1;
      else high = middle;
    }
    const change = this.#changed[low - 1];
    return [change, change ? change.until - change.to : 0];
  }
}

/** Each least stretch that the form changes, in order. */
export function* changes(original: string, form: Form): Generator<Changed> {
  let shift = 0;
  for (const { 0: cluster, index } of original.matchAll(CLUSTERS)) {
    if (inForm(cluster, form) === cluster) continue;
    let from = index;
    for (const part of parts(cluster, form)) {
      const [to, length] = [from + part.length, inForm(part, form).length];
      if (inForm(part, form) !== part) yield { from, to, at: from + shift, until: from + shift + length };
      shift += length - part.length;
      from = to;
    }
  }
}

/** Cut wherever each side is formed by itself. */
function parts(cluster: string, form: Form): string[] {
  const cut: string[] = [];
  let rest = cluster;
  for (let end = 0; rest.length <= LONGEST && end < rest.length; ) {
    end += (rest.codePointAt(end) as number) > 0xffff ? 2 : 1;
    const [before, after] = [rest.slice(0, end), rest.slice(end)];
    if (inForm(before, form) + inForm(after, form) !== inForm(rest, form)) continue;
    cut.push(before);
    rest = after;
    end = 0;
  }
  return rest === '' ? cut : [...cut, rest];
}
