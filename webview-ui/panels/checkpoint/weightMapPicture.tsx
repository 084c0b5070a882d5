// The numbers of a tensor as coloured cells: zero is the background. Zoomed out a cell is the mean of its numbers, or the one farthest from zero.
import { useComputed, useSignal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import type { Table } from '../../../src/protocol/csv';
import { divergingScale } from '../../charts/colourScale';
import type { Palette } from '../../charts/palette';
import type { Surface } from '../../charts/surface';
import { drawWeightCells } from '../../charts/weightCells';
import { Choice } from '../../components/choice';
import { short } from '../../components/figures';
import { Picture } from '../../components/picture';
import { Cancel, Refusal } from '../../components/refusal';
import { ScaleLegend } from '../../components/scaleLegend';

import { palette as theme } from '../../components/theme';
import { type ChosenTensor, useChosenTensor } from './chosenTensor';
import { cellAt, cellInWords, extremes, mapRoom, nameAt, numbersIn, placeAt, within } from './mapView';

/** Colours reach so many standard deviations, so that a few large numbers do not pale all others. */
const REACH = 4;

export function WeightMapPicture() {
  const chosen = useChosenTensor();
  const { aggregate, axes, columns, histogram, listed, map, mapping, rows, shape, width } = chosen;
  const at = useSignal<{ readonly row: number; readonly column: number }>();
  const extent = useComputed(() => {
    const { least = -1, most = 1, deviation = 1, mean = 0 } = histogram.value?.statistics ?? {};
    const largest = Math.max(Math.abs(least), Math.abs(most));
    const usual = REACH * Math.hypot(deviation, mean);
    return { reach: (largest > 1.5 * usual && usual > 0 ? usual : largest) || 1, cut: largest > 1.5 * usual && usual > 0, largest };
  });
  const scale = useComputed(() => {
    const { background, negative, positive } = theme.value;
    const { reach } = extent.value;
    return { colours: divergingScale(negative, background, positive, reach), low: short(-reach), high: short(reach) };
  });
  const cells = useComputed(() => map.value && { ...map.value, values: aggregate.value === 'mean' ? map.value.mean : extremes(map.value) });
  const place = useComputed(() => ({
    row: Math.min(at.value?.row ?? rows.value[0], shape.value[0] - 1),
    column: Math.min(at.value?.column ?? columns.value[0], shape.value[1] - 1),
  }));
  const draw = useCallback((surface: Surface, palette: Palette) => {
    const shown = cells.value;
    if (!shown) return;
    const { frame } = mapRoom(shown.rows, shown.columns, surface.width);
    const { rows, columns } = axes.value;
    drawWeightCells(
      surface,
      shown,
      {
        frame,
        colours: scale.value.colours,
        rowName: (row) => (chosen.shape.value[0] === 1 ? '' : nameAt(rows, row)),
        columnName: (column) => nameAt(columns, column),
        divided: rows.gates?.map(({ from }) => from) ?? [],
        at: at.value && place.value,
      },
      palette,
    );
  }, []);
  const shown = map.value;
  const whole =
    shown !== undefined && shown.height * shown.width === (shown.rows[1] - shown.rows[0]) * (shown.columns[1] - shown.columns[0]);
  const { height } = mapRoom(rows.value, columns.value, width.value || 600);
  const [allRows, allColumns] = shape.value;
  const near = rows.value[1] - rows.value[0] < allRows || columns.value[1] - columns.value[0] < allColumns;
  return (
    <Picture
      title="Weights"
      caption={(at.value && hereOf(chosen, place.value)) || captionOf(chosen, extent.value)}
      name="weights-map"
      label={`The numbers of ${listed.value?.name ?? ''}, a ${axes.value.rows.one} a row, a ${axes.value.columns.one} a column; arrow keys walk, plus and minus zoom, 0 shows all`}
      height={height}
      measured={width}
      draw={draw}
      table={() => tableOf(chosen)}
      press={(event) => press(event, chosen, place.peek(), (next) => (at.value = next))}
      place={{ at: place.value.row * allColumns + place.value.column, count: allRows * allColumns }}
      here={hereOf(chosen, place.value)}
      point={(pointer) => {
        at.value = pointer && under(chosen, pointer);
      }}
      choose={(pointer) => {
        const next = under(chosen, pointer);
        if (next) chosen.zoom(0.5, next.row, next.column);
      }}
    >
      <ScaleLegend scale={scale.value} />
      {!whole && (
        <Choice
          label="A cell shows"
          quiet
          options={{ mean: 'mean', extreme: 'farthest from 0' }}
          chosen={aggregate.value}
          choose={(next) => {
            aggregate.value = next;
          }}
          testid="aggregate"
        />
      )}
      {near && (
        <button type="button" class="link" data-testid="show-all" onClick={chosen.showAll}>
          Show all
        </button>
      )}
      <Cancel of={mapping} />
      <Refusal of={mapping} />
    </Picture>
  );
}

interface Place {
  readonly row: number;
  readonly column: number;
}

function captionOf({ axes, map, shape }: ChosenTensor, { cut, largest }: { readonly cut: boolean; readonly largest: number }): string {
  const { rows, columns } = axes.value;
  const lying = shape.value[0] === 1;
  return [
    lying
      ? `From left to right ${plural(columns.one === 'column' ? 'number' : columns.one)}`
      : rows.one === 'row'
        ? 'Rows are its first axis, columns all others'
        : `Rows are ${plural(rows.one)}, columns ${plural(columns.one)}`,
    ...(map.value ? [numbersIn(map.value)] : []),
    ...(cut ? [`numbers as large as ${short(largest)} have the last colour`] : []),
    ...(map.value?.broken.includes(1) ? ['yellow is not finite'] : []),
  ].join('; ');
}

/** units a step before; dimensions of the embedding */
const plural = (one: string): string => one.replace(/^(\w+)/u, '$1s');

function hereOf({ axes, map, shape }: ChosenTensor, { row, column }: Place): string {
  const shown = map.value;
  const cell = shown && cellAt(shown, row, column);
  if (!shown || cell === undefined) return '';
  const inside = (stretch: readonly [number, number], cells: number, index: number, axis: 'rows' | 'columns') => {
    const [from, to] = within(stretch, cells, index);
    const first = placeAt(axes.value[axis], from);
    return to - from > 1 ? `${first} to ${nameAt(axes.value[axis], to - 1)}` : first;
  };
  const down = inside(shown.rows, shown.height, Math.floor(cell / shown.width), 'rows');
  const across = inside(shown.columns, shown.width, cell % shown.width, 'columns');
  const where = shape.value[0] === 1 ? across : `${down}, ${across}`;
  return `${where}: ${cellInWords(shown, cell)}`;
}

/** The number under the pointer. */
function under(
  { map }: ChosenTensor,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Place | undefined {
  const shown = map.peek();
  if (!shown) return undefined;
  const { frame } = mapRoom(shown.rows, shown.columns, width);
  const share = { down: (y - frame.top) / frame.height, across: (x - frame.left) / frame.width };
  if (share.down < 0 || share.down >= 1 || share.across < 0 || share.across >= 1) return undefined;
  return {
    row: shown.rows[0] + Math.floor(share.down * (shown.rows[1] - shown.rows[0])),
    column: shown.columns[0] + Math.floor(share.across * (shown.columns[1] - shown.columns[0])),
  };
}

const LEAP = 10;

function press(event: KeyboardEvent, chosen: ChosenTensor, { row, column }: Place, goTo: (place: Place) => void): boolean {
  if (event.key === '+' || event.key === '=') chosen.zoom(0.5, row, column);
  else if (event.key === '-') chosen.zoom(2, row, column);
  else if (event.key === '0') chosen.showAll();
  else {
    const shown = chosen.map.peek();
    const [rows, columns] = chosen.shape.peek();
    // A step is a cell, and with Shift ten.
    const step = (stretch: readonly [number, number] = [0, 1], cells = 1) =>
      Math.max(1, Math.ceil((stretch[1] - stretch[0]) / cells)) * (event.shiftKey ? LEAP : 1);
    const [down, across] = [step(shown?.rows, shown?.height), step(shown?.columns, shown?.width)];
    const to = {
      ArrowUp: { row: row - down, column },
      ArrowDown: { row: row + down, column },
      ArrowLeft: { row, column: column - across },
      ArrowRight: { row, column: column + across },
      Home: { row, column: 0 },
      End: { row, column: columns - 1 },
      PageUp: { row: 0, column },
      PageDown: { row: rows - 1, column },
    }[event.key];
    if (!to) return false;
    const next = { row: Math.max(0, Math.min(rows - 1, to.row)), column: Math.max(0, Math.min(columns - 1, to.column)) };
    goTo(next);
    chosen.bringIntoSight(next.row, next.column);
  }
  return true;
}

/** A row for each cell. */
function tableOf({ axes, map }: ChosenTensor): Table {
  const shown = map.peek();
  const { rows, columns } = axes.peek();
  if (!shown) return { columns: [rows.one, columns.one], rows: [] };
  const name = (axis: 'rows' | 'columns', stretch: readonly [number, number]) =>
    stretch[1] - stretch[0] > 1
      ? `${nameAt(axes.peek()[axis], stretch[0])} … ${nameAt(axes.peek()[axis], stretch[1] - 1)}`
      : nameAt(axes.peek()[axis], stretch[0]);
  return {
    columns: [rows.one, columns.one === rows.one ? `${columns.one} (column)` : columns.one, 'mean', 'least', 'most'],
    rows: Array.from(shown.mean, (mean, cell) => [
      name('rows', within(shown.rows, shown.height, Math.floor(cell / shown.width))),
      name('columns', within(shown.columns, shown.width, cell % shown.width)),
      mean,
      shown.least[cell] as number,
      shown.most[cell] as number,
    ]),
  };
}
