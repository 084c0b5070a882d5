// The frame of a picture: what it is called and says, the drawing itself, its numbers as a table, and both as files.
import { effect, type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Table } from '../../src/protocol/csv';
import type { Palette } from '../charts/palette';
import { openSurface, type Surface } from '../charts/surface';
import { ExportMenu } from './exportMenu';
import { useMeasuredWidth } from './measured';
import { TableView } from './tableView';
import { palette } from './theme';

export type PictureProps = PictureLook & (Keyed | { readonly press?: undefined; readonly place?: undefined });

/** One walks through the picture by keyboard. */
interface Keyed {
  /** What a key does in the drawing. @returns whether it did something */
  readonly press: (event: KeyboardEvent) => boolean;
  /** Where one is, counted from 0, and among how many. */
  readonly place: { readonly at: number; readonly count: number };
}

export interface PictureLook {
  readonly title: ComponentChildren;
  /** What is seen, in a line. */
  readonly caption?: ComponentChildren;
  /** Names its files: `memory-triangle`. Also its test id. */
  readonly name: string;
  /** What it shows, for who cannot see it, and how the keyboard moves in it. */
  readonly label: string;
  /** Of the drawing, in CSS pixels. */
  readonly height: number;
  /** Where the width of the drawing goes, for who needs it, in CSS pixels. */
  readonly measured?: Signal<number>;
  /** Draws all of it; done again whenever a signal that it reads changes, or the width, or the theme. */
  readonly draw: (surface: Surface, palette: Palette) => void;
  /** The numbers that are drawn. */
  readonly table: () => Table;
  /** Of what is at the crosshair; said aloud when it changes. */
  readonly here?: string | undefined;
  /** Where the pointer is in the drawing, in CSS pixels; undefined when it has left. */
  readonly point?: (at: { readonly x: number; readonly y: number; readonly width: number } | undefined) => void;
  /** Where the pointer was pressed. */
  readonly choose?: (at: { readonly x: number; readonly y: number; readonly width: number }) => void;
  /** The pointer is held down in the drawing, is moved so, and let go. */
  readonly hold?: (phase: 'begin' | 'move' | 'end', at: { readonly x: number; readonly y: number; readonly width: number }) => void;
  /** What a turn of the wheel does over the drawing. @returns whether it did something: else the page scrolls */
  readonly scroll?: (event: WheelEvent, at: { readonly x: number }) => boolean;
  /** Controls beside the title. */
  readonly children?: ComponentChildren;
}

export function Picture(props: PictureProps) {
  const { title, caption, name, label, height, measured, draw, table, here, point, choose, hold, press, place, scroll, children } = props;
  const { ref, size: width } = useMeasuredWidth<HTMLDivElement>(measured);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tabled = useSignal(false);
  useLayoutEffect(
    () =>
      effect(() => {
        const surface = canvas.current && openSurface(canvas.current, width.value, height);
        if (surface) draw(surface, palette.value);
      }),
    [draw, height],
  );
  const at = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, width: width.peek() };
  };
  const held = useRef(false);
  const holding = hold && {
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      held.current = true;
      hold('begin', at(event));
    },
    onPointerUp: (event: PointerEvent) => {
      if (held.current) hold('end', at(event));
      held.current = false;
    },
  };
  const moved = (event: PointerEvent) => (held.current && hold ? hold('move', at(event)) : point?.(at(event)));
  const scrolled = useRef(scroll);
  scrolled.current = scroll;
  useEffect(() => {
    const element = ref.current;
    if (!element || !scrolled.current) return undefined;
    const wheel = (event: WheelEvent) => scrolled.current?.(event, at(event)) && event.preventDefault();
    element.addEventListener('wheel', wheel, { passive: false }); // as an attribute it could not prevent the page's scrolling
    return () => element.removeEventListener('wheel', wheel);
  }, []);
  return (
    <section class="picture section" aria-label={typeof title === 'string' ? title : label} data-testid={name}>
      <div class="section-head picture-head">
        <h2>{title}</h2>
        {children}
        <ExportMenu
          label={typeof title === 'string' ? title : label}
          name={name}
          size={() => ({ width: width.peek(), height })}
          draw={draw}
          table={table}
          tabled={tabled}
        />
      </div>
      {caption !== undefined && <p class="caption">{caption}</p>}
      <div
        ref={ref}
        class="picture-drawing"
        style={{ height: `${height}px` }}
        {...{ role: press ? 'slider' : 'img', 'aria-label': label }}
        {...(press && {
          tabIndex: 0,
          'aria-valuemin': 1,
          'aria-valuemax': Math.max(1, place.count),
          'aria-valuenow': place.at + 1,
          'aria-valuetext': here ?? label,
          onKeyDown: (event: KeyboardEvent) => press(event) && event.preventDefault(),
        })}
        {...holding}
        {...(point && { onPointerMove: moved, onPointerLeave: () => point(undefined) })}
        {...(choose && { onClick: (event: MouseEvent) => choose(at(event)) })}
      >
        <canvas ref={canvas} />
      </div>
      {tabled.value && <TableView table={table()} caption={label} />}
    </section>
  );
}
