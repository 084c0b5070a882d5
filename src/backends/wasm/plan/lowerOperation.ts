/** Each operation as steps, shared among the threads: the closed list, once. */
import type { Operation, View } from '../../../engine/backend';
import { columnsOf, rowsOf, whole } from '../../../engine/graph/views';
import type { Kernel } from '../kernels/kernel';
import { sumRowsKernel, sumSquaresKernel } from '../kernels/reductions';
import { copyKernel, gatherKernel, scatterAddKernel, zeroKernel } from '../kernels/rows';
import { crossEntropyGradientKernel, crossEntropyKernel, logSumExpKernel } from '../kernels/softmax';
import { lowerGemm } from './lowerGemm';
import type { Lowering } from './lowering';
import { lowerPointwise } from './lowerPointwise';
import { type Place, samePlace, shifted } from './region';
import { type Extent, run } from './step';

/** Columns that a thread takes at once. */
const STRIP = 16;

export function lowerOperation(lowering: Lowering, operation: Operation): void {
  switch (operation.op) {
    case 'gemm':
      return lowerGemm(lowering, operation);
    case 'gather':
      return lowerGather(lowering, operation);
    case 'scatterAdd':
      return lowerScatterAdd(lowering, operation);
    case 'stack':
      return lowerStack(lowering, operation);
    case 'pointwise':
      return lowerPointwise(lowering, operation);
    case 'sumRows':
      return lowering.share(operation.a.columns, STRIP, (thread, start, count) => {
        const a = columnsOf(operation.a, start, count);
        call(lowering, thread, sumRowsKernel(a.rows, count, strideOf(a)), [a], columnsOf(whole(operation.out), start, count));
      });
    case 'sumSquares': {
      const { a, out } = operation;
      return call(lowering, out.id % lowering.threads, sumSquaresKernel(a.rows, a.columns, strideOf(a)), [a], whole(out));
    }
    case 'logSumExp':
      return ofRows(lowering, [operation.logits], operation.out, ([logits]) =>
        logSumExpKernel(logits.rows, logits.columns, strideOf(logits)),
      );
    case 'crossEntropy': {
      const { logits, logSumExp, targets, out } = operation;
      return ofRows(lowering, [logits, logSumExp, targets], out, ([part]) => crossEntropyKernel(lossShape(part, logSumExp, targets)));
    }
    case 'crossEntropyGradient': {
      const { logits, logSumExp, targets, weights, out } = operation;
      return ofRows(lowering, [logits, logSumExp, targets, weights], out, ([part]) =>
        crossEntropyGradientKernel(lossShape(part, logSumExp, targets, weights)),
      );
    }
  }
}

/** Copies one rectangle to a place where its rows lie one after another. */
export function lowerCopy(lowering: Lowering, from: View, to: Place): void {
  lowering.share(from.rows, 1, (thread, start, count) => {
    const part = lowering.extent(rowsOf(from, start, count));
    copy(lowering, thread, part, run(shifted(to, start * from.columns), count * from.columns));
  });
}

/** Copies numbers that lie one after another. */
export function lowerMove(lowering: Lowering, { place, columns }: Extent, to: Place): void {
  lowering.share(columns, STRIP, (thread, start, count) =>
    copy(lowering, thread, run(shifted(place, start), count), run(shifted(to, start), count)),
  );
}

function copy(lowering: Lowering, thread: number, from: Extent, to: Extent): void {
  lowering.call({
    thread,
    kernel: copyKernel(from.rows, from.columns, from.stride, from.columns),
    at: [from.place, to.place],
    reads: [from],
    writes: [to],
  });
}

/** One kernel for each thread's rows; an input of one row serves all. */
function ofRows<Views extends readonly View[]>(
  lowering: Lowering,
  inputs: readonly [...Views],
  out: { rows: number } & View['value'],
  kernel: (inputs: Views) => Kernel,
): void {
  lowering.share(out.rows, 1, (thread, start, rows) => {
    const parts = inputs.map((input) => (input.rows === out.rows ? rowsOf(input, start, rows) : input)) as unknown as Views;
    call(lowering, thread, kernel(parts), parts, rowsOf(whole(out), start, rows));
  });
}

function lowerGather(lowering: Lowering, { table, indices, out }: Operation & { op: 'gather' }): void {
  const move = {
    columns: out.columns,
    indexStride: strideOf(indices),
    tableRows: table.rows,
    tableStride: strideOf(table),
    rowStride: out.columns,
  };
  lowering.share(out.rows, 1, (thread, start, count) => {
    const [from, to] = [rowsOf(indices, start, count), rowsOf(whole(out), start, count)];
    call(lowering, thread, gatherKernel({ ...move, count }), [table, from], to);
  });
}

/** Threads take columns: a row may be added to by any index. */
function lowerScatterAdd(lowering: Lowering, { rows, indices, out }: Operation & { op: 'scatterAdd' }): void {
  const move = {
    count: rows.rows,
    indexStride: strideOf(indices),
    tableRows: out.rows,
    tableStride: out.columns,
    rowStride: strideOf(rows),
  };
  lowering.share(out.columns, STRIP, (thread, start, columns) => {
    const [from, to] = [columnsOf(rows, start, columns), columnsOf(whole(out), start, columns)];
    call(lowering, thread, zeroKernel(out.rows, columns, out.columns), [], to);
    const at = [lowering.at(to), lowering.at(indices), lowering.at(from)];
    const reads = [lowering.extent(indices), lowering.extent(from)];
    lowering.call({ thread, kernel: scatterAddKernel({ ...move, columns }), at, reads, writes: [lowering.extent(to)] });
  });
}

/** Parts that were written in place need no copy. */
function lowerStack(lowering: Lowering, { parts, out }: Operation & { op: 'stack' }): void {
  let to = lowering.at(whole(out));
  for (const part of parts) {
    if (!samePlace(lowering.at(part), to) || strideOf(part) !== out.columns) lowerCopy(lowering, part, to);
    to = shifted(to, part.rows * part.columns);
  }
}

/** A kernel that takes the addresses of its inputs, then of what it writes. */
function call(lowering: Lowering, thread: number, kernel: Kernel, inputs: readonly View[], out: View): void {
  const at = [...inputs, out].map((view) => lowering.at(view));
  lowering.call({ thread, kernel, at, reads: inputs.map((view) => lowering.extent(view)), writes: [lowering.extent(out)] });
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
