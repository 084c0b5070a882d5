// The numbers of a picture as a table: the first of them in the page, all of them as CSV.
import { counted } from './figures';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What scrolls can have the focus, so that arrow keys scroll it. */
const SCROLLED_BY_KEYBOARD = { tabIndex: 0 };

/** More rows make a page slow, and nobody reads them. */
const SHOWN = 200;

export function TableView({ table: { columns, rows }, caption }: { readonly table: Table; readonly caption: string }) {
  return (
    <section class="table-scroll" aria-label={caption} {...SCROLLED_BY_KEYBOARD}>
      <table class="numbers">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={column} scope="col" class={typeof rows[0]?.[at] === 'number' ? 'number' : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={columns[column]} class={typeof cell === 'number' ? 'number' : undefined}>
                  {typeof cell === 'number' ? figure(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && (
        <p class="caption">
          The first {counted(SHOWN, 'row')} of {counted(rows.length, 'row')}. All are in the CSV.
        </p>
      )}
    </section>
  );
}

const figure = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(6))).replace('-', '−') : '');

/** RFC 4180; what is not a number is an empty field. A field that a spreadsheet would take for a formula is made a text. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: string | number): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = /^[=+\-@\t\r]/u.test(cell) && cell.length > 1 ? `'${cell}` : cell;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
