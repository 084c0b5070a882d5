/** Sums over rows and over everything. */
import type { Local } from '../assembler/functionBuilder';
import { f32, f32x4, V128 } from '../assembler/instructions';
import { FLOAT, type Kernel, LANES } from './kernel';
import { loadLanes, storeLanes } from './lanes';
import { alongRow } from './rows';

/** Columns summed at once. */
const STRIP = 16;

/** Takes a (rows, columns) with a row stride, and out (1, columns). */
export function sumRowsKernel(rows: number, columns: number, stride: number): Kernel {
  return {
    key: `sum rows ${rows} ${columns} ${stride}`,
    name: `sum rows ${rows}x${columns}`,
    parameters: 2,
    cost: (rows * columns) / LANES,
    write: (f) => {
      const [a, out] = [f.parameter(0), f.parameter(1)];
      const strip = (width: number) => {
        const vectors = Array.from({ length: Math.ceil(width / LANES) }, (_, index) => ({
          offset: index * LANES * FLOAT,
          lanes: Math.min(LANES, width - index * LANES),
          sum: f.local(V128),
        }));
        for (const { sum } of vectors) f.emit(sum.set(f.splat(0)));
        const row = f.pointer(a.get);
        f.repeat(rows, () => {
          for (const { offset, lanes, sum } of vectors) f.emit(sum.set(f32x4.add(sum.get, loadLanes(f, row.get, lanes, offset))));
          f.advance(row, stride * FLOAT);
        });
        for (const { offset, lanes, sum } of vectors) f.emit(storeLanes(out.get, sum.get, lanes, offset));
      };
      f.repeat(Math.floor(columns / STRIP), () => {
        strip(STRIP);
        f.advance(a, STRIP * FLOAT);
        f.advance(out, STRIP * FLOAT);
      });
      if (columns % STRIP > 0) strip(columns % STRIP);
    },
  };
}

/** Takes a (rows, columns) with a row stride, and out (1, 1). Each row is summed by itself, so that errors stay small. */
export function sumSquaresKernel(rows: number, columns: number, stride: number): Kernel {
  return {
    key: `sum squares ${rows} ${columns} ${stride}`,
    name: `sum squares ${rows}x${columns}`,
    parameters: 2,
    cost: (rows * columns) / LANES,
    write: (f) => {
      const a = f.parameter(0);
      const total = f.local(V128);
      f.emit(total.set(f.splat(0)));
      f.repeat(rows, () => {
        const sum = f.local(V128);
        f.emit(sum.set(f.splat(0)));
        alongRow(f, columns, [a], ([pointer], lanes) => {
          const x = f.let(loadLanes(f, pointer.get, lanes));
          f.emit(sum.set(f.multiplyAdd(x, x, sum.get)));
        });
        f.emit(total.set(f32x4.add(total.get, sum.get)));
        f.advance(a, stride * FLOAT);
      });
      f.emit(f32.store(f.parameter(1).get, sumOfLanes(total)));
    },
  };
}

export function sumOfLanes({ get }: Local) {
  return f32.add(f32.add(f32.lane(get, 0), f32.lane(get, 1)), f32.add(f32.lane(get, 2), f32.lane(get, 3)));
}
