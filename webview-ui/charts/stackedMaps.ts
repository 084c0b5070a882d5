// One activation of several networks below each other: units over the characters of one text, all in the same colours.
import { drawHeatmap, type HeatmapLook, type Tile } from './heatmap';
import { drawLabelledRows, type LabelledRow, labelledRowsHeight, type TextInSight } from './labelledRows';
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface StackedMap {
  readonly name: string;
  /** The same one as long as nothing changes in it: what was coloured by it is not coloured again. */
  readonly look: HeatmapLook;
  /** Later ones over earlier ones. */
  readonly tiles: readonly Tile[];
}

const MAP = 96;

/** In CSS pixels. */
export const stackedMapsHeight = (maps: number): number => labelledRowsHeight(new Array<number>(maps).fill(MAP));

export function drawStackedMaps(surface: Surface, text: TextInSight, maps: readonly StackedMap[], palette: Palette): void {
  const rows = maps.map(
    ({ name, look, tiles }): LabelledRow => ({
      words: name,
      height: MAP,
      draw: (row) => void drawHeatmap(row, row.width, MAP, tiles, text.columns, look),
    }),
  );
  drawLabelledRows(surface, text, rows, palette);
}
