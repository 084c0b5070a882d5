/** Writes operations of one graph into another, again and again where it is wanted, some of their values given. */
import { type Operation, ShapeError, type Value, type View } from '../backend';
import type { GraphBuilder } from './graphBuilder';
import { whole } from './views';

export interface Replayed {
  /** What stands for the values that the operations read and do not make, by their ids; of one row, it is broadcast. */
  readonly given: ReadonlyMap<number, View>;
  /** The constants of the first graph. */
  readonly constants: readonly { readonly value: Value; readonly fill: number }[];
  /** How many rows there are now in place of those of the first graph. */
  readonly rows: number;
}

/** @returns what a view of the first graph is in the second. @throws ShapeError for what takes rows apart, or mixes them */
export function replay(
  builder: GraphBuilder,
  operations: readonly Operation[],
  { given, constants, rows }: Replayed,
): (view: View) => View {
  const made = new Map(given);
  const fills = new Map(constants.map(({ value, fill }) => [value.id, fill]));
  const now = (view: View): View => {
    const { value, column, columns } = view;
    const fill = fills.get(value.id);
    if (fill !== undefined) return builder.constant(fill, view.rows === 1 ? 1 : rows, columns);
    const base = made.get(value.id);
    if (!base) throw new ShapeError(`${value.label} is read and was not given`);
    if (view.rows !== value.rows) throw new ShapeError(`${value.label}: some of its rows alone cannot be written again`);
    return { ...base, column: base.column + column, columns };
  };
  /** A value of the first graph that is whole whatever its rows stand for: a weight. */
  const matrix = (view: View): View => ({ ...now({ ...view, rows: view.value.rows }), row: view.row, rows: view.rows });
  for (const operation of operations) {
    switch (operation.op) {
      case 'gemm': {
        const { a, b, transposeA, transposeB, add, out } = operation;
        if (transposeA) throw new ShapeError(`${out.label}: a sum over rows cannot be written again`);
        const weight = fills.has(b.value.id) ? builder.constant(fills.get(b.value.id) as number, b.rows, b.columns) : matrix(b);
        made.set(out.id, builder.gemm(now(a), weight, { transposeB, ...(add && { add: now(add) }), label: out.label }));
        break;
      }
      case 'pointwise': {
        const inputs = operation.inputs.map(now);
        const most = Math.max(...inputs.map((input) => input.rows));
        for (const { value } of operation.outputs)
          if (!made.has(value.id)) made.set(value.id, builder.fresh(most, value.columns, value.label));
        builder.pointwiseInto(operation.program, inputs, operation.outputs.map(now));
        break;
      }
      default:
        throw new ShapeError(`${operation.op} (${whole(operation.out).value.label}) cannot be written again`);
    }
  }
  return now;
}
