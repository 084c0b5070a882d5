/** What a run learned from, and where in its files a character of it stands. */
import type { Row } from '../engine/data/material';
import type { Corpus as Learned } from '../engine/inspect/units/corpusReader';
import { learningOf } from '../engine/tasks/tasks';
import type { Form } from '../engine/text/form';
import { FormedText } from '../engine/text/formedText';
import { linesOf } from '../engine/text/lines';
import { cut, hasSpace, offsetsOf, type Units } from '../engine/text/units';
import type { Location } from '../protocol/queries';
import { joinTexts } from '../sources/joinTexts';
import { materialOf } from '../sources/readMaterial';
import { readTextFiles, type TextFile } from '../sources/readTexts';
import { readExperiment } from './experimentFile';
import { folderOf } from './runFolder';
import { learnedFrom } from './trainingFiles';

/** Characters that are searched at most: minutes of reading otherwise. */
const MOST = 4_000_000;
/** Characters shown before and after one. */
const AROUND = 40;

export interface Corpus {
  readonly learned: Learned;
  /** Whether the files have more than was taken. */
  readonly cut: boolean;
  /** @param spans in units of its text, of rows as `corpusText` has them, `to` not included */
  locate(spans: readonly { readonly from: number; readonly to: number }[]): Location[];
}

/** @param run its folder, or a checkpoint in it @throws RunFolderError, TextFileError, StorageError, OutsideFileError */
export async function readCorpus(run: string, readable: readonly string[] | 'anything' = []): Promise<Corpus> {
  const folder = folderOf(run);
  const experiment = await readExperiment(folder);
  const { files } = await readTextFiles(await learnedFrom(folder, experiment, readable), experiment);
  if (learningOf(experiment).from === 'text') return corpusOf(files, experiment);
  const { material } = materialOf(experiment, files);
  return rowsCorpus(material.kind === 'rows' ? material.rows : [], files, experiment.units);
}

/** As the run learned it, and as it stands in the files: their line ends and letters may have another form. */
export function corpusOf(files: readonly TextFile[], { units, ...form }: Form & { readonly units: Units }, most = MOST): Corpus {
  const joined = joinTexts(files, form.lineEnds);
  const formed = new FormedText(joined.text, form);
  const all = cut(formed.text, units);
  const kept = all.slice(0, most);
  const begins = offsetsOf(kept);
  return {
    learned: kept.join(''),
    cut: kept.length < all.length,
    locate: (spans) =>
      spans.map(({ from, to }) => {
        const [start, end] = [begins[from] as number, begins[to] as number];
        const { file, offset } = joined.locate(formed.originalStart(start));
        const { text } = file;
        const around = excerpt(text, units, offset, offset + formed.originalEnd(end) - formed.originalStart(start));
        const before = text.slice(0, around.from);
        const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
        return {
          file: file.file,
          line: linesOf(before).length,
          column: before.length - lineStart + 1,
          before: around.before,
          characters: around.characters,
          after: around.after,
        };
      }),
  };
}

/** What stands from one UTF-16 offset to another, without the space before its first word, and what is around it. */
function excerpt(text: string, units: Units, start: number, end: number) {
  const from = start + (units === 'words' && hasSpace(text.slice(start, end)) ? 1 : 0);
  return {
    from,
    before: [...text.slice(Math.max(0, from - 2 * AROUND), from)].slice(-AROUND).join(''),
    characters: text.slice(from, end),
    after: [...text.slice(end, end + 2 * AROUND)].slice(0, AROUND).join(''),
  };
}

/** A row is shown by itself, where its file has it: at its first column where the file writes it in another way, as with doubled quotes. */
export function rowsCorpus(rows: readonly Row[], files: readonly TextFile[], units: Units = 'characters', most = MOST): Corpus {
  const begins: number[] = [];
  let end = 0;
  for (const { input } of rows) {
    const next = end + cut(input, units).length + 1;
    if (next > most) break;
    begins.push(end);
    end = next;
  }
  const lines = new Map<string, readonly string[]>();
  const lineOf = ({ file, line }: Row) => {
    const text = files.find((each) => each.file === file)?.text ?? '';
    if (file !== undefined && !lines.has(file)) lines.set(file, linesOf(text));
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
        const own = offsetsOf(cut(row.input, units));
        const [first, last] = [from, to].map((at) => own[at - (begins[index] as number)]) as [number, number];
        const around = excerpt(row.input, units, first, last);
        const stands = standsIn(lineOf(row), row);
        return {
          file: row.file ?? '',
          line: row.line ?? 1,
          column: stands < 0 ? 1 : stands + around.from + 1,
          before: around.before,
          characters: around.characters,
          after: around.after,
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
