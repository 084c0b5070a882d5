// A line chart's numbers as a table and as files, beside its title.
import { useSignal } from '@preact/signals';
import { drawLineFigure } from '../charts/lineFigure';
import type { ChartProps } from './chart';
import { ExportMenu } from './exportMenu';
import { TableView } from './tableView';

/** Of the file, in CSS pixels. */
const SIZE = { width: 960, height: 400 };

export type ChartExportProps = Pick<
  ChartProps,
  'label' | 'testid' | 'data' | 'lines' | 'logarithmic' | 'floor' | 'ceiling' | 'across' | 'format'
>;

export function ChartExport({
  label,
  testid,
  data,
  lines,
  logarithmic = false,
  floor,
  ceiling,
  across = 'update',
  format,
}: ChartExportProps) {
  const tabled = useSignal(false);
  const table = () => {
    const columns = data.peek();
    return {
      columns: [across, ...lines.map((line) => line.label)],
      rows: (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? Number.NaN)),
    };
  };
  return (
    <>
      <ExportMenu
        label={label}
        name={testid}
        size={() => SIZE}
        draw={(surface, palette) => drawLineFigure(surface, data.peek(), { lines, palette, logarithmic, format, across, floor, ceiling })}
        table={table}
        tabled={tabled}
      />
      {tabled.value && <TableView table={table()} caption={label} />}
    </>
  );
}
