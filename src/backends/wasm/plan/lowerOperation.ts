/** Each operation as steps: the closed list, once. */
import type { Operation, View } from '../../../engine/backend';
import { whole } from '../../../engine/graph/validateGraph';
import { pointwiseKernel } from '../kernels/pointwise';
import { sumRowsKernel, sumSquaresKernel } from '../kernels/reductions';
import { copyKernel, gatherKernel, scatterAddKernel, zeroKernel } from '../kernels/rows';
import { crossEntropyGradientKernel, crossEntropyKernel, logSumExpKernel } from '../kernels/softmax';
import { lowerGemm } from './lowerGemm';
import type { Lowering } from './lowering';
import { samePlace, shifted } from './region';

export function lowerOperation(lowering: Lowering, operation: Operation): void {
  const at = (view: View) => lowering.at(view);
  switch (operation.op) {
    case 'gemm': return lowerGemm(lowering, operation);
    case 'gather': {
      const { table, indices, out } = operation;
      const move = { count: out.rows, columns: out.columns, indexStride: strideOf(indices), tableRows: table.rows, tableStride: strideOf(table), rowStride: out.columns };
      return lowering.call(gatherKernel(move), at(table), at(indices), at(whole(out)));
    }
    case 'scatterAdd': {
      const { rows, indices, out } = operation;
      const move = { count: rows.rows, columns: out.columns, indexStride: strideOf(indices), tableRows: out.rows, tableStride: out.columns, rowStride: strideOf(rows) };
      lowering.call(zeroKernel(out.rows * out.columns), at(whole(out)));
      return lowering.call(scatterAddKernel(move), at(whole(out)), at(indices), at(rows));
    }
    case 'stack': return lowerStack(lowering, operation);
    case 'pointwise': {
      const { program, inputs, outputs } = operation;
      return lowering.call(pointwiseKernel(program, inputs.map(operandOf), outputs.map(operandOf)), ...inputs.map(at), ...outputs.map(at));
    }
    case 'sumRows': return lowering.call(sumRowsKernel(operation.a.rows, operation.a.columns, strideOf(operation.a)), at(operation.a), at(whole(operation.out)));
    case 'sumSquares': return lowering.call(sumSquaresKernel(operation.a.rows, operation.a.columns, strideOf(operation.a)), at(operation.a), at(whole(operation.out)));
    case 'logSumExp': return lowering.call(logSumExpKernel(operation.logits.rows, operation.logits.columns, strideOf(operation.logits)), at(operation.logits), at(whole(operation.out)));
    case 'crossEntropy': {
      const { logits, logSumExp, targets, out } = operation;
      return lowering.call(crossEntropyKernel(lossShape(logits, logSumExp, targets)), at(logits), at(logSumExp), at(targets), at(whole(out)));
    }
    case 'crossEntropyGradient': {
      const { logits, logSumExp, targets, weights, out } = operation;
      return lowering.call(crossEntropyGradientKernel(lossShape(logits, logSumExp, targets, weights)), at(logits), at(logSumExp), at(targets), at(weights), at(whole(out)));
    }
  }
}

/** Copies one rectangle to a place where its rows lie one after another. */
export function lowerCopy(lowering: Lowering, from: View, to: ReturnType<Lowering['at']>): void {
  lowering.call(copyKernel(from.rows, from.columns, strideOf(from), from.columns), lowering.at(from), to);
}

/** Parts that were written in place need no copy. */
function lowerStack(lowering: Lowering, { parts, out }: Operation & { op: 'stack' }): void {
  let to = lowering.at(whole(out));
  for (const part of parts) {
    if (!samePlace(lowering.at(part), to) || strideOf(part) !== out.columns) lowerCopy(lowering, part, to);
    to = shifted(to, part.rows * part.columns);
  }
}

function operandOf({ value, rows, columns }: View) {
  return { rows, columns, stride: value.columns };
}

function lossShape(logits: View, sums: View, targets: View, weights?: View) {
  return {
    rows: logits.rows, columns: logits.columns, logitsStride: strideOf(logits), sumsStride: strideOf(sums), targetsStride: strideOf(targets),
    weightsStride: weights && weights.rows > 1 ? strideOf(weights) : 0,
  };
}

function strideOf(view: View): number {
  return view.value.columns;
}
