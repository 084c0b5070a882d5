/** Rows in another order: what is time-major text by text, and back. */
import type { View } from '../backend';
import type { GraphBuilder } from '../graph/graphBuilder';
import { PointwiseBuilder } from '../graph/pointwise';

/** Rows o·inner + i → rows i·outer + o. */
export function transposeRows(builder: GraphBuilder, rows: View, outer: number, inner: number): View {
  if (outer === 1 || inner === 1) return rows;
  const steps = builder.stack(
    Array.from({ length: outer }, (_, o) => builder.constant(o * inner)),
    'steps',
  );
  const ofAll = builder.stack(new Array<View>(inner).fill(steps), 'steps');
  const [indices] = builder.pointwise(sum, [ofAll, repeated(builder, inner, outer)], ['row numbers']) as [View];
  return builder.gather(rows, indices, rows.value.label);
}

/** Each row so many times, one after another. */
export function repeatRows(builder: GraphBuilder, rows: View, times: number): View {
  return times === 1 ? rows : builder.gather(rows, repeated(builder, rows.rows, times), rows.value.label);
}

/** 0 … count − 1, each so many times, (count · times, 1). */
function repeated(builder: GraphBuilder, count: number, times: number): View {
  return builder.stack(
    Array.from({ length: count }, (_, index) => builder.constant(index, times, 1)),
    'row numbers',
  );
}

const sum = (() => {
  const build = new PointwiseBuilder(2);
  return build.build([build.add(build.input(0), build.input(1))]);
})();
