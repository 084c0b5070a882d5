/** The loss of a softmax classifier, row by row. Strides are in floats. */
import { f32, f32x4, i32, V128, v128 } from '../assembler/instructions';
import { FLOAT, type Kernel } from './kernel';
import { loadLanes, storeLanes } from './lanes';
import { boundedExp, log } from './mathematics';
import { sumOfLanes } from './reductions';
import { alongRow, loadIndex } from './rows';

/** Takes logits, out: out[n] = m + log Σ_j exp(logits[n, j] − m), m the largest of the row. */
export function logSumExpKernel(rows: number, columns: number, stride: number): Kernel {
  return {
    key: `log-sum-exp ${rows} ${columns} ${stride}`,
    name: `log-sum-exp ${rows}x${columns}`,
    parameters: 2,
    cost: 6 * rows * columns,
    write: (f) => {
      const [logits, out] = [f.parameter(0), f.parameter(1)];
      const largest = f.local(V128);
      const sum = f.local(V128);
      const lowest = f.splat(-Infinity);
      f.repeat(rows, () => {
        f.emit(largest.set(lowest), sum.set(f.splat(0)));
        alongRow(f, columns, [logits], ([pointer], lanes) => {
          f.emit(largest.set(f32x4.pseudoMax(largest.get, loadLanes(f, pointer.get, lanes, 0, lowest))));
        });
        const m = f.let(
          f32x4.splat(
            f32.max(
              f32.max(f32.lane(largest.get, 0), f32.lane(largest.get, 1)),
              f32.max(f32.lane(largest.get, 2), f32.lane(largest.get, 3)),
            ),
          ),
        );
        alongRow(f, columns, [logits], ([pointer], lanes) => {
          const power = boundedExp(f, f32x4.subtract(loadLanes(f, pointer.get, lanes, 0, lowest), m));
          f.emit(sum.set(f32x4.add(sum.get, power)));
        });
        const logarithm = log(f, f.let(f32x4.splat(sumOfLanes(sum))));
        f.emit(f32.store(out.get, f32.lane(f32x4.add(m, logarithm), 0)));
        f.advance(logits, stride * FLOAT);
        f.advance(out, FLOAT);
      });
    },
  };
}

export interface LossShape {
  readonly rows: number;
  readonly columns: number;
  readonly logitsStride: number;
  readonly sumsStride: number;
  readonly targetsStride: number;
  /** 0 where one weight holds for all rows. */
  readonly weightsStride: number;
}

/** Takes logits, sums, targets, out: out[n] = sums[n] − logits[n, targets[n]]. */
export function crossEntropyKernel(shape: LossShape): Kernel {
  return {
    key: `cross-entropy ${JSON.stringify(shape)}`,
    name: `cross-entropy ${shape.rows}x${shape.columns}`,
    parameters: 4,
    cost: shape.rows,
    write: (f) => {
      const [logits, sums, targets, out] = [f.parameter(0), f.parameter(1), f.parameter(2), f.parameter(3)];
      f.repeat(shape.rows, () => {
        const target = loadIndex(f, targets.get, shape.columns);
        const logit = f32.load(i32.add(logits.get, i32.multiply(target, i32.constant(FLOAT))));
        f.emit(f32.store(out.get, f32.subtract(f32.load(sums.get), logit)));
        f.advance(logits, shape.logitsStride * FLOAT);
        f.advance(sums, shape.sumsStride * FLOAT);
        f.advance(targets, shape.targetsStride * FLOAT);
        f.advance(out, FLOAT);
      });
    },
  };
}

/** Takes logits, sums, targets, weights, out: out[n, j] = (exp(logits[n, j] − sums[n]) − [j = targets[n]]) · weights[n]. */
export function crossEntropyGradientKernel(shape: LossShape): Kernel {
  return {
    key: `cross-entropy gradient ${JSON.stringify(shape)}`,
    name: `cross-entropy gradient ${shape.rows}x${shape.columns}`,
    parameters: 5,
    cost: 6 * shape.rows * shape.columns,
    write: (f) => {
      const [logits, sums, targets, weights, out] = [f.parameter(0), f.parameter(1), f.parameter(2), f.parameter(3), f.parameter(4)];
      f.repeat(shape.rows, () => {
        const target = loadIndex(f, targets.get, shape.columns);
        const sum = f.let(v128.loadSplat(sums.get));
        const weight = f.let(v128.loadSplat(weights.get));
        alongRow(f, shape.columns, [logits, out], ([from, to], lanes) => {
          const probability = boundedExp(f, f32x4.subtract(loadLanes(f, from.get, lanes), sum));
          f.emit(storeLanes(to.get, f32x4.multiply(probability, weight), lanes));
        });
        const place = f.pointer(i32.add(out.get, i32.multiply(target, i32.constant(FLOAT))));
        f.emit(f32.store(place.get, f32.subtract(f32.load(place.get), f32.load(weights.get))));
        f.advance(logits, shape.logitsStride * FLOAT);
        f.advance(sums, shape.sumsStride * FLOAT);
        f.advance(targets, shape.targetsStride * FLOAT);
        f.advance(weights, shape.weightsStride * FLOAT);
        f.advance(out, shape.columns * FLOAT);
      });
    },
  };
}
