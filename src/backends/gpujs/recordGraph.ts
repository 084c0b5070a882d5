/**
 * One run of a graph as kernel calls. Values are not copied into place: each is remembered as a rectangle of whatever
 * buffer holds it, so that columns of a pointwise result or rows of a stack cost nothing.
 */
import type { Graph, Operation, Value, View } from '../../engine/backend';
import { isFilled, type Place, wholeBuffer } from './deviceBuffer';
import type { KernelLibrary } from './kernelLibrary';
import { gemm } from './kernels/gemm';
import { pointwise } from './kernels/pointwise';
import { sumRows, sumSquares } from './kernels/reductions';
import { gather, scatterAdd, stack } from './kernels/rows';
import { crossEntropy, crossEntropyGradient, logSumExp } from './kernels/softmax';
import { Transposes } from './transposes';

type PointwiseOperation = Operation & { readonly op: 'pointwise' };

/** From the places of feeds and state to where each view is at the end of the run. */
export function recordGraph(graph: Graph, library: KernelLibrary, given: ReadonlyMap<Value, Place>): (view: View) => Place {
  const places = new Map(given);
  for (const { value, fill } of graph.constants) places.set(value, { fill, rows: value.rows, columns: value.columns });
  const at = (view: View) => within(places.get(view.value) as Place, view);
  const transposes = new Transposes(graph, library);
  for (const operation of graph.operations) {
    if (operation.op === 'pointwise') recordPointwise(operation, library, at, places);
    else places.set(operation.out, record(operation, library, at, transposes));
  }
  return at;
}

function record(
  operation: Exclude<Operation, PointwiseOperation>,
  library: KernelLibrary,
  at: (view: View) => Place,
  transposes: Transposes,
): Place {
  switch (operation.op) {
    case 'gemm': {
      const transposed = operation.transposeB ? transposes.of(operation.b, at(operation.b)) : undefined;
      const transposeB = operation.transposeB && !transposed;
      return wholeBuffer(
        gemm(library, at(operation.a), transposed ?? at(operation.b), operation.transposeA, transposeB, operation.add && at(operation.add)),
      );
    }
    case 'gather':
      return wholeBuffer(gather(library, at(operation.table), at(operation.indices)));
    case 'scatterAdd':
      return wholeBuffer(scatterAdd(library, at(operation.rows), at(operation.indices), operation.out));
    case 'stack':
      return stack(library, operation.parts.map(at));
    case 'sumRows':
      return sumRows(library, at(operation.a));
    case 'sumSquares':
      return sumSquares(library, at(operation.a));
    case 'logSumExp':
      return wholeBuffer(logSumExp(library, at(operation.logits)));
    case 'crossEntropy':
      return wholeBuffer(crossEntropy(library, at(operation.logits), at(operation.logSumExp), at(operation.targets)));
    case 'crossEntropyGradient':
      return wholeBuffer(
        crossEntropyGradient(library, at(operation.logits), at(operation.logSumExp), at(operation.targets), at(operation.weights)),
      );
  }
}

/** All outputs are computed side by side, those of one value next to each other: a value's row of outputs needs no copy. */
function recordPointwise(
  { program, inputs, outputs }: PointwiseOperation,
  library: KernelLibrary,
  at: (view: View) => Place,
  places: Map<Value, Place>,
): void {
  const shape = outputs[0] as View;
  const order = outputs.map((_, index) => index).sort((a, b) => inMemory(outputs[a] as View, outputs[b] as View));
  const buffer = pointwise(library, program, inputs.map(at), order, shape);
  for (const value of new Set(outputs.map((output) => output.value))) {
    const first = order.findIndex((index) => outputs[index]?.value === value) * shape.columns;
    const bands = Array.from({ length: value.rows / shape.rows }, (_, band) => {
      return { buffer, row: 0, column: first + band * value.columns, rows: shape.rows, columns: value.columns };
    });
    places.set(value, stack(library, bands));
  }
}

function inMemory(a: View, b: View): number {
  return a.value.id - b.value.id || a.row - b.row || a.column - b.column;
}

function within(place: Place, view: View): Place {
  const { row, column, rows, columns } = view;
  if (isFilled(place)) return { fill: place.fill, rows, columns };
  return { buffer: place.buffer, row: place.row + row, column: place.column + column, rows, columns };
}
