/**
 * Learned parameters by name as in a network's equations, and as the slots in which a device keeps them.
 *
 * Matrices that share an operand lie side by side in one slot, transposed: `operand (B, in) · slot (in, k·H)` is all of
 * their products. By name, and in a checkpoint, `layers.0.W_xi` is (H, in) as in `W_xi x`.
 */

/** Which axis of a tensor counts symbols: those that are read, those that are told apart, or the labels that a text begins from. */
export interface SymbolAxis {
  readonly of: 'vocabulary' | 'targets' | 'labels';
  readonly axis: 0 | 1;
}

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
  /** Of a tensor with a row or a column for each symbol: by it weights are carried to other symbols. */
  readonly symbols?: SymbolAxis;
}

export interface ParameterSlot {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly members: readonly Member[];
}

/** A matrix that multiplies a vector, `W v`: by name (columns, rows). */
export function matrixSlot(name: string, rows: number, columns: number, symbols?: SymbolAxis): ParameterSlot {
  return {
    name,
    rows,
    columns,
    members: [{ name, shape: [columns, rows], column: 0, columns, transposed: true, ...(symbols && { symbols }) }],
  };
}

/** A bias. */
export function rowSlot(name: string, columns: number, symbols?: SymbolAxis): ParameterSlot {
  return {
    name,
    rows: 1,
    columns,
    members: [{ name, shape: [columns], column: 0, columns, transposed: false, ...(symbols && { symbols }) }],
  };
}

/** A table whose rows are looked up. @param of what it has a row for */
export function tableSlot(name: string, rows: number, columns: number, of: SymbolAxis['of']): ParameterSlot {
  const symbols = { of, axis: 0 } as const;
  return { name, rows, columns, members: [{ name, shape: [rows, columns], column: 0, columns, transposed: false, symbols }] };
}

/** Of a linear layer with a bias, `v → W v + b`: `<name>.weight` (outputs, inputs), `<name>.bias` (outputs). */
export function headSlots(name: string, inputs: number, outputs: number): ParameterSlot[] {
  const symbols = { of: 'targets', axis: 0 } as const;
  return [matrixSlot(`${name}.weight`, inputs, outputs, symbols), rowSlot(`${name}.bias`, outputs, symbols)];
}

/** The head of one direction alone: `forwards_head`, `backwards_head`. */
export const sideHead = (direction: 'forward' | 'backward') => `${direction}s_head`;
