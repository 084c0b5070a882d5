/** An experiment as the text of a file that a person reads: settings in the order of the schema, paths from the file on. */
import path from 'node:path';
import { builtinCells } from '../engine/cell/builtin/builtinCells';
import { cellNames, sourceOf } from '../engine/cell/cellSources';
import { type Experiment, type ExperimentOptions, experimentSchema } from '../engine/experimentSchema';
import { USUAL_TASK } from '../engine/tasks/words';
import type { ExperimentToWrite, WrittenExperiment } from '../protocol/engineProtocol';
import { isCellPath } from '../sources/resolveCell';
import { optionsOf, parseExperimentDocument } from './experimentDocument';
import { plannedTraining } from './plannedTraining';
import { exists } from './runFile';
import { runFiles } from './runFolder';

/**
 * Of what was chosen, that alone: the rest is filled in when it is trained. Of a run, all of it.
 * @param file where it shall stand: an absolute path
 * @throws RunFolderError, StorageError; ExperimentFileError where a run of before has what may not be said any more
 */
export async function experimentText(file: string, what: ExperimentToWrite): Promise<WrittenExperiment> {
  const { settings, notes } = await settingsOf(what);
  const text = `${JSON.stringify(inOrder(withPathsTo(path.dirname(file), settings)), undefined, 2)}\n`;
  const document = parseExperimentDocument(text, file);
  optionsOf(document, document.fields);
  return { text, notes };
}

/** With absolute paths. */
async function settingsOf(what: ExperimentToWrite): Promise<{ settings: ExperimentOptions; notes: readonly string[] }> {
  if (what.run === undefined) return { settings: { ...what.options, files: [...what.files] }, notes: [] };
  const { experiment, text } = runFiles(what.run);
  const { options, files, init, notes = [] } = await plannedTraining(experiment, { readable: 'anything' });
  const settings = {
    ...withoutBuiltinSource(options as Experiment),
    files: (await exists(text)) ? [text] : [...files],
    ...(init && { init: init.weights, initVocabulary: init.vocabulary }),
  };
  return { settings, notes };
}

/** The equations of a built-in cell are known by its name, as long as they are those of today. */
function withoutBuiltinSource({ cellSource, ...experiment }: Experiment): ExperimentOptions {
  const names = cellNames(experiment.cell);
  const builtin = names.every((name) => builtinCells.some((cell) => cell.name === name));
  return builtin && sourceOf({ ...experiment, cellSource: '' }) === cellSource ? experiment : { ...experiment, cellSource };
}

function withPathsTo(folder: string, { files = [], cell, init, initVocabulary, ...settings }: ExperimentOptions): ExperimentOptions {
  const to = (file: string) => path.relative(folder, file).split(path.sep).join('/');
  return {
    ...settings,
    files: files.map(to),
    ...(cell !== undefined && {
      cell: cellNames(cell)
        .map((name) => (isCellPath(name) ? to(name) : name))
        .join(', '),
    }),
    ...(init !== undefined && { init: to(init) }),
    ...(initVocabulary !== undefined && { initVocabulary: to(initVocabulary) }),
  };
}

/** What is trained on what comes first, said or not. */
function inOrder(settings: ExperimentOptions): Record<string, unknown> {
  const all: ExperimentOptions = { ...settings, task: settings.task ?? USUAL_TASK };
  const names = Object.keys(experimentSchema.shape) as (keyof Experiment)[];
  return Object.fromEntries(names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}
