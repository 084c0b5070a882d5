/**
 * The innermost piece of every matrix product: up to 6 × 8 sums in registers (twelve vectors, two of b, one of a).
 * Strides are in floats.
 */
import type { FunctionBuilder, Local } from '../assembler/functionBuilder';
import { f32x4, V128, v128 } from '../assembler/instructions';
import { FLOAT, LANES } from './kernel';
import { loadLanes, storeLanes } from './lanes';

/** What the sums begin with. */
export interface Addend {
  readonly kind: 'none' | 'row' | 'matrix';
  readonly stride: number;
}

export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly aRowStride: number;
  readonly aInnerStride: number;
  readonly bStride: number;
  /** Rows of b are padded to whole vectors. */
  readonly bPadded: boolean;
  readonly addend: Addend;
  readonly outStride: number;
}

export interface TilePointers {
  readonly a: Local;
  readonly b: Local;
  readonly add: Local;
  readonly out: Local;
}

const UNROLL = 4;

/** out (rows, columns) = a (rows, inner) · b (inner, columns) + addend */
export function emitTile(f: FunctionBuilder, tile: Tile, at: TilePointers): void {
  const { rows, columns, inner, aRowStride, aInnerStride, bStride, addend } = tile;
  const vectors = Array.from({ length: Math.ceil(columns / LANES) }, (_, index) => ({
    offset: index * LANES * FLOAT,
    lanes: Math.min(LANES, columns - index * LANES),
  }));
  const sums = Array.from({ length: rows }, (_, row) =>
    vectors.map(({ offset, lanes }) => {
      const sum = f.local(V128);
      const addOffset = offset + (addend.kind === 'matrix' ? row * addend.stride * FLOAT : 0);
      f.emit(sum.set(addend.kind === 'none' ? v128.splat(0) : loadLanes(f, at.add.get, lanes, addOffset)));
      return sum;
    }),
  );
  const a = f.pointer(at.a.get);
  const b = f.pointer(at.b.get);
  const step = (k: number) => {
    const bs = vectors.map(({ offset, lanes }) => f.let(loadLanes(f, b.get, tile.bPadded ? LANES : lanes, k * bStride * FLOAT + offset)));
    sums.forEach((row, index) => {
      const splat = f.let(v128.loadSplat(a.get, (index * aRowStride + k * aInnerStride) * FLOAT));
      row.forEach((sum, column) => f.emit(sum.set(f.multiplyAdd(splat, bs[column] ?? [], sum.get))));
    });
  };
  f.repeat(Math.floor(inner / UNROLL), () => {
    for (let k = 0; k < UNROLL; k++) step(k);
    f.advance(a, UNROLL * aInnerStride * FLOAT);
    f.advance(b, UNROLL * bStride * FLOAT);
  });
  for (let k = 0; k < inner % UNROLL; k++) step(k);
  sums.forEach((row, index) =>
    row.forEach((sum, column) => {
      const { offset, lanes } = vectors[column] as { offset: number; lanes: number };
      f.emit(storeLanes(at.out.get, sum.get, lanes, index * tile.outStride * FLOAT + offset));
    }),
  );
}

/** Rows cut into runs of equal tiles: as many of six as leave no thin rest. */
export function cutRows(rows: number): readonly { readonly height: number; readonly count: number }[] {
  const sixes = Math.floor(rows / 6);
  const rest = rows % 6;
  if (rest === 0) return [{ height: 6, count: sixes }];
  if (sixes > 0 && rest === 2)
    return [
      { height: 6, count: sixes - 1 },
      { height: 4, count: 2 },
    ];
  if (sixes > 0 && rest === 1)
    return [
      { height: 6, count: sixes - 1 },
      { height: 4, count: 1 },
      { height: 3, count: 1 },
    ];
  return [
    { height: 6, count: sixes },
    { height: rest, count: 1 },
  ];
}

/** Four sums of four lanes each, as one vector. */
export function sumLanes(f: FunctionBuilder, [a, b, c, d]: readonly [Local, Local, Local, Local]) {
  const pairs = (x: Local, y: Local) =>
    f.let(f32x4.add(v128.shuffle(x.get, y.get, [0, 1, 4, 5]), v128.shuffle(x.get, y.get, [2, 3, 6, 7])));
  const low = pairs(a, b);
  const high = pairs(c, d);
  return f.let(f32x4.add(v128.shuffle(low, high, [0, 2, 4, 6]), v128.shuffle(low, high, [1, 3, 5, 7])));
}
