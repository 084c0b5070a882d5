/** Views of one width, left to right in one value. */
import type { View } from '../backend';
import type { GraphBuilder } from './graphBuilder';
import { PointwiseBuilder, perCount } from './pointwise';
import { columnsOf } from './views';

/** @param parts of one shape; a (1, 1) is broadcast */
export function beside(builder: GraphBuilder, parts: readonly View[], label: string): View {
  const rows = Math.max(...parts.map((part) => part.rows));
  const columns = Math.max(...parts.map((part) => part.columns));
  const out = builder.fresh(rows, columns * parts.length, label);
  builder.pointwiseInto(
    copyProgram(parts.length),
    parts,
    parts.map((_, index) => columnsOf(out, index * columns, columns)),
  );
  return out;
}

const copyProgram = perCount((count) => {
  const build = new PointwiseBuilder(count);
  return build.build(Array.from({ length: count }, (_, index) => build.input(index)));
});
