/** Views of one width, left to right in one value. */
import type { View } from '../backend';
import type { GraphBuilder } from './graphBuilder';
import { PointwiseBuilder, type PointwiseProgram } from './pointwise';
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

/** Programs are compared by identity, so that one kernel serves all time steps. */
const copies = new Map<number, PointwiseProgram>();

function copyProgram(count: number): PointwiseProgram {
  const known = copies.get(count);
  if (known) return known;
  const build = new PointwiseBuilder(count);
  const program = build.build(Array.from({ length: count }, (_, index) => build.input(index)));
  copies.set(count, program);
  return program;
}
