// Many things along a few axes side by side: a line for each, from the value that it has on one axis to that on the next.
import { drawPath, nameShare, type Span, share, ticks } from './axes';
import { sequentialScale } from './colourScale';
import type { Palette } from './palette';
import type { Pen, Surface } from './surface';

export interface ParallelAxis {
  readonly label: string;
  /** Of numbers, at some of which it says which they are … */
  readonly span?: Span;
  readonly marks?: readonly number[];
  /** … or of names, from the bottom up. */
  readonly names?: readonly string[];
  readonly format: (value: number) => string;
  /** What is let through, as shares of the axis from the bottom: 0 … 1. */
  readonly brush?: readonly [from: number, to: number] | undefined;
}

export interface ParallelLine {
  /** Where it is on each axis, from the bottom: 0 … 1; NaN where that is not known. */
  readonly at: readonly number[];
  /** 0 for the best, 1 for the worst; undefined where nothing is known of it. */
  readonly rank: number | undefined;
  /** Whether all brushes let it through. */
  readonly through: boolean;
  readonly lit: boolean;
  /** Of one that is shown in it everywhere; undefined where its rank colours it. */
  readonly colour: keyof Palette | undefined;
  /** What the lit one has on each axis. */
  readonly values: readonly string[];
}

export interface ParallelLook {
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
  /** The axis where one is by keyboard. */
  readonly axis: number | undefined;
  readonly palette: Palette;
}

const SIDE = 44;
const BOTTOM = 14;
/** Axes that are closer have their names in two rows. */
const NARROW = 92;
/** Below that there is no room for what stands along an axis. */
const NARROWEST = 46;

interface Frame {
  readonly top: number;
  readonly bottom: number;
  readonly x: (axis: number) => number;
  readonly apart: number;
}

function frameOf(width: number, height: number, count: number): Frame {
  const side = Math.min(SIDE, width / (2 * Math.max(1, count)));
  const apart = count > 1 ? (width - 2 * side) / (count - 1) : 0;
  return {
    top: apart < NARROW && count > 1 ? 40 : 24,
    bottom: height - BOTTOM,
    x: (axis) => (count > 1 ? side + axis * apart : width / 2),
    apart: count > 1 ? apart : width,
  };
}

/** Which axis is at x, and how far up y is on it: 0 … 1. */
export function placeAt(
  x: number,
  y: number,
  width: number,
  height: number,
  count: number,
): { axis: number; share: number; near: boolean } {
  const { top, bottom, x: xOf, apart } = frameOf(width, height, count);
  const axis = Array.from({ length: count }, (_, index) => index).reduce(
    (best, index) => (Math.abs(xOf(index) - x) < Math.abs(xOf(best) - x) ? index : best),
    0,
  );
  return {
    axis,
    share: Math.min(1, Math.max(0, (bottom - y) / (bottom - top))),
    near: Math.abs(xOf(axis) - x) < Math.min(14, apart / 3),
  };
}

/** The line that passes nearest to a point, of those that are let through; undefined where none is within a finger's width. */
export function lineAt(
  x: number,
  y: number,
  width: number,
  height: number,
  lines: readonly Pick<ParallelLine, 'at' | 'through'>[],
): number | undefined {
  const count = lines[0]?.at.length ?? 0;
  const { top, bottom, x: xOf } = frameOf(width, height, count);
  let [best, least] = [undefined as number | undefined, 12];
  for (const [index, { at, through }] of lines.entries()) {
    if (!through) continue;
    for (let axis = 0; axis + 1 < count; axis++) {
      const [from, to] = [xOf(axis), xOf(axis + 1)];
      if (x < from - 6 || x > to + 6) continue;
      const along = Math.min(1, Math.max(0, (x - from) / (to - from)));
      const level = (at[axis] as number) * (1 - along) + (at[axis + 1] as number) * along;
      const away = Math.abs(bottom - level * (bottom - top) - y);
      if (away < least) [best, least] = [index, away];
    }
  }
  return best;
}

export function drawParallel({ context, width, height }: Surface, { axes, lines, axis: focused, palette }: ParallelLook): void {
  const frame = frameOf(width, height, axes.length);
  const { top, bottom, x } = frame;
  const y = (share: number) => bottom - share * (bottom - top);
  const scale = sequentialScale(palette.muted, palette.negative, 0, 1).table;
  const colourOf = (rank: number) => {
    const pixel = scale[Math.round((1 - rank) * (scale.length - 1))] as number;
    return `rgb(${pixel & 255}, ${(pixel >> 8) & 255}, ${(pixel >> 16) & 255})`;
  };
  // Beside a colour of its own, that of a rank would be taken for one.
  const alone = !lines.some(({ colour }) => colour);
  const rankColour = ({ rank, through }: ParallelLine) => (rank === undefined || !through || !alone ? palette.muted : colourOf(rank));
  context.lineJoin = 'round';
  const path = (line: ParallelLine) =>
    drawPath(
      context,
      line.at.map((share, axis) => [x(axis), y(share)] as const),
    );
  // The worst first, so that the best lie upon them, and those with a colour of their own on top.
  const upon = ({ through, colour, rank = 2 }: ParallelLine) => (through ? 10 : 0) + (colour ? 5 : 0) - rank;
  const order = [...lines].sort((a, b) => upon(a) - upon(b));
  for (const line of order) {
    context.globalAlpha = !line.through ? 0.12 : line.colour ? 1 : line.rank === undefined ? 0.5 : 0.45 + 0.5 * (1 - line.rank);
    context.strokeStyle = line.through && line.colour ? palette[line.colour] : rankColour(line);
    context.lineWidth = line.through && (line.colour || (line.rank !== undefined && line.rank < 0.1)) ? 2 : 1.25;
    context.setLineDash(line.rank === undefined ? [3, 3] : []);
    path(line);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const [index, axis] of axes.entries()) drawAxis(context, frame, index, axis, index === focused, palette, axes.length, width);
  const lit = lines.find((line) => line.lit);
  if (!lit) return;
  context.strokeStyle = palette.background;
  context.lineWidth = 5;
  path(lit);
  context.strokeStyle = palette.foreground;
  context.lineWidth = 2.5;
  path(lit);
  lit.at.forEach((share, axis) => {
    if (Number.isNaN(share)) return;
    context.fillStyle = palette.foreground;
    context.beginPath();
    context.arc(x(axis), y(share), 3.5, 0, 2 * Math.PI);
    context.fill();
    if (frame.apart < NARROWEST) return;
    context.font = `600 11px ${palette.font}`;
    // Below where it is at the top, lest it lie on the axis' name.
    const level = y(share) + (share > 0.9 ? 13 : -13);
    const text = fitting(context, lit.values[axis] ?? '', frame.apart + 12);
    writeOver(context, { text, middle: x(axis), y: level, width, colour: palette.foreground }, palette);
  });
}

function drawAxis(
  context: Pen,
  { top, bottom, x: xOf, apart }: Frame,
  index: number,
  { label, span, marks, names, format, brush }: ParallelAxis,
  focused: boolean,
  palette: Palette,
  count: number,
  width: number,
): void {
  const x = Math.round(xOf(index)) + 0.5;
  const y = (at: number) => bottom - at * (bottom - top);
  context.strokeStyle = focused ? palette.accent : palette.muted;
  context.lineWidth = focused ? 2 : 1;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
  if (brush) {
    context.fillStyle = palette.accent;
    context.globalAlpha = 0.25;
    context.fillRect(x - 7, y(brush[1]), 14, Math.max(2, y(brush[0]) - y(brush[1])));
    context.globalAlpha = 1;
    context.strokeStyle = palette.accent;
    context.lineWidth = 1;
    context.strokeRect(x - 7, y(brush[1]), 14, Math.max(2, y(brush[0]) - y(brush[1])));
  }
  const twoRows = top > 30;
  context.font = `${focused ? '600 ' : ''}11px ${palette.font}`;
  context.textBaseline = 'top';
  const text = fitting(context, label, (twoRows ? 2 : 1) * apart - 6);
  const colour = focused ? palette.accent : palette.foreground;
  writeOver(context, { text, middle: x, y: twoRows && index % 2 === 1 ? 22 : 7, width, colour }, palette);
  if (apart < NARROWEST && index > 0 && index < count - 1) return;
  context.font = `10px ${palette.font}`;
  const numbers = span && (marks ?? ticks(span, Math.max(2, Math.floor((bottom - top) / 40))));
  const marked = names
    ? thinned(
        names.map((name, at) => [nameShare(at, names.length), name] as const),
        (bottom - top) / 14,
      )
    : (numbers ?? []).map((value) => [share(span as Span, value), format(value)] as const);
  let above = Number.NEGATIVE_INFINITY;
  let said = '';
  for (const [at, words] of [...marked].sort(([a], [b]) => a - b)) {
    if ((at - above) * (bottom - top) < 11 || words === said) continue;
    [above, said] = [at, words];
    context.fillStyle = palette.muted;
    context.fillRect(x - 3, y(at) - 0.5, 6, 1);
    const shown = fitting(context, words, Math.max(20, apart - 12));
    const wide = context.measureText(shown).width;
    writeOver(context, { text: shown, middle: x + 7 + wide / 2, y: y(at), width, colour: palette.muted }, palette);
  }
}

function thinned<Mark>(marks: readonly Mark[], most: number): readonly Mark[] {
  const every = Math.max(1, Math.ceil(marks.length / Math.max(1, most)));
  return marks.filter((_, at) => at % every === 0);
}

interface Written {
  readonly text: string;
  /** Where its middle is, if the picture is wide enough. */
  readonly middle: number;
  readonly y: number;
  /** Of the picture. */
  readonly width: number;
  readonly colour: string;
}

/** Words that lines may run behind. */
function writeOver(context: Pen, { text, middle, y, width, colour }: Written, palette: Palette): void {
  const wide = context.measureText(text).width;
  const left = Math.min(Math.max(0, middle - wide / 2), Math.max(0, width - wide));
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = palette.background;
  context.globalAlpha = 0.8;
  context.fillRect(left - 2, y - 7, wide + 4, 14);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.fillText(text, left, y);
}

function fitting(context: Pen, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && context.measureText(`${letters.join('')}…`).width > room) letters.pop();
  return `${letters.join('')}…`;
}
