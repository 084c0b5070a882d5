// The keyboard in a map: arrows walk by character and row, the rest jumps, zooms or does what a click does.
import type { Axis } from './axis';

/** What is walked through: an axis, and the crosshair on it. */
export interface Walked {
  readonly axis: Axis;
  readonly cursor: () => number | undefined;
  /** Takes the words at the crosshair away. */
  readonly leave: () => void;
  /** Brushes from a character, or up to one, where spans are brushed. */
  readonly brush?: (end: 'from' | 'to', index: number) => void;
}

export interface Walk {
  readonly rows: number;
  /** The row that the crosshair is in, 0 where it is in none. */
  readonly row: number;
  readonly moveTo: (index: number, row: number) => void;
  /** What Enter does there. */
  readonly choose: () => void;
}

/** @returns whether the key did something */
export function mapKeys({ axis, brush, cursor, leave }: Walked, event: KeyboardEvent, { rows, row, moveTo, choose }: Walk): boolean {
  const { count, columnWidth, offset } = axis.columns.peek();
  const [final, lowest] = [count - 1, rows - 1];
  const index = cursor() ?? Math.ceil(offset / columnWidth);
  const columns = event.shiftKey ? 10 : 1;
  const stride = columns * axis.step.peek();
  const page = Math.max(1, Math.floor(axis.trackWidth.peek() / columnWidth) - 4);
  const move = (column: number, toRow = row) => {
    const next = Math.max(0, Math.min(final, column));
    moveTo(next, Math.max(0, Math.min(lowest, toRow)));
    axis.reveal(next);
  };
  const actions: Record<string, () => void> = {
    ArrowLeft: () => move(index - stride),
    ArrowRight: () => move(index + stride),
    ArrowUp: () => move(index, row - columns),
    ArrowDown: () => move(index, row + columns),
    Home: () => move(0),
    End: () => move(final),
    PageUp: () => move(index - page),
    PageDown: () => move(index + page),
    Enter: choose,
    ' ': choose,
    '+': () => axis.zoom(1.5),
    '=': () => axis.zoom(1.5),
    '-': () => axis.zoom(1 / 1.5),
    0: axis.zoomToFit,
    Escape: leave,
    ...(brush && { b: () => brush('from', index), e: () => brush('to', index) }),
  };
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
  if (!action) return false;
  event.preventDefault();
  action();
  return true;
}

/** Which of so many rows a pointer event is at. */
export function rowAt(event: MouseEvent, rows: number): number {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return Math.max(0, Math.min(rows - 1, Math.floor(((event.clientY - box.top) / box.height) * rows)));
}
