/** The running text that a run learned from, and where in its files a character of it stands. */
import path from 'node:path';
import type { Location } from '../protocol/queries';
import { readTextFiles, type TextFile } from '../sources/readTexts';
import { readExperiment } from './experimentFile';
import { learnedFrom } from './trainingFiles';

/** Characters that are searched at most: minutes of reading otherwise. */
const MOST = 4_000_000;
/** Characters shown before and after one. */
const AROUND = 40;

export interface Corpus {
  readonly text: string;
  /** Whether the files have more than was taken. */
  readonly cut: boolean;
  /** @param spans in code points of `text`, `to` not included */
  locate(spans: readonly { readonly from: number; readonly to: number }[]): Location[];
}

/** @param run its folder, or a checkpoint in it @throws RunFolderError, TextFileError, StorageError, OutsideFileError */
export async function readCorpus(run: string, readable: readonly string[] | 'anything' = []): Promise<Corpus> {
  const folder = run.endsWith('.safetensors') ? path.dirname(path.resolve(run)) : path.resolve(run);
  const { files } = await readTextFiles(await learnedFrom(folder, await readExperiment(folder), readable));
  return corpusOf(files);
}

export function corpusOf(files: readonly TextFile[], most = MOST): Corpus {
  const characters = files.map(({ text }) => [...text]);
  const all = characters.flat();
  const kept = all.slice(0, most);
  return {
    text: kept.join(''),
    cut: kept.length < all.length,
    locate: (spans) =>
      spans.map(({ from, to }) => {
        let begin = 0;
        let index = 0;
        while (index < files.length - 1 && from >= begin + (characters[index] as string[]).length)
          begin += (characters[index++] as string[]).length;
        const own = characters[index] as string[];
        const before = own.slice(0, from - begin).join('');
        const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
        return {
          file: (files[index] as TextFile).file,
          line: before.split(/\r\n|\n|\r/).length,
          column: before.length - lineStart + 1,
          before: own.slice(Math.max(0, from - begin - AROUND), from - begin).join(''),
          characters: own.slice(from - begin, to - begin).join(''),
          after: own.slice(to - begin, to - begin + AROUND).join(''),
        };
      }),
  };
}
