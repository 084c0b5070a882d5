/** Puts the gradient of a rectangle together from the pieces that its consumers sent. */
import { ShapeError, type View } from '../backend';
import { beside } from './beside';
import type { GraphBuilder } from './graphBuilder';
import { PointwiseBuilder, perCount } from './pointwise';
import { columnsOf, keyOf, overlaps, rowsOf, sameRectangle } from './views';

/** A gradient for the rectangle `at` of a value, of its shape. */
export interface Piece {
  readonly at: View;
  readonly gradient: View;
}

/** Gradients of `target`'s shape whose sum is its gradient; none if nothing arrived. */
export function assemble(builder: GraphBuilder, target: View, pieces: readonly Piece[]): View[] {
  const inside = pieces.filter(({ at }) => overlaps(at, target)).map((piece) => clip(piece, target));
  const layers: Piece[][] = [];
  for (const piece of merge(
    builder,
    inside.filter(({ at }) => !sameRectangle(at, target)),
  )) {
    const layer = layers.find((others) => others.every((other) => compatible(other.at, piece.at)));
    if (layer) layer.push(piece);
    else layers.push([piece]);
  }
  const whole = inside.filter(({ at }) => sameRectangle(at, target));
  return [...whole.map(({ gradient }) => gradient), ...layers.map((layer) => tile(builder, target, layer))];
}

/** The one gradient of `target`: the sum, or zeros. */
export function assembleOne(builder: GraphBuilder, target: View, pieces: readonly Piece[]): View {
  const sums = assemble(builder, target, pieces);
  return sums.length === 0 ? builder.constant(0, target.rows, target.columns) : total(builder, sums);
}

/** The sum of views of one shape. */
export function total(builder: GraphBuilder, views: readonly View[]): View {
  const [first] = views;
  if (!first) throw new ShapeError('an empty sum');
  return views.length === 1 ? first : (builder.pointwise(sumProgram(views.length), views, ['sum of gradients'])[0] as View);
}

/** What of a piece lies inside `target`. */
function clip({ at, gradient }: Piece, target: View): Piece {
  const row = Math.max(at.row, target.row);
  const column = Math.max(at.column, target.column);
  const rows = Math.min(at.row + at.rows, target.row + target.rows) - row;
  const columns = Math.min(at.column + at.columns, target.column + target.columns) - column;
  return {
    at: { value: at.value, row, column, rows, columns },
    gradient: columnsOf(rowsOf(gradient, row - at.row, rows), column - at.column, columns),
  };
}

/** Pieces for the same rectangle become one. */
function merge(builder: GraphBuilder, pieces: readonly Piece[]): Piece[] {
  return groupBy(pieces, ({ at }) => keyOf(at)).map((group) => ({
    at: group[0].at,
    gradient: total(
      builder,
      group.map(({ gradient }) => gradient),
    ),
  }));
}

/** In the order in which each group begins. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

/** Whether two pieces can lie in one layer: one below the other, or side by side in one band of rows. */
function compatible(a: View, b: View): boolean {
  if (a.row === b.row && a.rows === b.rows) return !overlaps(a, b);
  return a.row + a.rows <= b.row || b.row + b.rows <= a.row;
}

/** Compatible pieces inside `target`, one under another in bands; zeros where none is. */
function tile(builder: GraphBuilder, target: View, pieces: readonly Piece[]): View {
  const bands = groupBy(pieces, ({ at }) => String(at.row));
  const parts: View[] = [];
  let row = target.row;
  const fill = (until: number) => {
    if (until > row) parts.push(builder.constant(0, until - row, target.columns));
    row = until;
  };
  for (const band of bands.sort(([a], [b]) => a.at.row - b.at.row)) {
    const [{ at }] = band;
    fill(at.row);
    parts.push(sideBySide(builder, target, band));
    row = at.row + at.rows;
  }
  fill(target.row + target.rows);
  return builder.stack(parts, `d ${target.value.label}`);
}

/** One band: its pieces copied into one value, in slices of a width that divides them all. */
function sideBySide(builder: GraphBuilder, target: View, band: readonly Piece[]): View {
  const [only] = band;
  if (only && band.length === 1 && only.at.columns === target.columns) return only.gradient;
  const step = [...band.flatMap(({ at }) => [at.column - target.column, at.columns]), target.columns].reduce(greatestCommonDivisor);
  const slices: View[] = [];
  for (let column = 0; column < target.columns; column += step) {
    const piece = band.find(({ at }) => at.column <= target.column + column && target.column + column < at.column + at.columns);
    slices.push(piece ? columnsOf(piece.gradient, target.column + column - piece.at.column, step) : builder.constant(0));
  }
  return beside(builder, slices, `d ${target.value.label}`);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

const sumProgram = perCount((count) => {
  const build = new PointwiseBuilder(count);
  return build.build([Array.from({ length: count }, (_, index) => build.input(index)).reduce(build.add)]);
});
