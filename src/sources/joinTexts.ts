/** Texts one after another, each beginning on a line of its own, and where in which file a place of the whole stands. */
import path from 'node:path';
import { someOf } from '../engine/text/someOf';
import { MOST_NAMED } from './passedOver';
import type { TextFile } from './readTexts';

export interface JoinedTexts {
  readonly text: string;
  /** Between which texts a line end was put: a sentence, or none. */
  readonly notes: readonly string[];
  /** The file and the offset in its own text, in UTF-16 units. @param offset into the whole text */
  locate(offset: number): { readonly file: TextFile; readonly offset: number };
}

/** @param as `keep`: nothing is put between them, and they are as they lie in their files */
export function joinTexts(files: readonly TextFile[], as: 'lf' | 'keep' = 'lf'): JoinedTexts {
  const parts: string[] = [];
  const begins: number[] = [];
  const unended: string[] = [];
  let length = 0;
  files.forEach(({ file, text }, index) => {
    begins.push(length);
    const between = as === 'keep' || index === files.length - 1 || /[\r\n]$/.test(text) ? '' : '\n';
    if (between) unended.push(path.basename(file));
    parts.push(text, between);
    length += text.length + between.length;
  });
  const told = unended.length === 1 ? 'a text that does' : `${unended.length.toLocaleString('en')} texts that do`;
  return {
    text: parts.join(''),
    notes: unended.length === 0 ? [] : [`A line end is put after ${told} not end with one: ${someOf(unended, MOST_NAMED)}.`],
    locate(offset) {
      let [low, high] = [0, files.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((begins[middle] as number) <= offset) low = middle;
        else high = middle - 1;
      }
      return { file: files[low] as TextFile, offset: offset - (begins[low] as number) };
    },
  };
}
