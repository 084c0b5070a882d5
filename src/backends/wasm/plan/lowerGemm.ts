/**
 * A matrix product as steps: b packed into panels (once for all products with it), a transposed a into tiles, and
 * blocks so small that what is read again and again stays in the first cache.
 */
import type { Operation, View } from '../../../engine/backend';
import { whole } from '../../../engine/graph/validateGraph';
import { gemmKernel, packedPanels, packPanelsKernel, packTilesKernel } from '../kernels/gemm';
import type { Addend } from '../kernels/gemmTile';
import { FEW_ROWS, fewRowsKernel, fewRowsTransposedKernel } from '../kernels/matrixVector';
import type { Lowering } from './lowering';
import { type Place, shifted } from './region';

/** Longest sum in one go: a panel of b (8 columns) then takes a quarter of the first cache. */
const INNER = 256;
/** Floats of a that are gone through for each panel: half of the first cache. */
const LEFT_BLOCK = 4608;
/** Rows that lie apart, or cannot all stay in the first cache, are packed where they are read this often. */
const PACKING_PAYS = 64;
const TILE_ROWS = 6;

type Gemm = Operation & { op: 'gemm' };

export function lowerGemm(lowering: Lowering, operation: Gemm): void {
  const { a, b, transposeA, transposeB, out } = operation;
  const inner = transposeA ? a.rows : a.columns;
  if (out.rows <= FEW_ROWS && !transposeA) {
    const kernel = transposeB ? fewRowsTransposedKernel : fewRowsKernel;
    const shape = { rows: out.rows, columns: out.columns, inner };
    lowering.call(
      kernel(shape, a.value.columns, b.value.columns, addendOf(operation), out.columns),
      lowering.at(a),
      lowering.at(b),
      operation.add && lowering.at(operation.add),
      lowering.at(whole(out)),
    );
    return;
  }
  for (const [start, count] of evenly(inner, INNER, 4)) multiplyBlock(lowering, operation, start, count);
}

/** out += op(a)[:, start…] · op(b)[start…, :]; the first block begins with `add`, the others with what is there. */
function multiplyBlock(lowering: Lowering, operation: Gemm, start: number, inner: number): void {
  const { a, transposeA, out } = operation;
  const panels = packedRight(lowering, operation, start, inner);
  const addend: Addend = start === 0 ? addendOf(operation) : { kind: 'matrix', stride: out.columns };
  const base = start === 0 ? operation.add && lowering.at(operation.add) : lowering.at(whole(out));
  const stride = a.value.columns;
  for (const [row, rows] of evenly(out.rows, Math.max(TILE_ROWS, Math.floor(LEFT_BLOCK / inner)), TILE_ROWS)) {
    const shape = { rows, columns: out.columns, inner };
    const add = base && shifted(base, addend.kind === 'matrix' ? row * addend.stride : 0);
    const to = shifted(lowering.at(whole(out)), row * out.columns);
    const from = shifted(lowering.at(a), transposeA ? start * stride + row : row * stride + start);
    if (transposeA || (stride > INNER && out.columns >= PACKING_PAYS)) {
      const tiles = lowering.once(`tiles ${keyOf(a)} ${transposeA} ${start} ${inner} ${row} ${rows}`, rows * inner, (place) => {
        lowering.call(packTilesKernel(rows, inner, stride, transposeA), from, place);
      });
      lowering.call(gemmKernel(shape, { packed: true }, addend, out.columns), tiles, panels, add, to);
    } else {
      lowering.call(gemmKernel(shape, { packed: false, stride }, addend, out.columns), from, panels, add, to);
    }
  }
}

function packedRight(lowering: Lowering, { b, transposeB, out }: Gemm, start: number, inner: number): Place {
  const stride = b.value.columns;
  return lowering.once(`panels ${keyOf(b)} ${transposeB} ${start} ${inner}`, packedPanels(inner, out.columns), (place) => {
    lowering.call(
      packPanelsKernel(inner, out.columns, stride, transposeB),
      shifted(lowering.at(b), start * (transposeB ? 1 : stride)),
      place,
    );
  });
}

function addendOf({ add, out }: Gemm): Addend {
  if (!add) return { kind: 'none', stride: 0 };
  return add.rows === 1 && out.rows > 1 ? { kind: 'row', stride: 0 } : { kind: 'matrix', stride: add.value.columns };
}

/** [start, count] of nearly equal pieces of at most `most`, each but the last a multiple of `unit`. */
export function evenly(total: number, most: number, unit: number): readonly (readonly [number, number])[] {
  const pieces = Math.ceil(total / Math.max(unit, Math.floor(most / unit) * unit));
  const size = Math.ceil(total / pieces / unit) * unit;
  return Array.from({ length: Math.ceil(total / size) }, (_, index) => [index * size, Math.min(size, total - index * size)] as const);
}

function keyOf({ value, row, column, rows, columns }: View): string {
  return [value.id, row, column, rows, columns].join(',');
}
