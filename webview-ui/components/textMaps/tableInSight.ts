// What pictures over a text show, as a table: a row for each column in sight, which stands for one character or several.

import type { Table } from '../../../src/protocol/csv';
import type { Tile } from '../../charts/heatmap';
import type { Look } from './fieldTiles';

export interface TableColumn {
  readonly name: string;
  /** Of the column of the picture that begins with this character. */
  readonly at: (character: number) => number | string;
}

/** @param unit what stands in a column: “character” */
export function tableInSight(
  { first, end, step }: Look,
  characters: readonly string[],
  columns: readonly TableColumn[],
  unit = 'character',
): Table {
  const starts: number[] = [];
  for (let at = Math.floor(first / step) * step; at < end; at += step) starts.push(at);
  return {
    columns: [unit, 'text', ...columns.map(({ name }) => name)],
    rows: starts.map((at) => [at + 1, characters.slice(at, at + step).join(''), ...columns.map((column) => column.at(at))]),
  };
}

/** Reads rows of a field, in the column that a character is in, from those of its tiles that are as fine as the look: NaN where none has come yet. */
export function valuesIn(tiles: readonly Tile[], { step }: Pick<Look, 'step'>): (character: number, row: number) => number {
  const fine = tiles.filter((tile) => tile.step === step);
  return (character, row) => {
    const tile = fine.find(({ from, columns }) => character >= from && character < from + columns * step);
    if (!tile) return Number.NaN;
    const rows = tile.values.length / tile.columns;
    return tile.values[Math.floor((character - tile.from) / step) * rows + row] ?? Number.NaN;
  };
}
