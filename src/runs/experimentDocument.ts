/**
 * `*.unroll.json`: an experiment as a person writes it, with any of the fields of a run's experiment.json. What it does not say
 * is filled in as on the command line. A run's own says all and is read exactly instead (`experimentFile.ts`): the name of the
 * file tells which it is.
 */
import path from 'node:path';
import { cellNames } from '../engine/cell/cellSources';
import { closestName } from '../engine/cell/spelling';
import { type ExperimentOptions, experimentSchema } from '../engine/experimentSchema';
import { settingProblem } from '../engine/parseExperiment';
import { shortened } from '../engine/text/shortened';
import type { ExperimentProblem } from '../protocol/engineProtocol';
import { decodeText } from '../sources/decodeText';
import { JsonError, type Place, type PlacedJson, placedJson } from '../sources/placedJson';
import { readNamed } from '../sources/readNamed';
import { isCellPath } from '../sources/resolveCell';
import { MOST } from './runFile';

export const isExperimentDocument = (file: string): boolean => /\.unroll\.json$/i.test(file);

/** `verse` of `verse.unroll.json`. */
export const experimentName = (file: string): string => path.basename(file).replace(/\.unroll\.json$/i, '');

export interface ExperimentDocument {
  /** An absolute path. */
  readonly file: string;
  /** Its fields as they stand there, each with its place; not held against the schema yet. */
  readonly json: PlacedJson;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Where and why an experiment file cannot be used. */
export class ExperimentFileError extends Error {
  override readonly name = 'ExperimentFileError';
  /** In the order of their places: one at least. */
  readonly problems: readonly ExperimentProblem[];

  constructor(
    readonly file: string,
    problems: readonly ExperimentProblem[],
  ) {
    const name = path.basename(file);
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    super(sorted.map(({ line, column, message }) => `${name}, line ${line}, column ${column}: ${message}`).join('\n'));
    this.problems = sorted;
  }
}

/** Mistakes of a kind that are told: nobody mends more at once, and a file may have a million. */
const MOST_TOLD = 20;

/** Fields that are no settings of one experiment, but say something of the file. */
const OF_FILES = ['$schema'];

/** @param more as `parseExperimentDocument` takes them @throws ExperimentFileError, StorageError */
export async function readExperimentDocument(file: string, more: readonly string[] = []): Promise<ExperimentDocument> {
  const bytes = await readNamed(file, MOST.experiment);
  const decoded = decodeText(bytes);
  if ('text' in decoded) return parseExperimentDocument(decoded.text, file, more);
  const line = decoded.problem === 'encoding' ? decoded.line : 1;
  const place = { line, column: 1, endLine: line, endColumn: 2 };
  throw new ExperimentFileError(file, [{ ...place, message: 'this is not UTF-8. Save the file in that encoding.' }]);
}

/**
 * JSON with fields that are known, of a version that is.
 * @param more fields that whoever reads it knows beside those of an experiment @throws ExperimentFileError
 */
export function parseExperimentDocument(text: string, file: string, more: readonly string[] = []): ExperimentDocument {
  const document = openExperimentDocument(text, file);
  const unknown = unknownSettings(document, more);
  if (unknown.length > 0) throw new ExperimentFileError(file, unknown);
  return document;
}

/** JSON of a version that is known, whatever fields it has. @throws ExperimentFileError */
export function openExperimentDocument(text: string, file: string): ExperimentDocument {
  const json = readJson(text, file);
  const fields = json.value;
  const problem = (place: Place, message: string) => new ExperimentFileError(file, [{ ...place, message }]);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw problem(json.place([]), 'an experiment is an object: its settings stand between { and }.');
  const document = { file, json, fields: fields as Readonly<Record<string, unknown>> };
  const { version = 1 } = document.fields;
  if (version === 1) return document;
  throw problem(
    json.place(['version']),
    typeof version === 'number' && version > 1
      ? `this experiment has version ${version}, and this Unroll reads version 1. Update Unroll.`
      : 'version: write 1, or leave it out.',
  );
}

/** Each with the one that was meant, where that can be told. */
export function unknownSettings({ json, fields }: ExperimentDocument, more: readonly string[] = []): ExperimentProblem[] {
  const known = [...Object.keys(experimentSchema.shape), ...OF_FILES, ...more];
  return Object.keys(fields)
    .filter((name) => !known.includes(name))
    .slice(0, MOST_TOLD)
    .map((name) => ({ ...json.place([name], 'name'), message: unknownSetting(name, known) }));
}

/**
 * The settings that a document says, with paths from the root of the disk: those of the files, of cells and of weights are
 * relative to the document itself.
 * @param fields of the document, or others in their places (a value of a list, for one run of several)
 * @throws ExperimentFileError where one is out of its bounds
 */
export function optionsOf({ file, json }: ExperimentDocument, fields: Readonly<Record<string, unknown>>): ExperimentOptions {
  const settings = Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(experimentSchema.shape, name)));
  const parsed = experimentSchema.partial().safeParse(settings);
  if (!parsed.success)
    throw new ExperimentFileError(
      file,
      parsed.error.issues.slice(0, MOST_TOLD).map((issue) => ({
        ...json.place(issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))),
        message: settingProblem(issue),
      })),
    );
  return withPathsFrom(path.dirname(file), settings);
}

function readJson(text: string, file: string): PlacedJson {
  try {
    return placedJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw new ExperimentFileError(file, [{ ...error.place, message: error.message }]);
    throw error;
  }
}

function unknownSetting(name: string, known: readonly string[]): string {
  const shown = shortened(name);
  const meant = closestName(shown, known);
  return `There is no setting ${shown}.${meant === undefined ? ' If a newer Unroll wrote it, update Unroll.' : ` Did you mean ${meant}?`}`;
}

/** Names of files, of weights, and of cells that are files, from a folder on. */
function withPathsFrom(folder: string, { files, cell, init, initVocabulary, ...settings }: ExperimentOptions): ExperimentOptions {
  const from = (name: string) => path.resolve(folder, name);
  const fromCell = (name: string) => (isCellPath(name) ? from(name) : name);
  return {
    ...settings,
    ...(files && { files: files.map(from) }),
    ...(init !== undefined && { init: from(init) }),
    ...(initVocabulary !== undefined && { initVocabulary: from(initVocabulary) }),
    ...(cell !== undefined && { cell: cellNames(cell).map(fromCell).join(', ') }),
  };
}
