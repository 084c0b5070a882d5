// The tensors of the file in a table, by module: of many thousands only those in sight are in the page.
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { count, counted } from '../../components/figures';
import { Cancel, Refusal } from '../../components/refusal';
import { bytesShown } from './amounts';
import type { Column } from './tensorRows';
import { openRow, TensorTableRow, toggleModule } from './tensorTableRow';
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
                <TensorTableRow
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
  else if (event.key === 'Enter' || event.key === ' ') openRow(weights, row);
  else if (event.key === 'ArrowRight') {
    if (row.kind === 'module' && !row.open) toggleModule(weights, row.path);
    else goTo(at + 1);
  } else if (event.key === 'ArrowLeft') {
    if (row.kind === 'module' && row.open) toggleModule(weights, row.path);
    else goTo(rows.findLastIndex((one, index) => index < at && one.depth < row.depth));
  } else return false;
  return true;
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
