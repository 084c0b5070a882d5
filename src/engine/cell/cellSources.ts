/** The equations of the cells of an experiment: one for all layers, or one for each, with `---` between. */
import { type Experiment, ExperimentError } from '../experimentSchema';
import { shortened } from '../text/shortened';
import { builtinCells } from './builtin/builtinCells';

/** Those of the cell that an experiment names, or of the cells of its layers. @throws ExperimentError */
export function sourceOf({ cell, cellSource }: Experiment): string {
  if (cellSource) return cellSource;
  return joinCellSources(cellNames(cell).map(builtinSource));
}

/** The cells that are named: one, or one for each layer from the lowest up, with commas between. */
export const cellNames = (cell: string): readonly string[] => cell.split(',').map((name) => name.trim());

export function splitCellSources(cellSource: string): string[] {
  return cellSource.split(/^---\r?\n/m);
}

/** The inverse. */
export function joinCellSources(sources: readonly string[]): string {
  return sources.map((source) => (source.endsWith('\n') ? source : `${source}\n`)).join('---\n');
}

function builtinSource(cell: string): string {
  const builtin = builtinCells.find(({ name }) => name === cell);
  if (builtin) return builtin.source;
  throw new ExperimentError(
    `There is no cell ${shortened(cell)}. Built in: ${builtinCells.map(({ name }) => name).join(', ')}; or give the path of a .cell file.`,
  );
}
