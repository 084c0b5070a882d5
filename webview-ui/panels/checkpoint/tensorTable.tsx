// The tensors of the file in a table, by module: of many thousands only those in sight are in the page.
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { shownText } from '../../../src/protocol/textUnits';
import { count, counted, short } from '../../components/figures';
import { Cancel, Refusal } from '../../components/refusal';
import { bytesShown } from './amounts';
import { type Column, countOf, type Row, shapeShown } from './tensorRows';
import { useWeights, type Weights } from './weights';

/** In CSS pixels. */
const ROW = 22;
const MOST_IN_SIGHT = 14;
/** Rows that are made beyond the edges, so that scrolling shows no gaps. */
const BEYOND = 6;

const HEADS: Readonly<Record<Column, string>> = {
  name: 'Name',
  shape: 'Shape',
  dtype: 'Type',
  count: 'Numbers',
  mean: 'Mean',
  deviation: 'σ',
  least: 'Least',
  most: 'Most',
  zeros: 'Zeros',
  broken: 'Not finite',
};
const NAMES: Partial<Record<Column, string>> = {
  deviation: 'Standard deviation of the finite numbers',
  zeros: 'Share of zeros',
  broken: 'Numbers that are infinite or none at all',
};

/** Of the columns that are not as wide as a figure. */
const WIDTHS: Partial<Record<Column, string>> = {
  name: 'col-name',
  shape: 'col-shape',
  dtype: 'col-dtype',
  count: 'col-count',
  broken: 'col-broken',
};

/** A table whose rows are walked and opened by keyboard; the one that one is at. */
const treeAt = (row: number) => ({ role: 'treegrid', tabIndex: 0, 'aria-activedescendant': `row-${row}` }) as const;
const OUT_OF_SIGHT = { 'aria-hidden': true };

export function TensorTable() {
  const weights = useWeights();
  const { rows, tensors, view } = weights;
  const scrolled = useSignal(0);
  const active = useSignal(0);
  const scroller = useRef<HTMLDivElement>(null);
  const all = rows.value;
  const height = Math.min(all.length, MOST_IN_SIGHT) * ROW;
  const first = Math.max(0, Math.floor(scrolled.value / ROW) - BEYOND);
  const end = Math.min(all.length, Math.ceil((scrolled.value + height) / ROW) + BEYOND);
  const at = Math.min(active.value, all.length - 1);
  useSignalEffect(() => {
    const top = scrolled.value;
    const sight = rows.value.slice(Math.floor(top / ROW), Math.ceil(top / ROW) + MOST_IN_SIGHT + 1);
    weights.show(sight.flatMap((row) => (row.kind === 'tensor' ? [row.tensor] : [])));
  });
  // Another filter or order begins above.
  useEffect(() => {
    active.value = 0;
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [view.value.filter, view.value.sort, view.value.descending]);
  const goTo = (row: number) => {
    const to = Math.max(0, Math.min(all.length - 1, row));
    active.value = to;
    const element = scroller.current;
    if (!element) return;
    const body = element.clientHeight - ROW;
    if (to * ROW < element.scrollTop) element.scrollTop = to * ROW;
    else if ((to + 1) * ROW > element.scrollTop + body) element.scrollTop = (to + 1) * ROW - body;
  };
  return (
    <section class="section" aria-label="Tensors">
      <div class="section-head">
        <h2>Tensors</h2>
        <input
          type="search"
          class="field tensor-filter"
          placeholder="Filter"
          aria-label="Filter tensors by name or type"
          data-testid="filter"
          value={view.value.filter}
          onInput={(event) => view.change({ filter: event.currentTarget.value })}
        />
        <Reading />
      </div>
      {all.length === 0 ? (
        <p class="empty-line" data-testid="no-tensors">
          None of {counted(tensors.value.length, 'tensor')} has this in its name or type.
        </p>
      ) : (
        <div
          ref={scroller}
          class="tensors"
          style={{ maxHeight: `${height + ROW + SCROLL_BAR}px` }}
          onScroll={(event) => {
            scrolled.value = event.currentTarget.scrollTop;
          }}
        >
          <table
            {...treeAt(at)}
            aria-label="Tensors by module: arrow keys walk, left and right close and open a module, Enter shows a tensor"
            aria-rowcount={all.length + 1}
            data-testid="tensors"
            onKeyDown={(event) => event.target === event.currentTarget && press(event, weights, at, goTo) && event.preventDefault()}
          >
            <colgroup>
              {(Object.keys(HEADS) as Column[]).map((column) => (
                <col key={column} class={WIDTHS[column] ?? 'col-number'} />
              ))}
            </colgroup>
            <thead>
              <tr aria-rowindex={1}>
                {(Object.keys(HEADS) as Column[]).map((column) => (
                  <Head key={column} column={column} />
                ))}
              </tr>
            </thead>
            <tbody>
              <Space rows={first} />
              {all.slice(first, end).map((row, index) => (
                <TableRow
                  key={row.kind === 'module' ? `module ${row.path}` : row.tensor}
                  row={row}
                  at={first + index}
                  active={first + index === at}
                  activate={() => {
                    active.value = first + index;
                  }}
                />
              ))}
              <Space rows={all.length - end} />
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Room for a horizontal one. */
const SCROLL_BAR = 14;

/** In the place of rows that are out of sight. */
function Space({ rows }: { readonly rows: number }) {
  return rows > 0 ? <tr {...OUT_OF_SIGHT} style={{ height: `${rows * ROW}px` }} /> : null;
}

function press(event: KeyboardEvent, weights: Weights, at: number, goTo: (row: number) => void): boolean {
  const rows = weights.rows.peek();
  const row = rows[at];
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
    PageDown: at + MOST_IN_SIGHT,
    PageUp: at - MOST_IN_SIGHT,
  }[event.key];
  if (to !== undefined) goTo(to);
  else if (!row) return false;
  else if (event.key === 'Enter' || event.key === ' ') open(weights, row);
  else if (event.key === 'ArrowRight') {
    if (row.kind === 'module' && !row.open) toggle(weights, row.path);
    else goTo(at + 1);
  } else if (event.key === 'ArrowLeft') {
    if (row.kind === 'module' && row.open) toggle(weights, row.path);
    else goTo(rows.findLastIndex((one, index) => index < at && one.depth < row.depth));
  } else return false;
  return true;
}

function open(weights: Weights, row: Row): void {
  if (row.kind === 'module') toggle(weights, row.path);
  else weights.choose(row.tensor);
}

function toggle({ view }: Weights, path: string): void {
  const { toggled } = view.peek();
  view.change({ toggled: toggled.includes(path) ? toggled.filter((one) => one !== path) : [...toggled, path] });
}

/** A press sorts by it, another one the other way round, a third as the file has them. */
function Head({ column }: { readonly column: Column }) {
  const { view } = useWeights();
  const { sort, descending } = view.value;
  const sorted = sort === column;
  const numeric = column !== 'name' && column !== 'dtype' && column !== 'shape';
  const turn = () => {
    if (!sorted) view.change({ sort: column, descending: numeric });
    else if (descending === numeric) view.change({ descending: !descending });
    else view.change({ sort: undefined, descending: false });
  };
  return (
    <th scope="col" class={`cell-${column}`} aria-sort={sorted ? (descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sorter" title={NAMES[column] ?? HEADS[column]} data-testid={`sort-${column}`} onClick={turn}>
        {HEADS[column]}
        {sorted && <span aria-hidden="true">{descending ? ' ↓' : ' ↑'}</span>}
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: Row;
  readonly at: number;
  readonly active: boolean;
  readonly activate: () => void;
}

function TableRow({ row, at, active, activate }: RowProps) {
  const weights = useWeights();
  const chosen = row.kind === 'tensor' && row.tensor === weights.chosen.value;
  return (
    <tr
      id={`row-${at}`}
      class={`tensor-row${active ? ' active' : ''}${chosen ? ' chosen' : ''}`}
      aria-rowindex={at + 2}
      aria-level={row.depth + 1}
      aria-selected={chosen}
      {...(row.kind === 'module' && { 'aria-expanded': row.open })}
      data-testid={row.kind === 'module' ? 'module' : 'tensor'}
      onClick={() => {
        activate();
        open(weights, row);
      }}
    >
      {row.kind === 'module' ? <ModuleCells row={row} /> : <TensorCells row={row} />}
    </tr>
  );
}

/** So far to the right for each module that it is in. */
const INDENT = 14;

function ModuleCells({ row }: { readonly row: Extract<Row, { kind: 'module' }> }) {
  return (
    <>
      <th scope="row" class="cell-name" title={shownText(row.path)} style={{ paddingInlineStart: `${8 + row.depth * INDENT}px` }}>
        <span class="twistie" aria-hidden="true">
          {row.open ? '⌄' : '›'}
        </span>
        {shownText(row.label.replace(/[./]$/u, ''))}
      </th>
      <td class="cell-shape muted">{counted(row.tensors, 'tensor')}</td>
      <td class="cell-dtype" />
      <td class="cell-count muted">{count(row.count)}</td>
      <td colSpan={6} />
    </>
  );
}

function TensorCells({ row: { tensor, label, depth } }: { readonly row: Extract<Row, { kind: 'tensor' }> }) {
  const { statistics, tensors } = useWeights();
  const listed = tensors.value[tensor];
  const known = statistics.value.of.get(tensor);
  if (!listed) return null;
  const broken = known ? known.nan + known.infinite : 0;
  const cells: readonly (readonly [Column, string])[] = [
    ['shape', shapeShown(listed)],
    ['dtype', listed.dtype],
    ['count', count(countOf(listed))],
    ['mean', figure(known?.mean)],
    ['deviation', figure(known?.deviation)],
    ['least', figure(known?.least)],
    ['most', figure(known?.most)],
    ['zeros', known && known.count > 0 ? shareShown(known.zeros / known.count) : ''],
    ['broken', known ? count(broken) : ''],
  ];
  return (
    <>
      <th scope="row" class="cell-name" title={shownText(listed.name)} style={{ paddingInlineStart: `${22 + depth * INDENT}px` }}>
        {shownText(label)}
      </th>
      {cells.map(([column, text]) => (
        <td
          key={column}
          class={`cell-${column}${column === 'broken' && broken > 0 ? ' bad' : ''}`}
          title={column === 'broken' && known && broken > 0 ? `${count(known.nan)} NaN, ${count(known.infinite)} infinite` : undefined}
        >
          {text}
        </td>
      ))}
    </>
  );
}

/** Nothing where it is not known, or there is none. */
const figure = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value)
    ? ''
    : Math.abs(value) >= 1e6
      ? value.toExponential(1).replace('-', '−').replace('e+', 'e')
      : short(value);

const shareShown = (share: number): string => (share === 0 ? '0' : share < 0.001 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`);

/** Of a large file the numbers of what is in sight are read alone, unless all are wanted. */
function Reading() {
  const { bytes, readAll, reading, statistics, tensors, unread } = useWeights();
  const readable = tensors.value.length;
  return (
    <>
      {!reading.busy.value && unread.value > 0 && statistics.value.of.size > 0 && (
        <button
          type="button"
          class="link"
          title="Statistics of every tensor, so that they can be sorted by them"
          data-testid="read-all"
          onClick={() => void readAll()}
        >
          Read all {count(readable)} ({bytesShown(bytes.value)})
        </button>
      )}
      <Cancel of={reading} />
      <Refusal of={reading} />
    </>
  );
}
