/**
 * Learned parameters by name as in a network's equations, and as the slots in which a device keeps them.
 *
 * Matrices that share an operand lie side by side in one slot, transposed: `operand (B, in) · slot (in, k·H)` is all of
 * their products. By name, and in a checkpoint, `layers.0.W_xi` is (H, in) as in `W_xi x`.
 */

/** A named tensor's place in its slot. */
export interface Member {
  readonly name: string;
  readonly shape: readonly [number] | readonly [number, number];
  readonly column: number;
  readonly columns: number;
  /** By name it is (columns, rows) of the slot. */
  readonly transposed: boolean;
  /** Every element's initial value, where the cell says so. */
  readonly init?: number;
}

export interface ParameterSlot {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly members: readonly Member[];
}

/** A matrix that multiplies a vector, `W v`: by name (columns, rows). */
export function matrixSlot(name: string, rows: number, columns: number): ParameterSlot {
  return { name, rows, columns, members: [{ name, shape: [columns, rows], column: 0, columns, transposed: true }] };
}

/** A bias. */
export function rowSlot(name: string, columns: number): ParameterSlot {
  return { name, rows: 1, columns, members: [{ name, shape: [columns], column: 0, columns, transposed: false }] };
}

/** A table whose rows are looked up. */
export function tableSlot(name: string, rows: number, columns: number): ParameterSlot {
  return { name, rows, columns, members: [{ name, shape: [rows, columns], column: 0, columns, transposed: false }] };
}

/** Of a linear layer with a bias, `v → W v + b`: `<name>.weight` (outputs, inputs), `<name>.bias` (outputs). */
export function headSlots(name: string, inputs: number, outputs: number): ParameterSlot[] {
  return [matrixSlot(`${name}.weight`, inputs, outputs), rowSlot(`${name}.bias`, outputs)];
}

/** The head of one direction alone: `forwards_head`, `backwards_head`. */
export const sideHead = (direction: 'forward' | 'backward') => `${direction}s_head`;
