/** What a graph means, written a second time from the contract's words: nested arrays, element by element, no loops shared. */
import type { Graph, Operation, View } from '../../src/engine/backend';
import type { Instruction, PointwiseProgram } from '../../src/engine/graph/pointwise';

type Matrix = readonly (readonly number[])[];

/** The values of all views that the graph puts out, row-major. */
export function bruteForce(graph: Graph, feed: Readonly<Record<string, ArrayLike<number>>>): Record<string, number[]> {
  const values = new Map<number, Matrix>();
  for (const [name, value] of Object.entries(graph.inputs)) {
    values.set(
      value.id,
      build(value.rows, value.columns, (r, c) => feed[name]?.[r * value.columns + c] ?? Number.NaN),
    );
  }
  for (const { value } of Object.values(graph.state))
    values.set(
      value.id,
      build(value.rows, value.columns, () => 0),
    );
  for (const { value, fill } of graph.constants)
    values.set(
      value.id,
      build(value.rows, value.columns, () => fill),
    );
  const see = (view: View) =>
    build(view.rows, view.columns, (r, c) => at(values.get(view.value.id) as Matrix, view.row + r, view.column + c));
  for (const operation of graph.operations) {
    if (operation.op !== 'pointwise') {
      values.set(operation.out.id, compute(operation, see));
      continue;
    }
    const inputs = operation.inputs.map(see);
    const results = operation.outputs.map((output, index) => {
      return build(output.rows, output.columns, (r, c) =>
        scalar(
          operation.program,
          operation.program.outputs[index] as number,
          inputs.map((input) => at(input, input.length === 1 ? 0 : r, input[0]?.length === 1 ? 0 : c)),
        ),
      );
    });
    for (const { value } of operation.outputs) {
      values.set(
        value.id,
        build(value.rows, value.columns, (r, c) => {
          const index = operation.outputs.findIndex(
            (view) =>
              view.value === value && r >= view.row && r < view.row + view.rows && c >= view.column && c < view.column + view.columns,
          );
          const view = operation.outputs[index] as View;
          return at(results[index] as Matrix, r - view.row, c - view.column);
        }),
      );
    }
  }
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, view]) => [name, see(view).flat()]));
}

function compute(operation: Exclude<Operation, { op: 'pointwise' }>, see: (view: View) => Matrix): Matrix {
  const { out } = operation;
  const make = (element: (r: number, c: number) => number) => build(out.rows, out.columns, element);
  switch (operation.op) {
    case 'gemm': {
      const a = operation.transposeA ? transpose(see(operation.a)) : see(operation.a);
      const columnsOfB = operation.transposeB ? see(operation.b) : transpose(see(operation.b));
      const add = operation.add && see(operation.add);
      return make((r, c) => sum((a[r] ?? []).map((x, k) => x * at(columnsOfB, c, k))) + (add ? at(add, add.length === 1 ? 0 : r, c) : 0));
    }
    case 'gather':
      return see(operation.indices).map(([index]) => see(operation.table)[index as number] ?? []);
    case 'scatterAdd': {
      const indices = see(operation.indices).flat();
      const rows = see(operation.rows);
      return make((r, c) => sum(rows.filter((_, n) => indices[n] === r).map((row) => row[c] ?? Number.NaN)));
    }
    case 'stack':
      return operation.parts.flatMap(see);
    case 'sumRows':
      return [transpose(see(operation.a)).map(sum)];
    case 'sumSquares':
      return [
        [
          sum(
            see(operation.a)
              .flat()
              .map((x) => x ** 2),
          ),
        ],
      ];
    case 'logSumExp':
      return see(operation.logits).map((row) => [Math.log(sum(row.map(Math.exp)))]);
    case 'crossEntropy':
      return see(operation.logits).map((row, n) => [
        at(see(operation.logSumExp), n, 0) - (row[at(see(operation.targets), n, 0)] ?? Number.NaN),
      ]);
    case 'crossEntropyGradient': {
      const weights = see(operation.weights).flat();
      const targets = see(operation.targets).flat();
      const sums = see(operation.logSumExp).flat();
      return see(operation.logits).map((row, n) =>
        row.map((x, j) => (Math.exp(x - (sums[n] ?? Number.NaN)) - Number(j === targets[n])) * (weights[n] ?? weights[0] ?? Number.NaN)),
      );
    }
  }
}

/** A register's value by recursion into its operands. */
function scalar(program: PointwiseProgram, register: number, inputs: readonly number[]): number {
  const of = (operand: number) => scalar(program, operand, inputs);
  const instruction = program.instructions[register] as Instruction;
  switch (instruction.op) {
    case 'input':
      return inputs[instruction.index] ?? Number.NaN;
    case 'constant':
      return instruction.value;
    case 'negate':
      return 0 - of(instruction.a);
    case 'sigmoid':
      return 0.5 + 0.5 * Math.tanh(of(instruction.a) / 2);
    case 'tanh':
      return Math.tanh(of(instruction.a));
    case 'relu':
      return of(instruction.a) > 0 ? of(instruction.a) : 0;
    case 'exp':
      return Math.E ** of(instruction.a);
    case 'log':
      return Math.log2(of(instruction.a)) * Math.LN2;
    case 'softplus':
      return of(instruction.a) > 30 ? of(instruction.a) : Math.log1p(Math.exp(of(instruction.a)));
    case 'sqrt':
      return of(instruction.a) ** 0.5;
    case 'abs':
      return Math.max(of(instruction.a), -of(instruction.a));
    case 'sign':
      return Number(of(instruction.a) > 0) - Number(of(instruction.a) < 0);
    case 'sin':
      return Math.cos(of(instruction.a) - Math.PI / 2);
    case 'cos':
      return Math.sin(of(instruction.a) + Math.PI / 2);
    case 'add':
      return of(instruction.a) - -of(instruction.b);
    case 'subtract':
      return of(instruction.a) + -of(instruction.b);
    case 'multiply':
      return of(instruction.a) * of(instruction.b);
    case 'divide':
      return of(instruction.a) / of(instruction.b);
    case 'max':
      return of(instruction.a) >= of(instruction.b) ? of(instruction.a) : of(instruction.b);
    case 'min':
      return of(instruction.a) <= of(instruction.b) ? of(instruction.a) : of(instruction.b);
    case 'greater':
      return Number(of(instruction.a) > of(instruction.b));
  }
}

function build(rows: number, columns: number, element: (row: number, column: number) => number): Matrix {
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => element(r, c)));
}

function transpose(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, c) => matrix.map((row) => row[c] ?? Number.NaN));
}

function at(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] ?? Number.NaN;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}
