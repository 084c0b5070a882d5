// The rows above the maps, and the lines of pinned units, as files: what maps have in their own menus.
import type { Block } from '../../../../../src/engine/inspect/traceShape';
import { drawSparkline } from '../../../../charts/sparkline';
import { short } from '../../../../components/figures';
import type { ExportedRow, ExportedRows } from '../../../../components/textMaps/rowsExport';
import { valuesIn } from '../../../../components/textMaps/tableInSight';
import { drawAdvantage, drawDependence, drawSurprise, MOST_ADVANTAGE, SURPRISE_HEIGHT } from './axisRows';
import { type Dependence, useDependence } from './dependence';
import { ADVANTAGE, type Inspection, surpriseOf, useInspection } from './inspection';
import { lineOf, PIN_HEIGHT, type ShownPin, scaleOf } from './pinLines';

/** Text, surprise, what n-grams make of it, and on what the prediction at the crosshair depends: those that are shown. */
export function useTextRows(): ExportedRows {
  const inspection = useInspection();
  const dependence = useDependence();
  return {
    ...overText(inspection),
    label: 'Text and the rows below it',
    name: 'inside-rows',
    rows: () => rowsOf(inspection, dependence),
  };
}

export const pinnedRows = (inspection: Inspection, pins: readonly ShownPin[]): ExportedRows => ({
  ...overText(inspection),
  label: 'Pinned units',
  name: 'pinned-units',
  rows: () => pins.map((pin) => pinOf(inspection, pin)),
});

const overText = ({ axis, inspected: { characters, glyphs } }: Inspection) => ({
  axis,
  glyphs: () => glyphs.value,
  characters: () => characters.value,
});

function rowsOf(inspection: Inspection, dependence: Dependence): readonly ExportedRow[] {
  const { axis, compared, inspected, mostSurprise, ngrams, surprised, tiles } = inspection;
  const look = axis.look.value;
  const height = SURPRISE_HEIGHT;
  const rows: ExportedRow[] = [];
  if (surprised.value)
    rows.push({
      words: `surprise, 0 … ${short(Math.round(mostSurprise.value))} bits`,
      height,
      draw: (row, palette) => drawSurprise(row, inspection, palette),
      column: { name: 'surprise, bits', at: valuesOf(tiles.over(surpriseOf(inspected.part.value), look), look.step) },
    });
  if (compared.value) {
    const what = `${ngrams.value?.order ?? 'n'}-gram`;
    rows.push({
      words: `up where it is better than the ${what}, ±${MOST_ADVANTAGE} bits`,
      height,
      draw: (row, palette) => drawAdvantage(row, inspection, palette),
      column: { name: `better than the ${what} by, bits`, at: valuesOf(tiles.over(ADVANTAGE, look), look.step) },
    });
  }
  const { changes, most, by, fits } = dependence;
  if (fits.value && by.value !== 'off') {
    const { from = 0, values } = changes.value ?? {};
    rows.push({
      words: `what the prediction at character ${dependence.at.value + 1} depends on, ±${short(most.value)} nats`,
      height,
      draw: (row, palette) => drawDependence(row, inspection, dependence, palette),
      column: {
        name: `prediction at character ${dependence.at.value + 1} depends on it by, nats`,
        at: (at) => values?.[at - from] ?? Number.NaN,
      },
    });
  }
  return rows;
}

function pinOf(inspection: Inspection, pin: ShownPin): ExportedRow {
  const look = inspection.axis.look.value;
  const line = lineOf(inspection, pin, look);
  const { name, unit, layer, direction } = pin.pin;
  const words = `${name}[${unit}], layer ${layer}${direction === 'backward' ? ', reading backwards' : ''}`;
  return {
    words,
    height: PIN_HEIGHT,
    draw: (row, palette) => drawSparkline(row, row.width, PIN_HEIGHT, line, look, scaleOf(pin.activation), palette),
    column: { name: words, at: valuesOf(line, look.step) },
  };
}

function valuesOf(blocks: readonly Block[], step: number): (character: number) => number {
  const tiles = blocks.map(({ mean = new Float32Array(), ...block }) => ({ ...block, values: mean }));
  const values = valuesIn(tiles, { step });
  return (character) => values(character, 0);
}
