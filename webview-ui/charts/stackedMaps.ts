// One activation of several networks below each other: units over the characters of one text, all in the same colours.
import type { ColourScale } from './colourScale';
import { drawHeatmap } from './heatmap';
import { drawLabelledRows, type LabelledRow, labelledRowsHeight, type TextInSight } from './labelledRows';
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface StackedMap {
  readonly name: string;
  readonly units: number;
  readonly order: Uint32Array;
  /** `values[character · units + unit]` */
  readonly values: Float32Array;
}

const MAP = 96;

/** In CSS pixels. */
export const stackedMapsHeight = (maps: number): number => labelledRowsHeight(new Array<number>(maps).fill(MAP));

export function drawStackedMaps(
  surface: Surface,
  text: TextInSight,
  maps: readonly StackedMap[],
  colours: ColourScale,
  palette: Palette,
): void {
  const rows = maps.map(({ name, units, order, values }): LabelledRow => {
    const tile = { from: 0, step: 1, columns: values.length / units, values };
    return {
      words: name,
      height: MAP,
      draw: (row) => void drawHeatmap(row, row.width, MAP, [tile], text.columns, { units, order, colours }),
    };
  });
  drawLabelledRows(surface, text, rows, palette);
}
