/** Products with so few rows of a (batch 1) that packing b would cost more than it brings: b is read where it lies. */
import type { FunctionBuilder, Local } from '../assembler/functionBuilder';
import { f32x4, V128 } from '../assembler/instructions';
import type { GemmShape } from './gemm';
import { type Addend, emitTile, sumLanes } from './gemmTile';
import { FLOAT, type Kernel, LANES } from './kernel';
import { cut, loadLanes, storeLanes } from './lanes';

export const FEW_ROWS = 3;
/** Columns summed at once, by the number of rows: never more than twelve vectors. */
export const FEW_ROWS_WIDTH: readonly number[] = [0, 32, 24, 16];

/** Where b (inner, columns) is read from: as it lies, or in strips as wide as are summed at once. */
export type RightSide =
  | { readonly packed: true; readonly width: number }
  | { readonly packed: false; readonly width: number; readonly stride: number };

/** Takes a, b, addend, out. */
export function fewRowsKernel(
  { rows, columns, inner }: GemmShape,
  aStride: number,
  right: RightSide,
  addend: Addend,
  outStride: number,
): Kernel {
  return {
    key: `few rows ${JSON.stringify([rows, columns, inner, aStride, right, addend, outStride])}`,
    name: `gemm ${rows}x${inner}x${columns}${right.packed ? ' of strips' : ' in place'}`,
    parameters: 4,
    cost: (rows * columns * inner) / LANES,
    write: (f) => {
      const [a, b, add, out] = [f.parameter(0), f.parameter(1), f.parameter(2), f.parameter(3)];
      const tile = (width: number) =>
        emitTile(
          f,
          {
            rows,
            columns: width,
            inner,
            aRowStride: aStride,
            aInnerStride: 1,
            bStride: right.packed ? right.width : right.stride,
            bPadded: right.packed,
            addend,
            outStride,
          },
          { a, b, add, out },
        );
      const { width } = right;
      f.repeat(Math.floor(columns / width), () => {
        tile(width);
        f.advance(b, (right.packed ? inner : 1) * width * FLOAT);
        for (const pointer of addend.kind === 'none' ? [out] : [add, out]) f.advance(pointer, width * FLOAT);
      });
      if (columns % width > 0) tile(columns % width);
    },
  };
}

/** Takes a, b transposed (columns, inner), addend, out: rows times rows, along both. */
export function fewRowsTransposedKernel(
  { rows, columns, inner }: GemmShape,
  aStride: number,
  bStride: number,
  addend: Addend,
  outStride: number,
): Kernel {
  return {
    key: `few rows transposed ${JSON.stringify([rows, columns, inner, aStride, bStride, addend, outStride])}`,
    name: `gemm ${rows}x${inner}x${columns} transposed in place`,
    parameters: 4,
    cost: (rows * columns * inner) / LANES,
    write: (f) => {
      const { whole, rest } = cut(columns);
      f.repeat(rows, () => {
        const [b, add, out] = [1, 2, 3].map((index) => f.pointer(f.parameter(index).get)) as [Local, Local, Local];
        const four = (lanes: number) => {
          const sum = dotProducts(f, f.parameter(0), b, lanes, inner, bStride);
          f.emit(storeLanes(out.get, addend.kind === 'none' ? sum : f32x4.add(sum, loadLanes(f, add.get, lanes)), lanes));
        };
        f.repeat(whole, () => {
          four(LANES);
          f.advance(b, LANES * bStride * FLOAT);
          f.advance(add, LANES * FLOAT);
          f.advance(out, LANES * FLOAT);
        });
        if (rest > 0) four(rest);
        f.advance(f.parameter(0), aStride * FLOAT);
        if (addend.kind === 'matrix') f.advance(f.parameter(2), addend.stride * FLOAT);
        f.advance(f.parameter(3), outStride * FLOAT);
      });
    },
  };
}

/** a (inner) times each of up to four rows of b, as one vector. */
function dotProducts(f: FunctionBuilder, aStart: Local, bStart: Local, count: number, inner: number, bStride: number) {
  const zero = f.splat(0);
  const sums = [0, 1, 2, 3].map(() => {
    const sum = f.local(V128);
    f.emit(sum.set(zero));
    return sum;
  }) as [Local, Local, Local, Local];
  const a = f.pointer(aStart.get);
  const b = f.pointer(bStart.get);
  const step = (lanes: number) => {
    const left = f.let(loadLanes(f, a.get, lanes));
    sums
      .slice(0, count)
      .forEach((sum, index) => f.emit(sum.set(f.multiplyAdd(left, loadLanes(f, b.get, lanes, index * bStride * FLOAT), sum.get))));
  };
  const { whole, rest } = cut(inner);
  f.repeat(whole, () => {
    step(LANES);
    f.advance(a, LANES * FLOAT);
    f.advance(b, LANES * FLOAT);
  });
  if (rest > 0) step(rest);
  return sumLanes(f, sums);
}
