// A span of the text, brushed in the maps with Shift or the keyboard: what it is, and where its units are told.
import { useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { columnAt } from '../../../../charts/surface';
import { count, textShown } from '../../../../components/figures';
import type { Span } from '../../inspected';
import { useInspection } from './inspection';

/** Characters of it that are shown. */
const SHOWN = 40;
const PAUSE = 400; // ms: a drag is not read out, where it ends is

export function Brushed() {
  return (
    <>
      <Shown />
      <Said />
    </>
  );
}

function Shown() {
  const { inspected, matchBrushed } = useInspection();
  const span = inspected.brushed.value;
  if (!span) return null;
  const characters = inspected.characters.value.slice(span.from, span.to);
  return (
    <p class="brushed" data-testid="brushed">
      <span class="caption">{placeOf(span)}: </span>
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

/** For who cannot see it. */
function Said() {
  const { brushed } = useInspection().inspected;
  const words = useSignal('');
  useSignalEffect(() => {
    const next = brushed.value ? `${placeOf(brushed.value)} brushed` : '';
    const timer = setTimeout(() => {
      words.value = next;
    }, PAUSE);
    return () => clearTimeout(timer);
  });
  return (
    <span class="visually-hidden" role="status" data-testid="brush-said">
      {words.value}
    </span>
  );
}

const placeOf = ({ from, to }: Span): string => (to - from === 1 ? `Character ${count(to)}` : `Characters ${count(from + 1)}–${count(to)}`);

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
