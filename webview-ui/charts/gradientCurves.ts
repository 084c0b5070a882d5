// How much of a loss's gradient is left at each earlier character: a line for each state, over the text itself.
import { drawAxes, drawPath, type Frame, ticks, yAt } from './axes';
import type { Palette } from './palette';
import type { Columns, Surface } from './surface';
import { drawTextAxis, inkOf } from './textAxis';

export interface GradientCurve {
  readonly label: string;
  readonly colour: keyof Palette;
  readonly dash: readonly number[];
  /** One for each character in sight; NaN where there is none. */
  readonly values: Float32Array;
}

export interface GradientCurvesLook {
  readonly glyphs: readonly string[];
  readonly curves: readonly GradientCurve[];
  /** The character whose loss it is, counted from the first in sight. */
  readonly at: number;
  /** How far back training lets the gradient flow: a character in sight, or further left. */
  readonly border: number;
  readonly logarithmic: boolean;
  readonly palette: Palette;
}

export const TEXT = 26;
export const LEFT = 44;
export const RIGHT = 12;
const BOTTOM = 22;
/** So many characters in a picture of this width, in CSS pixels from LEFT on. */
export const columnsOf = (count: number, width: number): Columns => ({ count, columnWidth: (width - LEFT - RIGHT) / count, offset: 0 });

/** What is less is not drawn. */
export const LEAST = 1e-8;

export function drawGradientCurves(surface: Surface, { glyphs, curves, at, border, logarithmic, palette }: GradientCurvesLook): void {
  const { context, width, height } = surface;
  const columns = columnsOf(glyphs.length, width);
  const middle = (character: number) => LEFT + (character + 0.5) * columns.columnWidth;
  context.save();
  context.translate(LEFT, 0);
  const text = { ...surface, width: width - LEFT - RIGHT, height: TEXT };
  drawTextAxis(text, text.width, TEXT, { glyphs, ink: inkOf(glyphs), step: 1 }, columns, palette, { from: at, to: at + 1 });
  context.restore();
  const most = curves.reduce((greatest, { values }) => values.reduce((a, b) => (b > a ? b : a), greatest), 1);
  const frame: Frame = {
    left: LEFT,
    right: width - RIGHT,
    top: TEXT + 6,
    bottom: height - BOTTOM,
    x: { from: 0, to: glyphs.length },
    y: logarithmic ? { from: LEAST, to: most, logarithmic } : { from: 0, to: most },
  };
  drawAxes(context, frame, { palette, formatY: logarithmic ? decade : (value) => `${Math.round(value * 100)} %` });
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillStyle = palette.muted;
  context.fillText('earlier', LEFT, frame.bottom + 6);
  if (border >= 0) {
    context.setLineDash([4, 4]);
    upright(surface, middle(border), frame, palette.muted);
    context.setLineDash([]);
    context.fillText('t − T', middle(border) + 4, frame.top + 2);
  }
  upright(surface, middle(at), frame, palette.foreground);
  context.textAlign = 'center';
  context.fillText('t', middle(at), frame.bottom + 6);
  context.lineJoin = 'round';
  const labels: { x: number; y: number; label: string; colour: string }[] = [];
  for (const { label, colour, dash, values } of curves) {
    context.strokeStyle = palette[colour];
    context.lineWidth = 2;
    context.setLineDash([...dash]);
    const points = [...values].map((value, character) => {
      const seen = !logarithmic || value >= LEAST;
      return [middle(character), seen ? yAt(frame, value) : Number.NaN] as const;
    });
    drawPath(context, points);
    const first = points.find(([, y]) => Number.isFinite(y));
    if (first) labels.push({ x: first[0], y: first[1], label, colour: palette[colour] });
  }
  context.setLineDash([]);
  drawLabels(surface, labels, frame.bottom - 6, palette.background);
}

/** Beside the far end of each line, the upper one moved up where two would cover one another. */
function drawLabels(
  { context }: Surface,
  labels: { x: number; y: number; label: string; colour: string }[],
  lowest: number,
  background: string,
): void {
  context.textBaseline = 'middle';
  const placed: { left: number; right: number; y: number }[] = [];
  for (const { x, y, label, colour } of labels.sort((a, b) => b.y - a.y || b.x - a.x)) {
    const wide = context.measureText(label).width;
    const left = x - LEFT > wide + 6 ? x - 5 - wide : x + 5;
    let line = Math.min(y, lowest);
    for (const other of placed)
      if (left < other.right + 4 && left + wide > other.left - 4 && Math.abs(line - other.y) < 13) line = other.y - 13;
    placed.push({ left, right: left + wide, y: line });
    context.fillStyle = background; // lines and borders do not run through a name
    context.fillRect(left - 2, line - 7, wide + 4, 14);
    context.fillStyle = colour;
    context.textAlign = 'left';
    context.fillText(label, left, line);
  }
}

function upright({ context }: Surface, x: number, frame: Frame, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, frame.top);
  context.lineTo(Math.round(x) + 0.5, frame.bottom);
  context.stroke();
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 1, 10⁻² … */
export function decade(value: number): string {
  const power = Math.round(Math.log10(value));
  if (power === 0) return '1';
  return `10${power < 0 ? '⁻' : ''}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPT[Number(digit)]).join('')}`;
}

/** The decades of a key. */
export const DECADES = ticks({ from: LEAST, to: 1, logarithmic: true }, 9).length - 1;
