/** The cell that an experiment names, or a cell for each layer, as equations: a built-in one by its name, anybody's by the path of its .cell file. */
import path from 'node:path';
import { builtinCells } from '../engine/cell/builtin/builtinCells';
import { cellNames, joinCellSources } from '../engine/cell/cellSources';
import { compileCell } from '../engine/cell/compileCell';
import { ExperimentError, type ExperimentOptions } from '../engine/experimentSchema';
import { parseExperiment } from '../engine/parseExperiment';
import { shortened } from '../engine/text/shortened';
import { readNamed } from './readNamed';

/** Equations are a page at most; this is a book of them. */
export const MOST_CELL_BYTES = 1024 * 1024;

/** The options with the cell's name and equations in them. @throws ExperimentError, CellSyntaxError, StorageError */
export async function resolveCell(options: ExperimentOptions): Promise<ExperimentOptions> {
  if (options.cellSource) return options;
  const cells = await Promise.all(cellNames(options.cell ?? parseExperiment({ task: options.task }).cell).map(readCell));
  const cellSource = joinCellSources(cells.map(({ source }) => source));
  return { ...(cells.length > 1 && { layers: cells.length }), ...options, cell: cells.map(({ name }) => name).join(', '), cellSource };
}

/** @param cell a built-in name or the path of a .cell file */
export async function readCell(cell: string): Promise<{ readonly name: string; readonly source: string }> {
  const builtin = builtinCells.find(({ name }) => name === cell);
  if (builtin) return builtin;
  if (!isCellPath(cell)) {
    throw new ExperimentError(
      `There is no cell “${shortened(cell)}”. Built in are ${builtinCells.map(({ name }) => name).join(', ')}; for your own, give the path of its .cell file.`,
    );
  }
  const source = (await readNamed(cell, MOST_CELL_BYTES)).toString('utf8');
  return { name: compileCell(source, path.basename(cell)).name, source };
}

export function isCellPath(cell: string): boolean {
  return cell.endsWith('.cell') || cell.includes('/') || cell.includes(path.sep);
}
