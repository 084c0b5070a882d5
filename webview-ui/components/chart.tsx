// One line chart in the page: sized to its box, redrawn with the theme, its cursor moved by pointer or arrow keys.

import type { ReadonlySignal, Signal } from '@preact/signals';
import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Line, type LineChart, lineChart } from '../charts/lineChart';
import { useMeasuredWidth } from './measured';
import { palette } from './theme';

export type Columns = readonly (readonly (number | null)[])[];

export interface ChartProps {
  readonly label: string;
  readonly testid: string;
  readonly data: ReadonlySignal<Columns>;
  readonly lines: readonly Line[];
  readonly height: number;
  readonly logarithmic?: boolean;
  readonly floor?: number;
  readonly ceiling?: number;
  /** Charts of the same group move their cursors together. */
  readonly group?: string;
  /** What the horizontal axis counts: with it, its numbers are below. */
  readonly across?: string;
  readonly format: (value: number) => string;
  /** Index of the update under the cursor, shared by all charts of the tab. */
  readonly cursor: Signal<number | undefined>;
  /** Where the pointer is: an index, and a value on the vertical axis. */
  readonly pointed?: (index: number | undefined, level: number | undefined) => void;
  /** What the cursor shows, in words. */
  readonly describe: (index: number) => string;
}

export function Chart({
  label,
  testid,
  data,
  lines,
  height,
  logarithmic = false,
  floor,
  ceiling,
  group = 'training',
  across,
  format,
  cursor,
  pointed,
  describe,
}: ChartProps) {
  const { ref, size: width } = useMeasuredWidth<HTMLDivElement>();
  const chart = useRef<LineChart | undefined>(undefined);
  const ready = useComputed(() => width.value > 0);

  useEffect(() => {
    if (!ref.current || !ready.value) return undefined;
    const made = lineChart(ref.current, width.peek(), {
      lines,
      palette: palette.value,
      logarithmic,
      height,
      group,
      across,
      format,
      floor,
      ceiling,
      moved: (index, level) => {
        cursor.value = index;
        pointed?.(index, level);
      },
    });
    made.setData(data.peek());
    chart.current = made;
    return () => {
      made.dispose();
      chart.current = undefined;
    };
  }, [ready.value, palette.value, logarithmic, lines.length, height]);
  useSignalEffect(() => chart.current?.setData(data.value));
  useSignalEffect(() => {
    if (width.value > 0) chart.current?.setWidth(width.value);
  });

  const final = data.value[0] ? data.value[0].length - 1 : 0;
  const at = Math.min(cursor.value ?? final, final);
  const move = (event: KeyboardEvent) => {
    const stride = event.shiftKey ? Math.max(10, Math.round(final / 20)) : 1;
    const to = { ArrowLeft: at - stride, ArrowRight: at + stride, Home: 0, End: final }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    chart.current?.moveTo(Math.max(0, Math.min(final, to)));
  };
  return (
    <div
      ref={ref}
      class="chart"
      data-testid={testid}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={final}
      aria-valuenow={at}
      aria-valuetext={describe(at)}
      onKeyDown={move}
    />
  );
}
