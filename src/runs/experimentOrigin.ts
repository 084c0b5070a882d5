/** Which experiment file a run came from: by its place, and by what it says, so that it is found again where it was moved or edited. */
import { createHash } from 'node:crypto';
import { cellNames } from '../engine/cell/cellSources';
import type { ExperimentOptions } from '../engine/experimentSchema';
import type { ExperimentOrigin } from '../engine/trainingEvent';
import { isCellPath } from '../sources/resolveCell';

/**
 * @param settings what it says, with absolute paths, or what was trained instead
 * @param named how a run names absolute paths: relative to the workspace, which may be moved as a whole
 */
export function experimentOrigin(file: string, settings: ExperimentOptions, named: (file: string) => string): ExperimentOrigin {
  const { files = [], init, initVocabulary, cell, ...rest } = settings;
  const all = {
    ...rest,
    files: files.map(named),
    cell: cell === undefined ? undefined : cellNames(cell).map((one) => (isCellPath(one) ? named(one) : one)),
    init: init && named(init),
    initVocabulary: initVocabulary && named(initVocabulary),
  };
  const sorted = Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { file: named(file), settings: createHash('sha256').update(JSON.stringify(sorted)).digest('hex') };
}
