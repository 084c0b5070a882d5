/**
 * A graph in which every kernel runs, in each of its forms, with and without a rest: what `wideVectors.ts` tries out. It is
 * compiled twice when a process begins, so that there is one of each and no more; nearly all of the time goes into one
 * large product.
 */
import type { Graph, View } from '../../engine/backend';
import { GraphBuilder } from '../../engine/graph/graphBuilder';
import { BINARY, PointwiseBuilder, UNARY } from '../../engine/graph/pointwise';
import { columnsOf, rowsOf } from '../../engine/graph/views';

export function everyKernel(): Graph {
  const builder = new GraphBuilder();
  const [a, b] = [builder.input('a', 96, 256), builder.input('b', 256, 512)];
  const [x, y] = [builder.input('x', 13, 53), builder.input('y', 6, 64)];
  const weights = builder.slot('weights', 53, 53);
  const [row, square] = [part(b, 1, 53), part(b, 64, 64)];
  const results = [
    builder.gemm(a, b),
    builder.gemm(x, x, { transposeA: true, add: row }),
    builder.gemm(y, y, { transposeA: true, add: square }),
    builder.gemm(part(b, 6, 64), square),
    builder.gemm(y, square, { add: part(b, 1, 64) }),
    builder.gemm(y, square, { add: y }),
    ...builder.pointwise(everyInstruction(), [x, row]),
    builder.stack([part(b, 13, 53), x]),
  ];
  [{}, { add: row }, { add: part(x, 3, 53) }].forEach((add, index) => {
    const [few, right] = [part(x, index + 1, 53), part(b, 53, 53)];
    results.push(builder.gemm(few, right, add), builder.gemm(few, right, { transposeB: true, ...add }));
    results.push(builder.gemm(few, weights, { transposeB: index === 1, ...add }));
  });
  for (const matrix of [x, y]) {
    const { rows, columns } = matrix;
    const indices = builder.stack(Array.from({ length: rows }, (_, index) => builder.constant((index * index) % rows)));
    const gathered = builder.gather(matrix, indices);
    const sums = builder.logSumExp(matrix);
    results.push(
      gathered,
      builder.scatterAdd(matrix, indices, columns),
      builder.gemm(matrix, matrix, { transposeB: true }),
      ...builder.pointwise(fused(), [matrix, matrix === x ? gathered : part(gathered, rows, 1), builder.constant(0.7)]),
      sums,
      builder.crossEntropy(matrix, sums, indices),
      builder.crossEntropyGradient(matrix, sums, indices, builder.constant(0.5)),
      builder.sumRows(matrix),
      builder.sumSquares(matrix),
    );
  }
  results.forEach((view, index) => {
    builder.output(String(index), view);
  });
  return builder.build();
}

function everyInstruction() {
  const build = new PointwiseBuilder(2);
  const [x, y] = [build.input(0), build.input(1)];
  return build.build([...UNARY.map((op) => build.unary(op, x)), ...BINARY.map((op) => build.binary(op, x, y))]);
}

/** A product that is added, and one that is subtracted. */
function fused() {
  const build = new PointwiseBuilder(3);
  const [x, y, z] = [build.input(0), build.input(1), build.input(2)];
  return build.build([build.add(build.multiply(x, y), z), build.subtract(y, build.multiply(x, z))]);
}

function part(view: View, rows: number, columns: number): View {
  return columnsOf(rowsOf(view, 0, rows), 0, columns);
}
