// What a map shows now, as a file: the characters in sight above their units, and the values as a table.
import { useSignal } from '@preact/signals';
import { drawHeatmap, type HeatmapLook, type Tile } from '../../../../charts/heatmap';
import type { Surface } from '../../../../charts/surface';
import { drawTextAxis, inkOf } from '../../../../charts/textAxis';
import { ExportMenu } from '../../../../components/exportMenu';
import { type Table, TableView } from '../../../../components/tableView';
import type { Drawn } from './fieldTiles';
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
      .over(drawn, axis.look.peek())
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
  /** A row for each column of the map: of several characters their mean. */
  const table = (): Table => {
    const units = [...look.order];
    const { first, end, step } = axis.look.peek();
    const rows = shown()
      .filter((tile) => tile.step === step)
      .flatMap(({ from, columns, values }) =>
        Array.from({ length: columns }, (_, column) => {
          const at = from + column * step;
          return [
            at + 1,
            inspected.characters
              .peek()
              .slice(at, at + step)
              .join(''),
            ...units.map((unit) => values[column * look.units + unit] ?? Number.NaN),
          ];
        }),
      )
      .filter(([at]) => Number(at) > first && Number(at) <= end);
    return { columns: ['character', 'text', ...units.map(rowName)], rows };
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
