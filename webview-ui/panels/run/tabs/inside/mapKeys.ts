// The keyboard in a map: arrows walk by character and row, the rest jumps, zooms or does what a click does.
import { columns, columnWidth, cursor, offset, point, reveal, trackWidth, zoom, zoomToFit } from './inspection';

export interface Walk {
  readonly rows: number;
  /** The row that the crosshair is in, 0 where it is in none. */
  readonly row: number;
  readonly moveTo: (index: number, row: number) => void;
  /** What Enter does there. */
  readonly choose: () => void;
}

export function mapKeys(event: KeyboardEvent, { rows, row, moveTo, choose }: Walk): void {
  const [final, lowest] = [columns.peek().count - 1, rows - 1];
  const index = cursor.peek()?.index ?? Math.ceil(offset.peek() / columnWidth.peek());
  const stride = event.shiftKey ? 10 : 1;
  const page = Math.max(1, Math.floor(trackWidth.peek() / columnWidth.peek()) - 4);
  const move = (column: number, toRow = row) => {
    const next = Math.max(0, Math.min(final, column));
    moveTo(next, Math.max(0, Math.min(lowest, toRow)));
    reveal(next);
  };
  const actions: Record<string, () => void> = {
    ArrowLeft: () => move(index - stride),
    ArrowRight: () => move(index + stride),
    ArrowUp: () => move(index, row - stride),
    ArrowDown: () => move(index, row + stride),
    Home: () => move(0),
    End: () => move(final),
    PageUp: () => move(index - page),
    PageDown: () => move(index + page),
    Enter: choose,
    ' ': choose,
    '+': () => zoom(1.5),
    '=': () => zoom(1.5),
    '-': () => zoom(1 / 1.5),
    0: zoomToFit,
    Escape: () => point(undefined),
  };
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

/** Which of so many rows a pointer event is at. */
export function rowAt(event: MouseEvent, rows: number): number {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return Math.max(0, Math.min(rows - 1, Math.floor(((event.clientY - box.top) / box.height) * rows)));
}
