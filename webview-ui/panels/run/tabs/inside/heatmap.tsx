// Rows × characters in colours, on the axis of the text: drawn, pointed at, and walked through with the keyboard.
import { effect, useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Block } from '../../../../../src/engine/inspect/traceShape';
import { drawHeatmap, type HeatmapLook, type Tile } from '../../../../charts/heatmap';
import type { Drawn } from '../../../../components/textMaps/fieldTiles';
import { mapKeys, rowAt } from '../../../../components/textMaps/mapKeys';
import { characterAt, spokenHere } from './axisRows';
import { useInspection } from './inspection';

export interface HeatmapProps {
  readonly drawn: Drawn;
  readonly look: HeatmapLook;
  readonly height: number;
  readonly testid: string;
  /** What kind of picture it is, for a screen reader. */
  readonly kind: string;
  readonly label: string;
  /** What is at the crosshair, where it is more than a character. */
  readonly here?: string | undefined;
  /** The row that the crosshair is in. */
  readonly row: () => number;
  readonly goTo: (index: number, row: number) => void;
  readonly choose: (row: number) => void;
  /** Enter chooses too. */
  readonly chosenBy: 'onClick' | 'onDblClick';
}

/** All maps together colour tiles for so long in a frame. */
const COLOURING = 4; // milliseconds
let deadline: number | undefined;

export function Heatmap({ drawn, look, height, testid, kind, label, here, row, goTo, choose, chosenBy }: HeatmapProps) {
  const inspection = useInspection();
  const { axis, tiles } = inspection;
  const { active, count, cursor } = inspection.inspected;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useSignal(0);
  const rows = look.units;
  useLayoutEffect(
    () =>
      effect(() => {
        if (!canvas.current) return;
        frame.value;
        const shown = tiles.over(drawn, axis.look.value).map((block) => tileOf(block, drawn));
        const whole = drawHeatmap(canvas.current, axis.trackWidth.value, height, shown, axis.columns.value, look, endOfColouring());
        if (!whole) requestAnimationFrame(() => frame.value++);
      }),
    [drawn, look, height],
  );
  const now = useComputed(() => (cursor.value?.index ?? 0) + 1);
  const spokenNow = useComputed(() => spokenHere(inspection));
  return (
    <div
      class="surface"
      role="slider"
      aria-roledescription={kind}
      aria-valuemin={1}
      aria-valuemax={count.value}
      aria-valuenow={now}
      aria-valuetext={here ?? spokenNow}
      aria-label={label}
      tabIndex={0}
      data-testid={testid}
      {...{ [chosenBy]: (event: MouseEvent) => choose(rowAt(event, rows)) }}
      onPointerMove={(event) => goTo(characterAt(inspection, event), rowAt(event, rows))}
      onFocus={() => {
        active.value = true;
      }}
      onBlur={() => {
        active.value = false;
      }}
      onKeyDown={(event) => mapKeys(inspection.walked, event, { rows, row: row(), moveTo: goTo, choose: () => choose(row()) })}
    >
      <canvas ref={canvas} />
    </div>
  );
}

/** A plane alone is the colour; of all three the mean is, between its extremes. */
function tileOf({ from, step, columns, mean, low, high }: Block, { planes }: Drawn): Tile {
  const values = mean ?? low ?? high ?? new Float32Array();
  return { from, step, columns, values, ...(planes.length > 1 && { low, high }) };
}

function endOfColouring(): number {
  if (deadline === undefined) {
    deadline = performance.now() + COLOURING;
    requestAnimationFrame(() => {
      deadline = undefined;
    });
  }
  return deadline;
}
