// A span of the text, brushed in the maps with Shift or the keyboard: what it is, and where its units are told.
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { columnAt } from '../../../../charts/surface';
import { count, textShown } from '../../../../components/figures';
import { useInspection } from './inspection';

/** Characters of it that are shown. */
const SHOWN = 40;

export function Brushed() {
  const { inspected, matchBrushed } = useInspection();
  const span = inspected.brushed.value;
  if (!span) return null;
  const { from, to } = span;
  const characters = inspected.characters.value.slice(from, to);
  return (
    <p class="brushed" data-testid="brushed" role="status">
      <span class="caption">{to - from === 1 ? `Character ${count(to)}` : `Characters ${count(from + 1)}–${count(to)}`}: </span>
      <span class="mono">
        {textShown(characters.slice(0, SHOWN).join(''))}
        {characters.length > SHOWN && '…'}
      </span>
      <button type="button" class="link" data-testid="units-over-span" onClick={matchBrushed}>
        Units on over this span…
      </button>
      <button type="button" class="chip icon" aria-label="Brush nothing" title="Brush nothing" onClick={() => inspected.brush(undefined)}>
        ×
      </button>
    </p>
  );
}

/** Handlers of the pane of all maps. With Shift the pointer brushes. @param track its left edge is that of all maps */
export function useBrushing(track: RefObject<HTMLElement | null>) {
  const { axis, inspected } = useInspection();
  const began = useRef<number | undefined>(undefined);
  const indexAt = ({ clientX }: PointerEvent) =>
    columnAt(axis.columns.peek(), clientX - (track.current?.getBoundingClientRect().left ?? 0));
  const brush = (event: PointerEvent, first: number) => {
    const index = indexAt(event);
    const [from, to] = [axis.column(Math.min(first, index)).from, axis.column(Math.max(first, index)).to];
    inspected.brush({ from, to });
  };
  return {
    onPointerDownCapture: (event: PointerEvent) => {
      if (!event.shiftKey || event.button !== 0 || !(event.target as HTMLElement).closest('.track')) return;
      event.preventDefault(); // selects no text of the page
      // What is pressed in a map is not clicked: no unit is pinned.
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      began.current = indexAt(event);
      brush(event, began.current);
    },
    onPointerMove: (event: PointerEvent) => {
      if (began.current !== undefined) brush(event, began.current);
    },
    onPointerUp: () => {
      began.current = undefined;
    },
    onPointerCancel: () => {
      began.current = undefined;
    },
  };
}
