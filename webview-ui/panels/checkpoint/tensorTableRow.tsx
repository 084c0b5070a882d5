// A row of the table of tensors: a module that others are in, or a tensor with what is known of its numbers.
import { shownText } from '../../../src/protocol/textUnits';
import { count, counted, short } from '../../components/figures';
import { type Column, countOf, type Row, shapeShown } from './tensorRows';
import { useWeights, type Weights } from './weights';

interface RowProps {
  readonly row: Row;
  readonly at: number;
  readonly active: boolean;
  readonly activate: () => void;
}

export function TensorTableRow({ row, at, active, activate }: RowProps) {
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
        openRow(weights, row);
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
      ? value.toExponential(1).replaceAll('-', '−').replace('e+', 'e')
      : short(value);

const shareShown = (share: number): string => (share === 0 ? '0' : share < 0.001 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`);

/** Opens or closes a module, or shows a tensor. */
export function openRow(weights: Weights, row: Row): void {
  if (row.kind === 'module') toggleModule(weights, row.path);
  else weights.choose(row.tensor);
}

export function toggleModule({ view }: Weights, path: string): void {
  const { toggled } = view.peek();
  view.change({ toggled: toggled.includes(path) ? toggled.filter((one) => one !== path) : [...toggled, path] });
}
