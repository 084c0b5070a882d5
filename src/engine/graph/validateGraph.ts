/**
 * Every backend validates a graph once, when it compiles it: shapes that fit, views inside their values, each value
 * written once and before it is read. What passes here needs no check inside a step.
 */
import { type Graph, type Operation, ShapeError, type Value, type View } from '../backend';
import { validateProgram } from './validateProgram';
import { overlaps, whole } from './views';

/** @throws ShapeError naming the operation and what does not fit */
export function validateGraph(graph: Graph): void {
  const defined = new Map<number, Value>();
  const define = (value: Value, where: string): void => {
    for (const size of [value.rows, value.columns]) {
      if (!Number.isInteger(size) || size < 1)
        throw new ShapeError(`${where}: ${shown(value)} has no elements; rows and columns are whole numbers from 1`);
    }
    if (defined.has(value.id)) throw new ShapeError(`${where}: ${shown(value)} is given a value twice`);
    defined.set(value.id, value);
  };
  const read = (view: View, where: string): void => {
    if (defined.get(view.value.id) !== view.value) throw new ShapeError(`${where}: ${shown(view.value)} is read before it has a value`);
    validateView(view, where);
  };

  for (const [name, value] of Object.entries(graph.inputs)) define(value, `input ${name}`);
  for (const [name, slot] of Object.entries(graph.state)) define(slot.value, `state ${name}`);
  for (const { value } of graph.constants) define(value, 'constant');
  graph.operations.forEach((operation, index) => {
    const where = `operation ${index} (${operation.op})`;
    for (const view of readsOf(operation)) read(view, where);
    validateOperation(operation, where);
    for (const value of new Set(writesOf(operation).map((view) => view.value))) define(value, where);
  });
  for (const [name, view] of Object.entries(graph.outputs)) read(view, `output ${name}`);
  for (const [name, { value, next }] of Object.entries(graph.state)) {
    if (!next) continue;
    read(next, `next value of state ${name}`);
    same(next, value, `next value of state ${name}`);
  }
}

/** The views that an operation reads. */
export function readsOf(operation: Operation): readonly View[] {
  switch (operation.op) {
    case 'gemm':
      return operation.add ? [operation.a, operation.b, operation.add] : [operation.a, operation.b];
    case 'gather':
      return [operation.table, operation.indices];
    case 'scatterAdd':
      return [operation.rows, operation.indices];
    case 'stack':
      return operation.parts;
    case 'pointwise':
      return operation.inputs;
    case 'sumRows':
    case 'sumSquares':
      return [operation.a];
    case 'logSumExp':
      return [operation.logits];
    case 'crossEntropy':
      return [operation.logits, operation.logSumExp, operation.targets];
    case 'crossEntropyGradient':
      return [operation.logits, operation.logSumExp, operation.targets, operation.weights];
  }
}

/** The views that an operation writes: all of `out`, or a pointwise operation's outputs. */
export function writesOf(operation: Operation): readonly View[] {
  return operation.op === 'pointwise' ? operation.outputs : [whole(operation.out)];
}

interface Shape {
  readonly rows: number;
  readonly columns: number;
}

function validateOperation(operation: Operation, where: string): void {
  switch (operation.op) {
    case 'gemm': {
      const a = operation.transposeA ? transposed(operation.a) : operation.a;
      const b = operation.transposeB ? transposed(operation.b) : operation.b;
      if (a.columns !== b.rows) throw new ShapeError(`${where}: ${shape(a)} · ${shape(b)} does not multiply`);
      same(operation.out, { rows: a.rows, columns: b.columns }, where);
      if (operation.add && operation.add.rows !== 1) same(operation.add, operation.out, `${where}, add`);
      if (operation.add) same({ rows: 1, columns: operation.add.columns }, { rows: 1, columns: b.columns }, `${where}, add`);
      return;
    }
    case 'gather':
      same(operation.indices, { rows: operation.out.rows, columns: 1 }, `${where}, indices`);
      return same(operation.out, { rows: operation.indices.rows, columns: operation.table.columns }, where);
    case 'scatterAdd':
      same(operation.indices, { rows: operation.rows.rows, columns: 1 }, `${where}, indices`);
      return same(operation.out, { rows: operation.out.rows, columns: operation.rows.columns }, where);
    case 'stack': {
      if (operation.parts.length === 0) throw new ShapeError(`${where}: nothing to stack`);
      for (const part of operation.parts) same(part, { rows: part.rows, columns: operation.out.columns }, `${where}, part`);
      return same(
        operation.out,
        { rows: operation.parts.reduce((sum, part) => sum + part.rows, 0), columns: operation.out.columns },
        where,
      );
    }
    case 'pointwise':
      return validatePointwise(operation, where);
    case 'sumRows':
      return same(operation.out, { rows: 1, columns: operation.a.columns }, where);
    case 'sumSquares':
      return same(operation.out, { rows: 1, columns: 1 }, where);
    case 'logSumExp':
      return same(operation.out, { rows: operation.logits.rows, columns: 1 }, where);
    case 'crossEntropy':
    case 'crossEntropyGradient': {
      const perRow = { rows: operation.logits.rows, columns: 1 };
      same(operation.logSumExp, perRow, `${where}, logSumExp`);
      same(operation.targets, perRow, `${where}, targets`);
      if (operation.op === 'crossEntropy') return same(operation.out, perRow, where);
      if (operation.weights.rows !== 1 || operation.weights.columns !== 1) same(operation.weights, perRow, `${where}, weights`);
      return same(operation.out, operation.logits, where);
    }
  }
}

function validatePointwise(operation: Operation & { op: 'pointwise' }, where: string): void {
  const { program, inputs, outputs } = operation;
  validateProgram(program, inputs.length, outputs.length, where);
  const [first] = outputs;
  if (!first) throw new ShapeError(`${where}: no output`);
  for (const input of inputs) {
    const fits = (input.rows === 1 || input.rows === first.rows) && (input.columns === 1 || input.columns === first.columns);
    if (!fits) throw new ShapeError(`${where}: input ${shown(input.value)} as ${shape(input)} does not broadcast to ${shape(first)}`);
  }
  for (const output of outputs) {
    validateView(output, where);
    same(output, first, `${where}, outputs`);
    for (const other of outputs) {
      if (other !== output && other.value === output.value && overlaps(output, other))
        throw new ShapeError(`${where}: two outputs write the same part of ${shown(output.value)}`);
    }
    const covered = outputs.filter((other) => other.value === output.value).length * first.rows * first.columns;
    if (covered !== output.value.rows * output.value.columns)
      throw new ShapeError(`${where}: the outputs do not cover ${shown(output.value)}`);
  }
}

function validateView(view: View, where: string): void {
  const { value, row, column, rows, columns } = view;
  const sound = [row, column, rows, columns].every(Number.isInteger) && row >= 0 && column >= 0 && rows >= 1 && columns >= 1;
  if (sound && row + rows <= value.rows && column + columns <= value.columns) return;
  throw new ShapeError(`${where}: rows ${row}…${row + rows} and columns ${column}…${column + columns} are not inside ${shown(value)}`);
}

function same(found: Shape, wanted: Shape, where: string): void {
  if (found.rows !== wanted.rows || found.columns !== wanted.columns)
    throw new ShapeError(`${where}: ${shape(found)} where ${shape(wanted)} is needed`);
}

function transposed(view: Shape): Shape {
  return { rows: view.columns, columns: view.rows };
}

function shape({ rows, columns }: Shape): string {
  return `(${rows}, ${columns})`;
}

function shown(value: Value): string {
  return `“${value.label}” ${shape(value)}`;
}
