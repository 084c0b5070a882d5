/** A pointwise operation as steps: threads take rows each, or columns where there are too few rows. */
import type { Operation, View } from '../../../engine/backend';
import { columnsOf, rowsOf } from '../../../engine/graph/views';
import { pointwiseKernel } from '../kernels/pointwise';
import type { Lowering } from './lowering';

/** Columns that a thread takes at once. */
const STRIP = 16;

type Pointwise = Operation & { op: 'pointwise' };

export function lowerPointwise(lowering: Lowering, operation: Pointwise): void {
  const { rows, columns } = operation.outputs[0] as View;
  const cut = (of: (view: View) => View) => ({ ...operation, inputs: operation.inputs.map(of), outputs: operation.outputs.map(of) });
  if (rows >= lowering.threads) {
    lowering.share(rows, 1, (thread, start, count) =>
      apply(
        lowering,
        thread,
        cut((view) => (view.rows === rows ? rowsOf(view, start, count) : view)),
      ),
    );
  } else {
    lowering.share(columns, STRIP, (thread, start, count) =>
      apply(
        lowering,
        thread,
        cut((view) => (view.columns === columns ? columnsOf(view, start, count) : view)),
      ),
    );
  }
}

/** Operands in one value, such as the gates side by side, share a base address, unless one is broadcast over rows. */
function apply(lowering: Lowering, thread: number, { program, inputs, outputs }: Pointwise): void {
  const { rows } = outputs[0] as View;
  const views = [...inputs, ...outputs];
  const startOf = ({ value, row, column }: View) => row * value.columns + column;
  const together = (a: View, b: View) => a.value === b.value && (a.rows === rows) === (b.rows === rows);
  const bases = views
    .filter((view, index) => views.findIndex((other) => together(other, view)) === index)
    .map((first) => views.filter((view) => together(view, first)).reduce((least, view) => (startOf(view) < startOf(least) ? view : least)));
  const operandOf = (view: View) => {
    const base = bases.findIndex((first) => together(first, view));
    return {
      rows: view.rows,
      columns: view.columns,
      stride: view.value.columns,
      base,
      offset: startOf(view) - startOf(bases[base] as View),
    };
  };
  lowering.call({
    thread,
    kernel: pointwiseKernel(program, inputs.map(operandOf), outputs.map(operandOf)),
    at: bases.map((view) => lowering.at(view)),
    reads: inputs.map((view) => lowering.extent(view)),
    writes: outputs.map((view) => lowering.extent(view)),
  });
}
