/**
 * A matrix product as steps: b packed into panels, a into tiles where its rows lie apart, and blocks so small that
 * what is read again and again stays in the first cache. Threads take rows of the result each, or columns where the
 * sum runs over the rows of a (weight gradients). How a sum is cut does not depend on how many they are.
 */
import type { Operation, View } from '../../../engine/backend';
import { columnsOf, rowsOf, whole } from '../../../engine/graph/views';
import { gemmKernel, packedPanels, packPanelsKernel, packTilesKernel, panelWidth } from '../kernels/gemm';
import type { Addend } from '../kernels/gemmTile';
import { FEW_ROWS, FEW_ROWS_WIDTH, fewRowsKernel, fewRowsTransposedKernel } from '../kernels/matrixVector';
import type { Lowering } from './lowering';
import { type Place, shifted } from './region';
import { run, type Step } from './step';

/** Longest sum in one go: a panel of b (8 columns) then takes a quarter of the first cache. */
const INNER = 256;
/** Floats of a that are gone through for each panel: half of the first cache. */
const LEFT_BLOCK = 4608;
/** Rows that lie apart are packed where they are read for at least so many columns. */
const PACKING_PAYS = 64;
const TILE_ROWS = 6;
/** Columns that a thread takes at once from products of few rows. */
const STRIP = 32;

/** op(a) · op(b) + add, or one thread's share of it. */
interface Product {
  readonly a: View;
  readonly b: View;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly add?: View;
  readonly out: View;
}

export function lowerGemm(lowering: Lowering, operation: Operation & { op: 'gemm' }): void {
  const product: Product = { ...operation, out: whole(operation.out) };
  const { out, transposeA } = product;
  if (out.rows <= FEW_ROWS && !transposeA && lowering.isFixed(product.b)) return lowerFewRowsPrepared(lowering, product);
  if (out.rows <= FEW_ROWS && !transposeA)
    return lowering.share(out.columns, STRIP, (thread, start, count) =>
      multiplyFewRows(lowering, thread, ofColumns(product, start, count)),
    );
  const panels = (start: number, inner: number) => sharedPanels(lowering, product, start, inner);
  if (!transposeA)
    return lowering.share(out.rows, 1, (thread, start, count) => multiply(lowering, thread, ofRows(product, start, count), panels));
  lowering.share(out.columns, panelWidth(lowering.wide), (thread, start, count) => {
    const part = ofColumns(product, start, count);
    multiply(lowering, thread, part, (first, inner) => ownPanels(lowering, thread, part, first, inner));
  });
}

function multiplyFewRows(lowering: Lowering, thread: number, { a, b, transposeB, add, out }: Product): void {
  const shape = { rows: out.rows, columns: out.columns, inner: a.columns };
  const kernel = transposeB
    ? fewRowsTransposedKernel(shape, a.value.columns, b.value.columns, addendOf(add), out.value.columns)
    : fewRowsKernel(
        shape,
        a.value.columns,
        { packed: false, width: FEW_ROWS_WIDTH[shape.rows] as number, stride: b.value.columns },
        addendOf(add),
        out.value.columns,
      );
  lowering.call({
    thread,
    kernel,
    at: [lowering.at(a), lowering.at(b), add && lowering.at(add), lowering.at(out)],
    reads: [a, b, ...(add ? [add] : [])].map((view) => lowering.extent(view)),
    writes: [lowering.extent(out)],
  });
}

/** By weights that stay as they are from run to run (generating, tracing): they are packed once. */
function lowerFewRowsPrepared(lowering: Lowering, { a, b, transposeB, add, out }: Product): void {
  const inner = a.columns;
  const panel = FEW_ROWS_WIDTH[out.rows] as number;
  const packed = lowering.prepared(
    `strips ${[b.value.id, b.row, b.column, b.rows, b.columns, transposeB, panel]}`,
    packedPanels(inner, out.columns, panel),
    (to) => ({
      thread: 0,
      kernel: packPanelsKernel(inner, out.columns, b.value.columns, transposeB, panel),
      at: [lowering.at(b), to],
      reads: [lowering.extent(b)],
      writes: [run(to, packedPanels(inner, out.columns, panel))],
    }),
  );
  lowering.share(out.columns, panel, (thread, start, columns) => {
    const to = columnsOf(out, start, columns);
    const addend = add && columnsOf(add, start, columns);
    const strips = shifted(packed, start * inner);
    lowering.call({
      thread,
      kernel: fewRowsKernel(
        { rows: out.rows, columns, inner },
        a.value.columns,
        { packed: true, width: panel },
        addendOf(add),
        out.value.columns,
      ),
      at: [lowering.at(a), strips, addend && lowering.at(addend), lowering.at(to)],
      reads: [a, ...(addend ? [addend] : [])].map((view) => lowering.extent(view)).concat(run(strips, packedPanels(inner, columns, panel))),
      writes: [lowering.extent(to)],
    });
  });
}

/** Block by block of the sum: the first begins with `add`, the others with what is there. */
function multiply(lowering: Lowering, thread: number, product: Product, panels: (start: number, inner: number) => Place): void {
  const { a, transposeA, add, out } = product;
  for (const [start, inner] of evenly(transposeA ? a.rows : a.columns, INNER, 4)) {
    const packed = panels(start, inner);
    for (const [row, rows] of evenly(out.rows, Math.max(TILE_ROWS, Math.floor(LEFT_BLOCK / inner)), TILE_ROWS)) {
      const left = transposeA ? columnsOf(rowsOf(a, start, inner), row, rows) : columnsOf(rowsOf(a, row, rows), start, inner);
      const to = rowsOf(out, row, rows);
      const base = start > 0 ? to : add && (add.rows === 1 ? add : rowsOf(add, row, rows));
      multiplyBlock(lowering, thread, { left, transposeA, packed, inner, base, to });
    }
  }
}

interface Block {
  readonly left: View;
  readonly transposeA: boolean;
  readonly packed: Place;
  readonly inner: number;
  readonly base: View | undefined;
  readonly to: View;
}

function multiplyBlock(lowering: Lowering, thread: number, { left, transposeA, packed, inner, base, to }: Block): void {
  const { rows, columns } = to;
  const stride = left.value.columns;
  const apart = transposeA || (stride > INNER && columns >= PACKING_PAYS);
  const panels = run(packed, packedPanels(inner, columns, panelWidth(lowering.wide)));
  let from = lowering.extent(left);
  if (apart) {
    const tiles = lowering.own(thread, 'tiles', rows * inner);
    lowering.call({
      thread,
      kernel: packTilesKernel(rows, inner, stride, transposeA),
      at: [from.place, tiles],
      reads: [from],
      writes: [run(tiles, rows * inner)],
    });
    from = run(tiles, rows * inner);
  }
  lowering.call({
    thread,
    kernel: gemmKernel(
      { rows, columns, inner },
      apart ? { packed: true } : { packed: false, stride },
      addendOf(base),
      to.value.columns,
      panelWidth(lowering.wide),
    ),
    at: [from.place, packed, base && lowering.at(base), lowering.at(to)],
    reads: [from, panels, ...(base ? [lowering.extent(base)] : [])],
    writes: [lowering.extent(to)],
  });
}

/** All panels of b, packed once by all threads together for all products with it. */
function sharedPanels(lowering: Lowering, product: Product, start: number, inner: number): Place {
  const { b, transposeB, out } = product;
  const key = `panels ${[b.value.id, b.row, b.column, b.rows, b.columns, transposeB, start, inner]}`;
  if (lowering.isFixed(b))
    return lowering.prepared(key, packedPanels(inner, out.columns, panelWidth(lowering.wide)), (to) =>
      packing(lowering, 0, product, start, inner, to),
    );
  return lowering.once(key, packedPanels(inner, out.columns, panelWidth(lowering.wide)), (place) => {
    lowering.share(out.columns, panelWidth(lowering.wide), (thread, column, columns) => {
      packPanels(lowering, thread, ofColumns(product, column, columns), start, inner, shifted(place, column * inner));
    });
  });
}

function ownPanels(lowering: Lowering, thread: number, product: Product, start: number, inner: number): Place {
  const place = lowering.own(thread, 'panels', packedPanels(inner, product.out.columns, panelWidth(lowering.wide)));
  packPanels(lowering, thread, product, start, inner, place);
  return place;
}

function packPanels(lowering: Lowering, thread: number, product: Product, start: number, inner: number, to: Place): void {
  lowering.call(packing(lowering, thread, product, start, inner, to));
}

function packing(lowering: Lowering, thread: number, { b, transposeB, out }: Product, start: number, inner: number, to: Place): Step {
  const { columns } = out;
  const from = lowering.extent(transposeB ? columnsOf(b, start, inner) : rowsOf(b, start, inner));
  const kernel = packPanelsKernel(inner, columns, b.value.columns, transposeB, panelWidth(lowering.wide));
  return {
    thread,
    kernel,
    at: [from.place, to],
    reads: [from],
    writes: [run(to, packedPanels(inner, columns, panelWidth(lowering.wide)))],
  };
}

function ofRows(product: Product, start: number, count: number): Product {
  const { a, transposeA, add, out } = product;
  return {
    ...product,
    a: transposeA ? columnsOf(a, start, count) : rowsOf(a, start, count),
    ...(add && { add: add.rows === 1 ? add : rowsOf(add, start, count) }),
    out: rowsOf(out, start, count),
  };
}

function ofColumns(product: Product, start: number, count: number): Product {
  const { b, transposeB, add, out } = product;
  return {
    ...product,
    b: transposeB ? rowsOf(b, start, count) : columnsOf(b, start, count),
    ...(add && { add: columnsOf(add, start, count) }),
    out: columnsOf(out, start, count),
  };
}

function addendOf(add: View | undefined): Addend {
  if (!add) return { kind: 'none', stride: 0 };
  return add.rows === 1 ? { kind: 'row', stride: 0 } : { kind: 'matrix', stride: add.value.columns };
}

/** [start, count] of nearly equal pieces of at most `most`, each but the last a multiple of `unit`. */
function evenly(total: number, most: number, unit: number): readonly (readonly [number, number])[] {
  const pieces = Math.ceil(total / Math.max(unit, Math.floor(most / unit) * unit));
  const size = Math.ceil(total / pieces / unit) * unit;
  return Array.from({ length: Math.ceil(total / size) }, (_, index) => [index * size, Math.min(size, total - index * size)] as const);
}
