// Rows over the characters in sight as a file: the text above them, each with its name, and their values as a table.
import { useSignal } from '@preact/signals';
import { drawLabelledRows, type LabelledRow, labelledRowsHeight } from '../../charts/labelledRows';
import type { Palette } from '../../charts/palette';
import type { Surface } from '../../charts/surface';
import { inkOf } from '../../charts/textAxis';
import { ExportMenu } from '../exportMenu';
import { TableView } from '../tableView';
import type { Axis } from './axis';
import { type TableColumn, tableInSight } from './tableInSight';

export interface ExportedRow extends Omit<LabelledRow, 'draw'> {
  readonly draw: (row: Surface, palette: Palette) => void;
  /** Its values, in the table. */
  readonly column: TableColumn;
}

export interface RowsExportProps {
  readonly label: string;
  /** Of the files, without an ending. */
  readonly name: string;
  readonly axis: Axis;
  readonly glyphs: () => readonly string[];
  readonly characters: () => readonly string[];
  /** As they are now. */
  readonly rows: () => readonly ExportedRow[];
}

export function RowsExport({ label, name, axis, glyphs, characters, rows }: RowsExportProps) {
  const tabled = useSignal(false);
  const draw = (surface: Surface, palette: Palette) => {
    const text = { glyphs: glyphs(), ink: inkOf(glyphs()), step: axis.step.peek(), columns: axis.columns.peek(), marked: undefined };
    const drawn = rows().map((row) => ({ ...row, draw: (within: Surface) => row.draw(within, palette) }));
    drawLabelledRows(surface, text, drawn, palette);
  };
  const table = () =>
    tableInSight(
      axis.look.peek(),
      characters(),
      rows().map(({ column }) => column),
    );
  const size = () => ({ width: axis.trackWidth.peek(), height: labelledRowsHeight(rows().map(({ height }) => height)) });
  return (
    <>
      <ExportMenu label={label} name={name} size={size} draw={draw} table={table} tabled={tabled} />
      {tabled.value && <TableView table={table()} caption={label} />}
    </>
  );
}
