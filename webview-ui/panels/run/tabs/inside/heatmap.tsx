// Rows × characters in colours, on the axis of the text: drawn, pointed at, and walked through with the keyboard.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ColourScale } from '../../../../charts/colourScale';
import { drawHeatmap, type HeatmapData } from '../../../../charts/heatmap';
import { characterAt, spokenHere } from './axisRows';
import { useInspection } from './inspection';
import { mapKeys, rowAt } from './mapKeys';

export interface HeatmapProps {
  readonly data: HeatmapData;
  readonly height: number;
  readonly colours: ColourScale;
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

export function Heatmap({ data, height, colours, testid, kind, label, here, row, goTo, choose, chosenBy }: HeatmapProps) {
  const inspection = useInspection();
  const { active, cursor } = inspection;
  const { columns, trackWidth } = inspection.axis;
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = data.units;
  useLayoutEffect(() => {
    if (canvas.current) drawHeatmap(canvas.current, trackWidth.value, height, data, columns.value, colours);
  }, [data, height, columns.value, trackWidth.value, colours]);
  return (
    <div
      class="surface"
      role="slider"
      aria-roledescription={kind}
      aria-valuemin={1}
      aria-valuemax={columns.value.count}
      aria-valuenow={(cursor.value?.index ?? 0) + 1}
      aria-valuetext={here ?? spokenHere(inspection)}
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
      onKeyDown={(event) => mapKeys(inspection, event, { rows, row: row(), moveTo: goTo, choose: () => choose(row()) })}
    >
      <canvas ref={canvas} />
    </div>
  );
}
