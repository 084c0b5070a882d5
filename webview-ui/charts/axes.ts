// Axes of pictures that are drawn by hand: where numbers go in a frame, round ticks, and the frame with its numbers.
import type { Palette } from './palette';
import type { Pen } from './surface';

/** A frame in CSS pixels, and the values at its edges. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: Span;
  readonly y: Span;
}

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly logarithmic?: boolean;
}

/** 0 at `from`, 1 at `to`. */
export function share({ from, to, logarithmic }: Span, value: number): number {
  const [low, high, at] = logarithmic ? [Math.log(from), Math.log(to), Math.log(value)] : [from, to, value];
  return high === low ? 0.5 : (at - low) / (high - low);
}

/** Where a name stands on an axis of names: each has a band of its own, of which the middle. */
export const nameShare = (at: number, count: number): number => (at + 0.5) / count;

export const xAt = ({ left, right, x }: Frame, value: number): number => left + share(x, value) * (right - left);
export const yAt = ({ top, bottom, y }: Frame, value: number): number => bottom - share(y, value) * (bottom - top);

/** Round numbers within a span: about `most`, never more. */
export function ticks({ from, to, logarithmic }: Span, most: number): number[] {
  if (!(to > from)) return [from];
  if (logarithmic) return decades(from, to, most);
  const rough = (to - from) / Math.max(1, most);
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * ([1, 2, 5, 10].find((factor) => factor * size >= rough) ?? 10);
  const found: number[] = [];
  for (let at = Math.ceil(from / step - 1e-9); at * step <= to + step * 1e-9; at++) found.push(Number((at * step).toPrecision(12)));
  return found;
}

function decades(from: number, to: number, most: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const found: number[] = [];
  for (let decade = last; decade >= first; decade -= every) found.unshift(10 ** decade);
  return found.length > 1 ? found : [from, to];
}

export interface AxesLook {
  readonly palette: Palette;
  readonly formatX?: (value: number) => string;
  readonly formatY?: (value: number) => string;
  readonly labelX?: string;
}

/** Lines across at round values, their numbers to the left; numbers and what they count below. */
export function drawAxes(context: Pen, frame: Frame, { palette, formatX, formatY = String, labelX }: AxesLook): void {
  context.font = `11px ${palette.font}`;
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const value of ticks(frame.y, Math.max(2, Math.floor((frame.bottom - frame.top) / 36)))) {
    const y = Math.round(yAt(frame, value)) + 0.5;
    context.strokeStyle = palette.grid;
    context.beginPath();
    context.moveTo(frame.left, y);
    context.lineTo(frame.right, y);
    context.stroke();
    context.fillStyle = palette.muted;
    context.fillText(formatY(value), frame.left - 6, y);
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  if (formatX)
    for (const value of ticks(frame.x, Math.max(2, Math.floor((frame.right - frame.left) / 80))))
      context.fillText(formatX(value), xAt(frame, value), frame.bottom + 6);
  if (labelX) context.fillText(labelX, (frame.left + frame.right) / 2, frame.bottom + (formatX ? 22 : 6));
}

/** A line through points; a gap where there is no number. */
export function drawPath(context: Pen, points: Iterable<readonly [x: number, y: number]>): void {
  context.beginPath();
  let pen = false;
  for (const [x, y] of points) {
    if (!Number.isFinite(y)) pen = false;
    else if (pen) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      pen = true;
    }
  }
  context.stroke();
}
