/** Sums over rows and over everything. */
import type { Local } from '../assembler/functionBuilder';
import { type Code, f32, f32x4, V128 } from '../assembler/instructions';
import { FLOAT, type Kernel, LANES } from './kernel';
import { loadLanes, storeLanes } from './lanes';
import { alongRow } from './rows';

/** Rows added at once, so that the sums are not written for each. */
const TOGETHER = 4;

/** Takes a (rows, columns) with a row stride, and out (1, columns). Goes along the rows, as they lie in memory. */
export function sumRowsKernel(rows: number, columns: number, stride: number): Kernel {
  return {
    key: `sum rows ${rows} ${columns} ${stride}`,
    name: `sum rows ${rows}x${columns}`,
    parameters: 2,
    cost: (rows * columns) / LANES,
    write: (f) => {
      const [a, out] = [f.parameter(0), f.parameter(1)];
      const add = (count: number, before: (address: Code, lanes: number) => Code) => {
        alongRow(f, columns, [a, out], ([from, to], lanes) => {
          const row = (index: number) => loadLanes(f, from.get, lanes, index * stride * FLOAT);
          const sum = Array.from({ length: count }, (_, index) => row(index)).reduce((left, right) => f.let(f32x4.add(left, right)));
          f.emit(storeLanes(to.get, f32x4.add(before(to.get, lanes), sum), lanes));
        });
        f.advance(a, count * stride * FLOAT);
      };
      const first = rows % TOGETHER || TOGETHER;
      add(first, () => f.splat(0));
      f.repeat((rows - first) / TOGETHER, () => add(TOGETHER, (address, lanes) => loadLanes(f, address, lanes)));
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
