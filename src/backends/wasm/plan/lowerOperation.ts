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
    case 'gemm':
      return lowerGemm(lowering, operation);
    case 'gather': {
      const { table, indices, out } = operation;
      const move = {
        count: out.rows,
        columns: out.columns,
        indexStride: strideOf(indices),
        tableRows: table.rows,
        tableStride: strideOf(table),
        rowStride: out.columns,
      };
      return lowering.call(gatherKernel(move), at(table), at(indices), at(whole(out)));
    }
    case 'scatterAdd': {
      const { rows, indices, out } = operation;
      const move = {
        count: rows.rows,
        columns: out.columns,
        indexStride: strideOf(indices),
        tableRows: out.rows,
        tableStride: out.columns,
        rowStride: strideOf(rows),
      };
      lowering.call(zeroKernel(out.rows * out.columns), at(whole(out)));
      return lowering.call(scatterAddKernel(move), at(whole(out)), at(indices), at(rows));
    }
    case 'stack':
      return lowerStack(lowering, operation);
    case 'pointwise':
      return lowerPointwise(lowering, operation);
    case 'sumRows':
      return lowering.call(
        sumRowsKernel(operation.a.rows, operation.a.columns, strideOf(operation.a)),
        at(operation.a),
        at(whole(operation.out)),
      );
    case 'sumSquares':
      return lowering.call(
        sumSquaresKernel(operation.a.rows, operation.a.columns, strideOf(operation.a)),
        at(operation.a),
        at(whole(operation.out)),
      );
    case 'logSumExp':
      return lowering.call(
        logSumExpKernel(operation.logits.rows, operation.logits.columns, strideOf(operation.logits)),
        at(operation.logits),
        at(whole(operation.out)),
      );
    case 'crossEntropy': {
      const { logits, logSumExp, targets, out } = operation;
      return lowering.call(
        crossEntropyKernel(lossShape(logits, logSumExp, targets)),
        at(logits),
        at(logSumExp),
        at(targets),
        at(whole(out)),
      );
    }
    case 'crossEntropyGradient': {
      const { logits, logSumExp, targets, weights, out } = operation;
      return lowering.call(
        crossEntropyGradientKernel(lossShape(logits, logSumExp, targets, weights)),
        at(logits),
        at(logSumExp),
        at(targets),
        at(weights),
        at(whole(out)),
      );
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

/** Operands in one value, such as the gates side by side, share a base address, unless one is broadcast over rows. */
function lowerPointwise(lowering: Lowering, { program, inputs, outputs }: Operation & { op: 'pointwise' }): void {
  const views = [...inputs, ...outputs];
  const rows = (outputs[0] as View).rows;
  const startOf = ({ value, row, column }: View) => row * value.columns + column;
  const groups = new Map<string, View[]>();
  for (const view of views) {
    const key = `${view.value.id} ${view.rows === rows}`;
    groups.set(key, [...(groups.get(key) ?? []), view]);
  }
  const bases = [...groups.values()].map((group) => group.reduce((first, view) => (startOf(view) < startOf(first) ? view : first)));
  const operandOf = (view: View) => {
    const base = bases.findIndex((first) => first.value === view.value && (first.rows === rows) === (view.rows === rows));
    return {
      rows: view.rows,
      columns: view.columns,
      stride: view.value.columns,
      base,
      offset: startOf(view) - startOf(bases[base] as View),
    };
  };
  lowering.call(pointwiseKernel(program, inputs.map(operandOf), outputs.map(operandOf)), ...bases.map((view) => lowering.at(view)));
}

function lossShape(logits: View, sums: View, targets: View, weights?: View) {
  return {
    rows: logits.rows,
    columns: logits.columns,
    logitsStride: strideOf(logits),
    sumsStride: strideOf(sums),
    targetsStride: strideOf(targets),
    weightsStride: weights && weights.rows > 1 ? strideOf(weights) : 0,
  };
}

function strideOf(view: View): number {
  return view.value.columns;
}
