// A recurrent layer unrolled in time: a box for each step with what it computes inside, the states' arrows from step to step, what it reads below.
import type { Palette } from './palette';
import type { Pen, Surface } from './surface';

export interface GraphNode {
  readonly name: string;
  /** NaN where it is not known. */
  readonly value: number;
  readonly gate: boolean;
}

export interface GraphStep {
  /** What is read. */
  readonly glyph: string;
  readonly here: boolean;
  /** Whether a training window would begin with it. */
  readonly border: boolean;
  readonly gates: readonly GraphNode[];
  /** As they leave the step. */
  readonly states: readonly GraphNode[];
}

/** A step before the text's beginning or after its end is not there. */
export type GraphSteps = readonly (GraphStep | undefined)[];

const TOP = 22;
const BOTTOM = 26;
/** The largest that fits. */
const RADII = [17, 13, 10];
/** The share of a box that its gates have. */
const GATES = 0.62;
const NOTE = 10; // px of the font

/** @param backwards states go from right to left @param every T, after which a window would begin */
export function drawUnrolledGraph(surface: Surface, steps: GraphSteps, backwards: boolean, palette: Palette, every?: number): void {
  const { context, width, height } = surface;
  const column = width / steps.length;
  const margin = Math.max(14, column * 0.15);
  const [top, bottom] = [TOP, height - BOTTOM];
  steps.forEach((step, at) => {
    if (!step) return;
    const left = at * column + margin;
    const box = { left, right: (at + 1) * column - margin, top, bottom };
    drawBox(context, box, step, palette);
    drawStates(context, step.states, box, { next: 2 * margin, backwards, last: !steps[at + (backwards ? -1 : 1)] }, palette);
    if (step.border) drawBorder(context, at * column, height, `every ${every}`, palette);
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function drawBox(context: Pen, { left, right, top, bottom }: Box, { glyph, here, gates }: GraphStep, palette: Palette): void {
  context.globalAlpha = 1;
  context.lineWidth = here ? 2 : 1;
  context.strokeStyle = here ? palette.accent : palette.muted;
  context.strokeRect(left, top, right - left, bottom - top);
  const middle = (left + right) / 2;
  write(context, glyph, middle, bottom + 19, here ? palette.accent : palette.foreground, `13px ${palette.mono}`);
  arrow(context, middle, bottom + 7, middle, bottom + 1, palette.muted);
  const room = (bottom - top) * GATES;
  const fits = RADII.map((radius) => {
    const across = Math.max(1, Math.min(gates.length, Math.floor((right - left) / (2 * radius + 6))));
    return { radius, across, rows: Math.ceil(gates.length / across) };
  });
  const { radius, across, rows } =
    fits.find(({ radius, rows }) => rows * (2 * radius + 2) <= room) ?? (fits.at(-1) as (typeof fits)[number]);
  gates.forEach((gate, index) => {
    const row = Math.floor(index / across);
    const inRow = Math.min(across, gates.length - row * across);
    const x = left + ((right - left) * ((index % across) + 0.5)) / inRow;
    const y = bottom - (room * (row + 0.5)) / Math.max(1, rows);
    drawNode(context, gate, { x, y, radius }, palette);
  });
}

/** A circle as full as the value is far from 0. */
function drawNode(
  context: Pen,
  { name, value, gate }: GraphNode,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
  palette: Palette,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = gate ? palette.gate : value < 0 ? palette.negative : palette.positive;
  context.globalAlpha = Number.isNaN(value) ? 0 : 0.7 * Math.min(1, Math.abs(value));
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.strokeStyle = palette.muted;
  context.stroke();
  write(context, name, x, y - 2, palette.foreground, `11px ${palette.mono}`);
  write(context, figure(value), x, y + radius * 0.6, palette.foreground, `${radius / 2}px ${palette.font}`);
}

interface Way {
  /** How far it is to the next box. */
  readonly next: number;
  readonly backwards: boolean;
  /** Whether no step follows in sight. */
  readonly last: boolean;
}

function drawStates(
  context: Pen,
  states: readonly GraphNode[],
  { left, right, top, bottom }: Box,
  { next, backwards, last }: Way,
  palette: Palette,
): void {
  states.forEach(({ name, value }, index) => {
    const y = top + 14 + ((bottom - top) * 0.36 * index) / Math.max(1, states.length);
    const [from, to] = backwards ? [left, left - (last ? next / 2 : next)] : [right, right + (last ? next / 2 : next)];
    const colour = value < 0 ? palette.negative : palette.positive;
    context.globalAlpha = 1;
    arrow(context, from, y, to, y, colour);
    context.textAlign = backwards ? 'left' : 'right';
    context.fillStyle = palette.foreground;
    context.textBaseline = 'alphabetic';
    context.font = `11px ${palette.mono}`;
    context.fillText(`${name} ${figure(value)}`, backwards ? left + 4 : right - 4, y + 4);
  });
}

function drawBorder(context: Pen, x: number, height: number, note: string, palette: Palette): void {
  context.strokeStyle = palette.warning;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.stroke();
  context.setLineDash([]);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = palette.foreground;
  context.font = `${NOTE}px ${palette.font}`;
  context.fillText(note, x + 4, NOTE);
}

function arrow(context: Pen, x: number, y: number, toX: number, toY: number, colour: string): void {
  const [dx, dy] = [Math.sign(toX - x), Math.sign(toY - y)];
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX - 4 * dx, toY - 4 * dy);
  context.stroke();
  context.beginPath();
  context.moveTo(toX, toY);
  context.lineTo(toX - 6 * dx + 3 * dy, toY - 6 * dy + 3 * dx);
  context.lineTo(toX - 6 * dx - 3 * dy, toY - 6 * dy - 3 * dx);
  context.closePath();
  context.fill();
}

function write(context: Pen, text: string, x: number, y: number, colour: string, font: string): void {
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillStyle = colour;
  context.font = font;
  context.fillText(text, x, y);
}

const figure = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(2).replace('-', '−'));
