// What a map shows now, as a file: the characters in sight above their units, and the values as a table.
import { useSignal } from '@preact/signals';
import type { Table } from '../../../../../src/protocol/csv';
import { drawHeatmap, type HeatmapLook, type Tile } from '../../../../charts/heatmap';
import type { Surface } from '../../../../charts/surface';
import { drawTextAxis, inkOf } from '../../../../charts/textAxis';
import { ExportMenu } from '../../../../components/exportMenu';
import { TableView } from '../../../../components/tableView';
import type { Drawn } from '../../../../components/textMaps/fieldTiles';
import { tableInSight, valuesIn } from '../../../../components/textMaps/tableInSight';
import { useInspection } from './inspection';

const TEXT = 26;

export interface MapExportProps {
  readonly name: string;
  readonly label: string;
  readonly drawn: Drawn;
  readonly look: HeatmapLook;
  readonly height: number;
  /** What a row is called; by default a unit. */
  readonly rowName?: (row: number) => string;
}

export function MapExport({ name, label, drawn, look, height, rowName = (unit) => `unit ${unit}` }: MapExportProps) {
  const { axis, inspected, tiles } = useInspection();
  const tabled = useSignal(false);
  const shown = () =>
    tiles
      .over(drawn, axis.look.value)
      .map(({ mean, low, high, ...tile }): Tile => ({ ...tile, values: mean ?? low ?? high ?? new Float32Array() }));
  const draw = ({ context, width, ratio }: Surface, palette: Parameters<typeof drawTextAxis>[5]) => {
    const glyphs = inspected.glyphs.peek();
    drawTextAxis(
      { context, width, height: TEXT, ratio },
      width,
      TEXT,
      { glyphs, ink: inkOf(glyphs), step: axis.step.peek() },
      axis.columns.peek(),
      palette,
    );
    context.save();
    context.translate(0, TEXT);
    drawHeatmap({ context, width, height, ratio }, width, height, shown(), axis.columns.peek(), look);
    context.restore();
  };
  const table = (): Table => {
    const sight = axis.look.value;
    const values = valuesIn(shown(), sight);
    const columns = [...look.order].map((unit) => ({ name: rowName(unit), at: (character: number) => values(character, unit) }));
    return tableInSight(sight, inspected.characters.value, columns);
  };
  return (
    <>
      <ExportMenu
        label={label}
        name={name}
        size={() => ({ width: axis.trackWidth.peek(), height: height + TEXT })}
        draw={draw}
        table={table}
        tabled={tabled}
      />
      {tabled.value && <TableView table={table()} caption={label} />}
    </>
  );
}
