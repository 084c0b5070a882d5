// All runs that are compared as a table: what they differ in and what came of them, the best first, sorted by any column.
import { type ComparedColumn, comparisonFile, reasonOf } from '../../../src/protocol/comparedRuns';
import { MOST_SIDES } from '../../../src/protocol/compareProtocol';
import { csvOf } from '../../../src/protocol/csv';
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import { useSaveFile } from '../../components/exportMenu';
import { count, counted } from '../../components/figures';
import { useComparison } from './comparison';
import { valueShown } from './valueShown';

/** What scrolls can have the focus, so that arrow keys scroll it. */
const SCROLLED_BY_KEYBOARD = { tabIndex: 0 };

/** Where a column is called otherwise than its value in files. */
const HEADS: Readonly<Record<string, string>> = { name: 'run', seconds: 'time' };

/** Nothing of one run alone: its checkpoints differ by what was learned. */
export function RunsTable() {
  const comparison = useComparison();
  const { ranking } = comparison;
  const { brushes, clearBrushes, columns, order, sorted, sortBy, through } = ranking;
  const save = useSaveFile();
  if (sorted.value.length < 2) return null;
  const rows = sorted.value.filter(({ folder }) => through.value.has(folder));
  const saveCsv = () => save('runs.csv', new TextEncoder().encode(csvOf(comparisonFile(rows, columns.value))));
  const numeric = new Set(columns.value.filter(({ of }) => rows.every((run) => typeof of(run) !== 'string')).map(({ name }) => name));
  const head = (name: string, tells: string) => {
    const sortedBy = order.value.by === name;
    const direction = order.value.descending ? 'descending' : 'ascending';
    return (
      <th key={name} scope="col" aria-sort={sortedBy ? direction : 'none'} class={numeric.has(name) ? 'number' : undefined}>
        <button type="button" class="sort" title={tells} data-testid={`sort-${name}`} onClick={() => sortBy(name)}>
          {HEADS[name] ?? name}
          <span aria-hidden="true" class="sort-arrow">
            {sortedBy ? (order.value.descending ? '▾' : '▴') : ''}
          </span>
        </button>
      </th>
    );
  };
  return (
    <section class="section" aria-label="Runs">
      <div class="section-head">
        <h2>Runs</h2>
        <span class="caption" data-testid="runs-told">
          {toldOf(sorted.value, rows.length)}
        </span>
        {brushes.value.size > 0 && (
          <button type="button" class="link" data-testid="all-runs" onClick={clearBrushes}>
            Show all
          </button>
        )}
        <button type="button" class="link runs-csv" title="Save this table as CSV" data-testid="runs-csv" onClick={() => void saveCsv()}>
          CSV
        </button>
      </div>
      <section class="table-scroll runs-scroll" aria-label="Table of the runs" {...SCROLLED_BY_KEYBOARD}>
        <table class="numbers runs" data-testid="runs-table">
          <thead>
            <tr>
              <th scope="col" class="runs-side">
                <span class="visually-hidden">Side by side</span>
              </th>
              {head('name', 'The run')}
              {columns.value.map(({ name, tells }) => head(name, tells))}
            </tr>
          </thead>
          <tbody onPointerLeave={() => (ranking.lit.value = undefined)}>
            {rows.map((run) => (
              <Row key={run.folder} run={run} columns={columns.value} numeric={numeric} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length === 0 && <p class="empty-line">No run has what the axes let through.</p>}
    </section>
  );
}

interface RowProps {
  readonly run: RunSummary;
  readonly columns: readonly ComparedColumn<RunSummary>[];
  readonly numeric: ReadonlySet<string>;
}

function Row({ run, columns, numeric }: RowProps) {
  const comparison = useComparison();
  const { lit, objective, ranked } = comparison.ranking;
  const { folder, name, status } = run;
  const light = () => {
    lit.value = folder;
  };
  const chosen = comparison.sides.value.some((side) => side.folder === folder);
  const full = comparison.sides.value.length >= MOST_SIDES;
  const reason = reasonOf(run);
  const best = ranked.value[0]?.folder === folder;
  return (
    <tr class={lit.value === folder ? 'lit' : undefined} data-testid="run" onPointerEnter={light} onFocusIn={light}>
      <td class="runs-side">
        <input
          type="checkbox"
          class={`side-box side-${chosen ? comparison.colourOf(folder) : 'none'}`}
          aria-label={`${name} side by side`}
          title={full && !chosen ? `Up to ${MOST_SIDES} are shown side by side` : 'Show side by side: the same text, and what each writes'}
          checked={chosen}
          disabled={full && !chosen}
          onChange={() => comparison.toggle(folder)}
        />
      </td>
      <th scope="row">
        <button type="button" class="link run-name" title={`Open ${name}`} onClick={() => comparison.openRun(folder)}>
          {name}
        </button>
        {reason !== undefined && (
          <span class="run-reason" title={reason}>
            {status === 'interrupted' ? 'interrupted' : reason}
          </span>
        )}
      </th>
      {columns.map((column) => {
        const value = valueShown(column, column.of(run));
        const judged = column.name === objective.value?.name;
        return (
          <td key={column.name} class={numeric.has(column.name) ? 'number' : undefined}>
            {judged && best ? <b>{value}</b> : value}
          </td>
        );
      })}
    </tr>
  );
}

/** `100 runs, 3 training, 1 failed` */
function toldOf(runs: readonly RunSummary[], shown: number): string {
  const many = (status: RunSummary['status']) => runs.filter((run) => run.status === status).length;
  const states = (['training', 'failed', 'interrupted'] as const).flatMap((status) =>
    many(status) > 0 ? [`${many(status)} ${status}`] : [],
  );
  const all = shown < runs.length ? `${count(shown)} of ${counted(runs.length, 'run')}` : counted(runs.length, 'run');
  return [all, ...states, 'columns that are the same are left out'].join(', ');
}
