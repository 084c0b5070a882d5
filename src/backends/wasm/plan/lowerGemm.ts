/**
 * A matrix product as steps: b packed into panels, a into tiles where its rows lie apart, and blocks so small that
 * what is read again and again stays in the first cache. Threads take rows of the result each, or columns where the
 * sum runs over the rows of a (weight gradients). How a sum is cut does not depend on how many they are.
 */
import type { Operation, View } from '../../../engine/backend';
import { columnsOf, keyOf, rowsOf, whole } from '../../../engine/graph/views';
import { gemmKernel, type Panels, packedPanels, packPanelsKernel, packTilesKernel } from '../kernels/gemm';
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

/** op(a) · op(b) + add, or one thread's share of it, or a block of the sum. */
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
  if (out.rows <= FEW_ROWS && !transposeA) return lowerFewRows(lowering, product);
  if (!transposeA)
    return lowering.share(out.rows, 1, (thread, start, count) =>
      multiply(lowering, thread, ofRows(product, start, count), (block) => sharedPanels(lowering, block)),
    );
  lowering.share(out.columns, lowering.panel, (thread, start, count) =>
    multiply(lowering, thread, ofColumns(product, start, count), (block) => ownPanels(lowering, thread, block)),
  );
}

/** By weights that stay as they are from run to run (generating, tracing): they are packed once. */
function lowerFewRows(lowering: Lowering, product: Product): void {
  const { b, out } = product;
  const panels = panelsOf(product, FEW_ROWS_WIDTH[out.rows] as number);
  const packed = lowering.isFixed(b) ? preparedPanels(lowering, product, panels) : undefined;
  lowering.share(out.columns, packed ? panels.width : STRIP, (thread, start, count) =>
    multiplyFewRows(lowering, thread, ofColumns(product, start, count), packed && shifted(packed, start * panels.inner)),
  );
}

function multiplyFewRows(lowering: Lowering, thread: number, product: Product, packed: Place | undefined): void {
  const { a, b, transposeB, add, out } = product;
  const panels = panelsOf(product, FEW_ROWS_WIDTH[out.rows] as number);
  const { inner, columns, width } = panels;
  const shape = { rows: out.rows, columns, inner };
  const right = packed ? run(packed, packedPanels(panels)) : lowering.extent(b);
  lowering.call({
    thread,
    kernel:
      transposeB && !packed
        ? fewRowsTransposedKernel(shape, a.value.columns, b.value.columns, addendOf(add), out.value.columns)
        : fewRowsKernel(
            shape,
            a.value.columns,
            packed ? { packed: true, width } : { packed: false, width, stride: b.value.columns },
            addendOf(add),
            out.value.columns,
          ),
    at: [lowering.at(a), right.place, add && lowering.at(add), lowering.at(out)],
    reads: [lowering.extent(a), right, ...(add ? [lowering.extent(add)] : [])],
    writes: [lowering.extent(out)],
  });
}

/** Block by block of the sum: the first begins with `add`, the others with what is there. */
function multiply(lowering: Lowering, thread: number, product: Product, panels: (block: Product) => Place): void {
  const { a, transposeA, out } = product;
  for (const [start, inner] of evenly(transposeA ? a.rows : a.columns, INNER, 4)) {
    const block = ofSum(product, start, inner);
    const packed = panels(block);
    for (const [row, rows] of evenly(out.rows, Math.max(TILE_ROWS, Math.floor(LEFT_BLOCK / inner)), TILE_ROWS))
      multiplyBlock(lowering, thread, ofRows(block, row, rows), packed);
  }
}

function multiplyBlock(lowering: Lowering, thread: number, block: Product, packed: Place): void {
  const { a, transposeA, add, out } = block;
  const { rows, columns } = out;
  const panels = panelsOf(block, lowering.panel);
  const { inner, width } = panels;
  const stride = a.value.columns;
  const apart = transposeA || (stride > INNER && columns >= PACKING_PAYS);
  let from = lowering.extent(a);
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
      addendOf(add),
      out.value.columns,
      width,
    ),
    at: [from.place, packed, add && lowering.at(add), lowering.at(out)],
    reads: [from, run(packed, packedPanels(panels)), ...(add ? [lowering.extent(add)] : [])],
    writes: [lowering.extent(out)],
  });
}

/** All panels of b, packed once by all threads together for all products with it. */
function sharedPanels(lowering: Lowering, block: Product): Place {
  const panels = panelsOf(block, lowering.panel);
  if (lowering.isFixed(block.b)) return preparedPanels(lowering, block, panels);
  return lowering.once(labelOf(block, panels), packedPanels(panels), (place) => {
    lowering.share(panels.columns, panels.width, (thread, column, columns) => {
      lowering.call(packing(lowering, thread, ofColumns(block, column, columns), panels.width, shifted(place, column * panels.inner)));
    });
  });
}

/** Packed when the weights were written. */
function preparedPanels(lowering: Lowering, block: Product, panels: Panels): Place {
  return lowering.prepared(labelOf(block, panels), packedPanels(panels), (to) => packing(lowering, 0, block, panels.width, to));
}

function ownPanels(lowering: Lowering, thread: number, block: Product): Place {
  const place = lowering.own(thread, 'panels', packedPanels(panelsOf(block, lowering.panel)));
  lowering.call(packing(lowering, thread, block, lowering.panel, place));
  return place;
}

function packing(lowering: Lowering, thread: number, block: Product, width: number, to: Place): Step {
  const panels = panelsOf(block, width);
  const from = lowering.extent(block.b);
  return {
    thread,
    kernel: packPanelsKernel(panels, from.stride, block.transposeB),
    at: [from.place, to],
    reads: [from],
    writes: [run(to, packedPanels(panels))],
  };
}

function panelsOf({ b, transposeB }: Product, width: number): Panels {
  return transposeB ? { inner: b.columns, columns: b.rows, width } : { inner: b.rows, columns: b.columns, width };
}

function labelOf({ b, transposeB }: Product, { width }: Panels): string {
  return `panels of ${width}, ${keyOf(b)}${transposeB ? ' transposed' : ''}`;
}

/** A block of the sum: but for the first, it goes on from what is there. */
function ofSum(product: Product, start: number, count: number): Product {
  const { a, b, transposeA, transposeB, out } = product;
  return {
    ...product,
    a: transposeA ? rowsOf(a, start, count) : columnsOf(a, start, count),
    b: transposeB ? columnsOf(b, start, count) : rowsOf(b, start, count),
    ...(start > 0 && { add: out }),
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
