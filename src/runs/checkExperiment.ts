/** What is wrong with an experiment file that its JSON schema cannot tell: names that there are not, settings that do not go together, files that are not there. */
import { cellNames, splitCellSources } from '../engine/cell/cellSources';
import { CellSyntaxError, compileCell } from '../engine/cell/compileCell';
import { ExperimentError, type ExperimentOptions } from '../engine/experimentSchema';
import { unfittingSetting } from '../engine/parseExperiment';
import { expandSweep, isSweep } from '../engine/sweep/expandSweep';
import { PLAN } from '../engine/sweep/sweepSchema';
import type { Unfitting } from '../engine/tasks/task';
import type { AroundExperiment, CheckedExperiment, ExperimentProblem } from '../protocol/engineProtocol';
import { isCellPath, readCell } from '../sources/resolveCell';
import { StorageError } from '../sources/storageError';
import { type ExperimentDocument, ExperimentFileError, openExperimentDocument, optionsOf, unknownSettings } from './experimentDocument';
import { experimentOrigin } from './experimentOrigin';
import { exists, MOST } from './runFile';
import { isIn, nameFrom, OutsideFileError, requireReadableFrom } from './trainingFiles';

/** @param file its absolute path @param text as it stands in the editor @throws StorageError */
export async function checkExperiment(file: string, text: string, { workspace, readable }: AroundExperiment): Promise<CheckedExperiment> {
  if (text.length > MOST.experiment) return { problems: [] }; // nor would it be read to be trained
  const document = ifRead(() => openExperimentDocument(text, file));
  if (!document) return { problems: [] };
  const unknown = unknownSettings(document, [PLAN]);
  if (isSweep(document.fields)) return await ofMany(document, unknown, readable);
  const options = ifRead(() => optionsOf(document, document.fields));
  if (!options) return { problems: unknown };
  const at = (path: readonly (string | number)[], message: string, severity?: 'warning'): ExperimentProblem => ({
    ...document.json.place(path),
    message,
    ...(severity && { severity }),
  });
  const unfitting: Unfitting | undefined = unfittingSetting(options);
  const problems = [
    ...unknown,
    ...(unfitting ? [at([unfitting.setting in document.fields ? unfitting.setting : 'task'], unfitting.message)] : []),
    ...(await cellProblems(file, options, readable)).map(({ setting, message }) => at([setting], message)),
    ...(await missing(options, readable)).map(({ where, message }) => at(where, message)),
    ...idleEnds(options).map(({ setting, message }) => at([setting], message, 'warning')),
    ...(options.files?.length ? [] : [at([], 'It names no files to learn from yet (files).', 'warning')]),
  ];
  const named = (each: string) => nameFrom(workspace, each);
  return { problems, settings: experimentOrigin(file, options, named).settings };
}

/** Of many runs: the lists and ranges, what they come to, and what each needs that is not there. */
async function ofMany(
  document: ExperimentDocument,
  unknown: readonly ExperimentProblem[],
  readable: readonly string[],
): Promise<CheckedExperiment> {
  const { json, fields, file } = document;
  try {
    const { runs } = expandSweep(fields);
    // One of each cell: what else varies names no file that is looked for.
    const each = [...new Map(runs.map(({ options }) => [options.cell, options] as const))];
    const { cell: cells } = fields;
    const problems: ExperimentProblem[] = [];
    for (const [index, [cell, given]] of each.entries()) {
      const options = ifRead(() => optionsOf(document, given));
      if (!options) break;
      const at = Array.isArray(cells) ? ['cell', cells.indexOf(cell)] : ['cell'];
      for (const { setting, message } of await cellProblems(file, options, readable))
        problems.push({ ...json.place(setting === 'cell' ? at : [setting]), message });
      if (index > 0) continue;
      for (const { where, message } of await missing(options, readable)) problems.push({ ...json.place(where), message });
    }
    return { problems: [...unknown, ...problems], runs: runs.length };
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    // Each line begins with the name of the setting that it is about.
    const problems = error.message.split('\n').map((message) => {
      const [name = ''] = /^\w+(?=[:.])/.exec(message) ?? [];
      return { ...json.place(name in fields ? [name] : []), message };
    });
    return { problems: [...unknown, ...problems] };
  }
}

/** Undefined where it cannot be read or is out of bounds: that is underlined by its schema already. */
function ifRead<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExperimentFileError) return undefined;
    throw error;
  }
}

/** Of the cells that are named, and of equations that stand in the file itself. */
async function cellProblems(
  file: string,
  { cell, cellSource, layers }: ExperimentOptions,
  readable: readonly string[],
): Promise<Unfitting[]> {
  if (cellSource) return await compileProblem('cellSource', async () => splitCellSources(cellSource).map((source) => compileCell(source)));
  if (cell === undefined) return [];
  const names = cellNames(cell);
  const problems: Unfitting[] = [];
  // All are one value, under which the first mistake stands.
  for (const name of new Set(names))
    if (problems.length === 0 && (!isCellPath(name) || (await mayRead(file, name, readable))))
      problems.push(...(await compileProblem('cell', () => readCell(name))));
  if (names.length > 1 && layers !== undefined && names.length !== layers)
    problems.push({
      setting: 'layers',
      message: `There are ${names.length} cells and ${layers} ${layers === 1 ? 'layer' : 'layers'}. Name one cell for all layers, or one for each.`,
    });
  return problems;
}

async function mayRead(file: string, named: string, readable: readonly string[]): Promise<boolean> {
  if (!isNear(named, readable)) return false;
  try {
    await requireReadableFrom(file, [named], readable);
    return true;
  } catch (error) {
    if (error instanceof OutsideFileError) return false;
    if (error instanceof StorageError) return true; // what reads it says so
    throw error;
  }
}

const isNear = (file: string, readable: readonly string[]) => readable.some((folder) => isIn(folder, file));

async function compileProblem(setting: Unfitting['setting'], compile: () => Promise<unknown>): Promise<Unfitting[]> {
  try {
    await compile();
    return [];
  } catch (error) {
    if (error instanceof ExperimentError || error instanceof StorageError || error instanceof CellSyntaxError)
      return [{ setting, message: error.message }];
    throw error;
  }
}

/** Files that are looked for: nobody reads a longer list of what is missing, and a file may name a million. */
const MOST_LOOKED_FOR = 1_000;

/** Places of names of files that are not there. */
async function missing({ files = [], init, initVocabulary }: ExperimentOptions, readable: readonly string[]) {
  const named: readonly (readonly [file: string | undefined, where: readonly (string | number)[]])[] = [
    ...files.slice(0, MOST_LOOKED_FOR).map((file, at) => [file, ['files', at]] as const),
    [init, ['init']],
    [initVocabulary, ['initVocabulary']],
  ];
  const problems: { readonly where: readonly (string | number)[]; readonly message: string }[] = [];
  for (const [file, where] of named) {
    if (file === undefined || !isNear(file, readable)) continue;
    const message = await whyMissing(file);
    if (message !== undefined) problems.push({ where, message });
  }
  return problems;
}

async function whyMissing(file: string): Promise<string | undefined> {
  try {
    return (await exists(file)) ? undefined : 'There is no such file here.';
  } catch (error) {
    if (error instanceof StorageError) return error.message;
    throw error;
  }
}

/** Ends that can never come, or come before anything was looked at. */
function idleEnds({ patience, validation, validateEvery, updates, keepCheckpoints }: ExperimentOptions): Unfitting[] {
  return [
    ...(patience !== undefined && validation === 0
      ? [
          {
            setting: 'patience',
            message: 'Nothing is held out (validation: 0), so nothing is validated, and patience ends nothing.',
          } as const,
        ]
      : []),
    ...(updates !== undefined && validateEvery !== undefined && validateEvery > updates
      ? [{ setting: 'validateEvery', message: `Training ends after ${updates} updates, before the first of these validations.` } as const]
      : []),
    ...(updates !== undefined && keepCheckpoints !== undefined && keepCheckpoints > updates
      ? [{ setting: 'keepCheckpoints', message: `There are no more than ${updates} updates to keep checkpoints of.` } as const]
      : []),
  ];
}
