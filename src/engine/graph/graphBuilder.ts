/** Writes a `Graph` operation by operation, checking shapes where they are made, so that a mistake names its place. */
import { type Graph, type Operation, ShapeError, type StateSlot, type Value, type View } from '../backend';
import type { PointwiseProgram } from './pointwise';
import { describeView, keyOf, whole } from './views';

export interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Added to the product: of its shape, or one row. */
  readonly add?: View;
  readonly label?: string;
}

export class GraphBuilder {
  private readonly values: Value[] = [];
  private readonly inputs: Record<string, Value> = {};
  private readonly state: Record<string, StateSlot> = {};
  private readonly constants: { value: Value; fill: number }[] = [];
  private readonly outputs: Record<string, View> = {};
  private readonly stacked = new Map<string, View>();
  private readonly recorded: Operation[] = [];

  /** What has been recorded so far, in order. */
  get operations(): readonly Operation[] {
    return this.recorded;
  }

  /** A value (rows, columns) that is fed for each run. */
  input(name: string, rows: number, columns: number): View {
    if (name in this.inputs) throw new ShapeError(`the input ${name} exists already`);
    const value = this.value(rows, columns, name);
    this.inputs[name] = value;
    return whole(value);
  }

  /** A value (rows, columns) that is kept between runs. */
  slot(name: string, rows: number, columns: number): View {
    if (name in this.state) throw new ShapeError(`the state ${name} exists already`);
    const value = this.value(rows, columns, name);
    this.state[name] = { value };
    return whole(value);
  }

  /** What a state slot becomes when the run ends. */
  setNext(name: string, next: View): void {
    const slot = this.state[name];
    if (!slot) throw new ShapeError(`there is no state ${name}`);
    this.expect(next, slot.value.rows, slot.value.columns, `the next ${name}`);
    this.state[name] = { value: slot.value, next };
  }

  /** One number everywhere; (1, 1) broadcasts. */
  constant(fill: number, rows = 1, columns = 1): View {
    const known = this.constants.find(
      (constant) => Object.is(constant.fill, fill) && constant.value.rows === rows && constant.value.columns === columns,
    );
    if (known) return whole(known.value);
    const value = this.value(rows, columns, String(fill));
    this.constants.push({ value, fill });
    return whole(value);
  }

  output(name: string, view: View): void {
    this.outputs[name] = view;
  }

  gemm(a: View, b: View, { transposeA = false, transposeB = false, add, label = 'product' }: GemmOptions = {}): View {
    const [rows, inner] = transposeA ? [a.columns, a.rows] : [a.rows, a.columns];
    const [innerB, columns] = transposeB ? [b.columns, b.rows] : [b.rows, b.columns];
    if (inner !== innerB) throw new ShapeError(`${label}: ${describeView(a)} does not multiply ${describeView(b)}`);
    if (add) this.expect(add, add.rows === 1 ? 1 : rows, columns, `${label}: what is added`);
    const out = this.value(rows, columns, label);
    return this.record({ op: 'gemm', a, b, transposeA, transposeB, ...(add && { add }), out });
  }

  gather(table: View, indices: View, label = 'gather'): View {
    this.expect(indices, indices.rows, 1, `${label}: indices`);
    return this.record({ op: 'gather', table, indices, out: this.value(indices.rows, table.columns, label) });
  }

  /** (tableRows, C) from rows (N, C). */
  scatterAdd(rows: View, indices: View, tableRows: number, label = 'scatter'): View {
    this.expect(indices, rows.rows, 1, `${label}: indices`);
    return this.record({ op: 'scatterAdd', rows, indices, out: this.value(tableRows, rows.columns, label) });
  }

  /** The parts one under another; asked twice for the same parts, it answers with the same value. */
  stack(parts: readonly View[], label = 'stack'): View {
    const [first] = parts;
    if (!first) throw new ShapeError(`${label}: nothing to stack`);
    if (parts.length === 1) return first;
    for (const part of parts) this.expect(part, part.rows, first.columns, `${label}: a part`);
    const key = parts.map(keyOf).join(',');
    const known = this.stacked.get(key);
    if (known) return known;
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    const made = this.record({ op: 'stack', parts, out: this.value(rows, first.columns, label) });
    this.stacked.set(key, made);
    return made;
  }

  /** Applies a program element-wise; new values of the inputs' common shape, one for each output of the program. */
  pointwise(program: PointwiseProgram, inputs: readonly View[], labels: readonly string[] = []): View[] {
    const rows = Math.max(...inputs.map((view) => view.rows));
    const columns = Math.max(...inputs.map((view) => view.columns));
    const outputs = program.outputs.map((_, index) => whole(this.value(rows, columns, labels[index] ?? 'pointwise')));
    this.pointwiseInto(program, inputs, outputs);
    return outputs;
  }

  /** The same into rectangles of fresh values (see `fresh`), which the outputs together must cover. */
  pointwiseInto(program: PointwiseProgram, inputs: readonly View[], outputs: readonly View[]): void {
    if (inputs.length !== program.inputs) throw new ShapeError(`a program of ${program.inputs} inputs was given ${inputs.length}`);
    const [first] = outputs;
    if (!first || outputs.length !== program.outputs.length)
      throw new ShapeError(`a program of ${program.outputs.length} outputs was given ${outputs.length}`);
    for (const view of outputs) this.expect(view, first.rows, first.columns, 'a pointwise output');
    for (const view of inputs)
      this.expect(view, view.rows === 1 ? 1 : first.rows, view.columns === 1 ? 1 : first.columns, 'a pointwise input');
    this.recorded.push({ op: 'pointwise', program, inputs, outputs });
  }

  /** An unwritten value, to be written by one `pointwiseInto`. */
  fresh(rows: number, columns: number, label: string): View {
    return whole(this.value(rows, columns, label));
  }

  sumRows(a: View, label = 'column sums'): View {
    return a.rows === 1 ? a : this.record({ op: 'sumRows', a, out: this.value(1, a.columns, label) });
  }

  sumSquares(a: View, label = 'sum of squares'): View {
    return this.record({ op: 'sumSquares', a, out: this.value(1, 1, label) });
  }

  logSumExp(logits: View): View {
    return this.record({ op: 'logSumExp', logits, out: this.value(logits.rows, 1, 'log-sum-exp') });
  }

  crossEntropy(logits: View, logSumExp: View, targets: View): View {
    return this.record({ op: 'crossEntropy', logits, logSumExp, targets, out: this.value(logits.rows, 1, 'cross-entropy') });
  }

  crossEntropyGradient(logits: View, logSumExp: View, targets: View, weights: View): View {
    const out = this.value(logits.rows, logits.columns, 'd logits');
    return this.record({ op: 'crossEntropyGradient', logits, logSumExp, targets, weights, out });
  }

  build(): Graph {
    return { inputs: this.inputs, state: this.state, constants: this.constants, operations: this.recorded, outputs: this.outputs };
  }

  private value(rows: number, columns: number, label: string): Value {
    if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows > 0 && columns > 0)) {
      throw new ShapeError(`${label}: ${rows} × ${columns} is not a shape`);
    }
    const value = { id: this.values.length, rows, columns, label };
    this.values.push(value);
    return value;
  }

  private record(operation: Exclude<Operation, { op: 'pointwise' }>): View {
    this.recorded.push(operation);
    return whole(operation.out);
  }

  private expect(view: View, rows: number, columns: number, what: string): void {
    if (view.rows !== rows || view.columns !== columns) {
      throw new ShapeError(`${what} should be ${rows} × ${columns} and is ${describeView(view)}`);
    }
  }
}
