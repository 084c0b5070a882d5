/** Small graphs for tests: values are numbered, inputs and state named. */
import type { Graph, Operation, StateSlot, Value, View } from '../../src/engine/backend';

export class GraphBuilder {
  private count = 0;
  private readonly inputs: Record<string, Value> = {};
  private readonly state: Record<string, StateSlot> = {};
  private readonly constants: { value: Value; fill: number }[] = [];
  private readonly operations: Operation[] = [];

  value(rows: number, columns: number, label = `v${this.count}`): Value {
    return { id: this.count++, rows, columns, label };
  }

  input(name: string, rows: number, columns: number): Value {
    const value = this.value(rows, columns, name);
    this.inputs[name] = value;
    return value;
  }

  slot(name: string, rows: number, columns: number): Value {
    const value = this.value(rows, columns, name);
    this.state[name] = { value };
    return value;
  }

  next(name: string, next: View): void {
    this.state[name] = { value: (this.state[name] as StateSlot).value, next };
  }

  constant(rows: number, columns: number, fill: number): Value {
    const value = this.value(rows, columns, `constant ${fill}`);
    this.constants.push({ value, fill });
    return value;
  }

  add(operation: Operation): void {
    this.operations.push(operation);
  }

  build(outputs: Readonly<Record<string, View>>): Graph {
    return { inputs: this.inputs, state: this.state, constants: this.constants, operations: this.operations, outputs };
  }
}

export function all(value: Value): View {
  return { value, row: 0, column: 0, rows: value.rows, columns: value.columns };
}

export function part(value: Value, row: number, column: number, rows: number, columns: number): View {
  return { value, row, column, rows, columns };
}
