// The numbers of a picture as a table: the first of them in the page; all of them are in the CSV.
import type { Table } from '../../src/protocol/csv';
import { counted } from './figures';

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
