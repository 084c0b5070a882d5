// Lines over updates, by uPlot: shared cursor between charts, linear or logarithmic, colours from the palette.
import uPlot from 'uplot';
import type { Palette } from './palette';

export interface Line {
  readonly label: string;
  readonly colour: keyof Palette;
  readonly width: number;
  readonly opacity?: number;
  readonly dash?: readonly number[];
  /** Marks at the values instead of (or with) a line. */
  readonly points?: number;
  /** Its label is written above its left end: for a line that is level. */
  readonly named?: boolean;
}

export interface LineChartOptions {
  readonly lines: readonly Line[];
  readonly palette: Palette;
  readonly logarithmic: boolean;
  readonly height: number;
  /** Charts with the same name move their cursors together. */
  readonly group: string;
  readonly format: (value: number) => string;
  /** What the horizontal axis counts: with it, its numbers are below. */
  readonly across?: string;
  /** The lowest value that is always in view. */
  readonly floor?: number;
  /** The highest value that is always in view. */
  readonly ceiling?: number;
  /** @param level where the pointer is on the vertical axis; undefined where the cursor was moved otherwise */
  readonly moved: (index: number | undefined, level: number | undefined) => void;
}

export interface LineChart {
  setData(data: readonly (readonly (number | null)[])[]): void;
  setWidth(width: number): void;
  moveTo(index: number): void;
  dispose(): void;
}

export function lineChart(target: HTMLElement, width: number, options: LineChartOptions): LineChart {
  const { palette, across } = options;
  const axis: uPlot.Axis = {
    stroke: palette.muted,
    font: `11px ${palette.font}`,
    gap: 6,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
  const plot = new uPlot(
    {
      width,
      height: options.height,
      legend: { show: false },
      padding: across ? [8, 20, 0, 0] : [8, 8, 8, 0], // half of the last number below the axis
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: options.group },
        points: { size: 7, width: 1.5, fill: palette.background },
      },
      scales: {
        x: { time: false },
        y: { distr: options.logarithmic ? 3 : 1, range: (_, min, max) => valueRange(min, max, options) },
      },
      axes: [
        {
          ...axis,
          size: across ? 28 : 0,
          ...(across && { label: across, labelSize: 16, labelGap: 0, labelFont: axis.font }),
          values: across ? (_, splits) => splits.map((update) => (Number.isInteger(update) ? update.toLocaleString('en') : '')) : () => [],
          space: 72,
        },
        {
          ...axis,
          size: 52,
          space: 28,
          splits: options.logarithmic ? (_, __, min, max) => logarithmicSplits(min, max) : undefined,
          filter: (_, splits) => splits,
          values: (_, splits) => splits.map((value) => (value === null ? '' : options.format(value))),
        },
      ],
      series: [{}, ...options.lines.map((line) => series(line, palette))],
      hooks: {
        setCursor: [
          (drawn) => {
            const { idx, top = -1, event } = drawn.cursor;
            options.moved(idx ?? undefined, event && top >= 0 ? drawn.posToVal(top, 'y') : undefined);
          },
        ],
        draw: [(drawn) => drawNames(drawn, options)],
      },
    },
    undefined,
    target,
  );
  return {
    setData: (data) => plot.setData(data as uPlot.AlignedData),
    setWidth: (next) => plot.setSize({ width: next, height: options.height }),
    moveTo: (index) => plot.setCursor({ left: plot.valToPos(plot.data[0][index] ?? 0, 'x'), top: options.height / 2 }),
    dispose: () => plot.destroy(),
  };
}

function drawNames(plot: uPlot, { lines, palette }: LineChartOptions): void {
  const ratio = uPlot.pxRatio;
  const pen = plot.ctx;
  lines.forEach((line, index) => {
    const values: ArrayLike<number | null | undefined> | undefined = plot.data[index + 1];
    const value = line.named ? values?.[0] : undefined;
    if (typeof value !== 'number') return;
    pen.save();
    pen.font = `${11 * ratio}px ${palette.font}`;
    pen.fillStyle = palette[line.colour];
    pen.textAlign = 'left';
    const level = plot.valToPos(value, 'y', true);
    const above = level - 16 * ratio > plot.bbox.top;
    pen.textBaseline = above ? 'bottom' : 'top';
    pen.fillText(line.label, plot.bbox.left + 6 * ratio, level + (above ? -3 : 3) * ratio);
    pen.restore();
  });
}

function series(line: Line, palette: Palette): uPlot.Series {
  const colour = palette[line.colour];
  const lines = line.width > 0;
  return {
    label: line.label,
    stroke: colour,
    alpha: line.opacity ?? 1,
    width: line.width,
    dash: line.dash ? [...line.dash] : undefined,
    spanGaps: true,
    paths: lines ? undefined : () => null,
    points: {
      show: line.points !== undefined,
      size: line.points ?? 0,
      fill: lines ? palette.background : colour,
      stroke: colour,
      width: lines ? 1.5 : 0,
    },
  };
}

export function valueRange(
  min: number,
  max: number,
  { logarithmic, floor, ceiling }: Pick<LineChartOptions, 'logarithmic' | 'floor' | 'ceiling'>,
): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return logarithmic ? [1, 10] : [0, 1];
  const low = Math.min(min, floor ?? min);
  if (logarithmic) return [Math.max(low, 1e-12) / 1.06, Math.max(max, 1e-12) * 1.06];
  const high = Math.max(max, ceiling ?? max);
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [floor === undefined ? low - room : low, high + room];
}

/** Round numbers, as many as fit: decades, then 1-2-5, then tenths. */
function logarithmicSplits(min: number, max: number): number[] {
  for (const steps of [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 7], Array.from({ length: 45 }, (_, i) => 1 + i * 0.2)]) {
    const found: number[] = [];
    for (let decade = Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
      for (const step of steps) found.push(Number((step * 10 ** decade).toPrecision(3)));
    }
    const inside = found.filter((value) => value >= min && value <= max);
    if (inside.length >= 3) return inside;
  }
  return [min, max];
}
