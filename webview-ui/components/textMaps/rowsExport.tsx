// Rows over the characters in sight as a file: the text above them, each with its name, and their values as a table.
import type { Signal } from '@preact/signals';
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

/** As they are now: a table that is shown changes with the signals which these functions read. */
export interface ExportedRows {
  readonly label: string;
  /** Of the files, without an ending. */
  readonly name: string;
  readonly axis: Axis;
  readonly glyphs: () => readonly string[];
  readonly characters: () => readonly string[];
  readonly rows: () => readonly ExportedRow[];
}

interface Exported {
  readonly of: ExportedRows;
  /** Whether the table is shown. */
  readonly tabled: Signal<boolean>;
}

export function RowsMenu({ of, tabled }: Exported) {
  const { label, name, axis, glyphs, rows } = of;
  const draw = (surface: Surface, palette: Palette) => {
    const text = { glyphs: glyphs(), ink: inkOf(glyphs()), step: axis.step.peek(), columns: axis.columns.peek(), marked: undefined };
    const drawn = rows().map((row) => ({ ...row, draw: (within: Surface) => row.draw(within, palette) }));
    drawLabelledRows(surface, text, drawn, palette);
  };
  const size = () => ({ width: axis.trackWidth.peek(), height: labelledRowsHeight(rows().map(({ height }) => height)) });
  return <ExportMenu label={label} name={name} size={size} draw={draw} table={() => tableOf(of)} tabled={tabled} />;
}

/** Stands below the row that the menu is in. */
export const RowsTable = ({ of, tabled }: Exported) => (tabled.value ? <TableView table={tableOf(of)} caption={of.label} /> : null);

const tableOf = ({ axis, characters, rows }: ExportedRows) =>
  tableInSight(
    axis.look.value,
    characters(),
    rows().map(({ column }) => column),
  );
