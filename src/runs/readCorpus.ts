/** What a run learned from, and where in its files a character of it stands. */
import path from 'node:path';
import type { Row } from '../engine/data/material';
import type { Corpus as Learned } from '../engine/inspect/units/corpusReader';
import { learningOf } from '../engine/tasks/tasks';
import type { Location } from '../protocol/queries';
import { materialOf } from '../sources/readMaterial';
import { readTextFiles, type TextFile } from '../sources/readTexts';
import { readExperiment } from './experimentFile';
import { learnedFrom } from './trainingFiles';

/** Characters that are searched at most: minutes of reading otherwise. */
const MOST = 4_000_000;
/** Characters shown before and after one. */
const AROUND = 40;

export interface Corpus {
  readonly learned: Learned;
  /** Whether the files have more than was taken. */
  readonly cut: boolean;
  /** @param spans in code points of its text, of rows as `corpusText` has them, `to` not included */
  locate(spans: readonly { readonly from: number; readonly to: number }[]): Location[];
}

/** @param run its folder, or a checkpoint in it @throws RunFolderError, TextFileError, StorageError, OutsideFileError */
export async function readCorpus(run: string, readable: readonly string[] | 'anything' = []): Promise<Corpus> {
  const folder = run.endsWith('.safetensors') ? path.dirname(path.resolve(run)) : path.resolve(run);
  const experiment = await readExperiment(folder);
  const { files } = await readTextFiles(await learnedFrom(folder, experiment, readable));
  if (learningOf(experiment).from === 'text') return corpusOf(files);
  const { material } = materialOf(experiment, files);
  return rowsCorpus(material.kind === 'rows' ? material.rows : [], files);
}

export function corpusOf(files: readonly TextFile[], most = MOST): Corpus {
  const characters = files.map(({ text }) => [...text]);
  const all = characters.flat();
  const kept = all.slice(0, most);
  return {
    learned: kept.join(''),
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

/** A row is shown by itself, where its file has it: at its first column where the file writes it in another way, as with doubled quotes. */
export function rowsCorpus(rows: readonly Row[], files: readonly TextFile[], most = MOST): Corpus {
  const begins: number[] = [];
  let end = 0;
  for (const { input } of rows) {
    const next = end + [...input].length + 1;
    if (next > most) break;
    begins.push(end);
    end = next;
  }
  const lines = new Map<string, readonly string[]>();
  const lineOf = ({ file, line }: Row) => {
    const text = files.find((each) => each.file === file)?.text ?? '';
    if (file !== undefined && !lines.has(file)) lines.set(file, text.split(/\r\n|\n|\r/));
    return lines.get(file ?? '')?.[(line ?? 1) - 1] ?? '';
  };
  return {
    learned: rows.slice(0, begins.length),
    cut: begins.length < rows.length,
    locate: (spans) =>
      spans.map(({ from, to }) => {
        const after = begins.findIndex((begin) => begin > from);
        const index = (after < 0 ? begins.length : after) - 1;
        const row = rows[index] as Row;
        const own = [...row.input];
        const [first, last] = [from, to].map((at) => at - (begins[index] as number)) as [number, number];
        const stands = standsIn(lineOf(row), row);
        return {
          file: row.file ?? '',
          line: row.line ?? 1,
          column: stands < 0 ? 1 : stands + own.slice(0, first).join('').length + 1,
          before: own.slice(Math.max(0, first - AROUND), first).join(''),
          characters: own.slice(first, last).join(''),
          after: own.slice(last, last + AROUND).join(''),
        };
      }),
  };
}

/** Where the input begins in its line, −1 where that is written in another way. Its label may have the same characters. */
function standsIn(line: string, { input, lead }: Row): number {
  if (lead !== undefined) return line.indexOf(input, lead);
  const quoted = line.indexOf(JSON.stringify(input));
  return quoted < 0 ? line.indexOf(input) : quoted + 1;
}
