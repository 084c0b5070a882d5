/** Where things are on the device: whole buffers as gpu.js hands them out, and rectangles of them. */
import type { Handle } from './gpujsLibrary';

export interface DeviceBuffer {
  readonly handle: Handle;
  readonly rows: number;
  readonly columns: number;
  /** A pipeline's argument (feed, state) rather than a kernel's result. */
  readonly argument: boolean;
}

/** A rectangle of a buffer. Several values may live side by side in one. */
export interface Operand {
  readonly buffer: DeviceBuffer;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** A number instead of a matrix: a graph's constants are written into the kernels' text. */
export interface Filled {
  readonly fill: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where the value of a view is. */
export type Place = Operand | Filled;

export function isFilled(operand: Place): operand is Filled {
  return 'fill' in operand;
}

export function wholeBuffer(buffer: DeviceBuffer): Operand {
  return { buffer, row: 0, column: 0, rows: buffer.rows, columns: buffer.columns };
}

export function buffersOf(operands: readonly Operand[]): Set<DeviceBuffer> {
  return new Set(operands.map((operand) => operand.buffer));
}
