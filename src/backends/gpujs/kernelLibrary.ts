/**
 * Kernels by their text: two operations that differ only in where their operands lie share one kernel, because offsets
 * are arguments, and those that are zero do not appear.
 */
import { type DeviceBuffer, type Filled, isFilled, type Operand } from './deviceBuffer';
import type { Gpu, Handle, Kernel } from './gpujsLibrary';

/** WebGPU promises eight storage buffers a shader; one of them is the result. */
export const MOST_INPUTS = 7;

export class KernelLibrary {
  private readonly kernels = new Map<string, Kernel>();

  constructor(private readonly gpu: Gpu) {}

  /** Records one kernel call: `write` gives the body, which computes element (this.thread.y, this.thread.x). */
  run(rows: number, columns: number, write: (text: KernelText) => string): DeviceBuffer {
    const text = new KernelText();
    const body = write(text);
    const source = `function (${text.parameters.join(', ')}) {\n${body}\n}`;
    return { handle: this.kernel(source, rows, columns)(...text.values), rows, columns, argument: false };
  }

  private kernel(source: string, rows: number, columns: number): Kernel {
    const key = `${rows} ${columns} ${source}`;
    const known = this.kernels.get(key);
    if (known) return known;
    const kernel = this.gpu.createKernel(source, { output: [columns, rows], precision: 'single', strictIntegers: true });
    this.kernels.set(key, kernel);
    return kernel;
  }
}

/** Gives operands names in a kernel's text and collects the arguments of the call. */
export class KernelText {
  readonly parameters: string[] = [];
  readonly values: (Handle | number)[] = [];
  private readonly names = new Map<DeviceBuffer, string>();
  private readonly readers = new Map<Operand, Reader>();
  private offsets = 0;

  /** The text that reads an operand: (row, column) ↦ `m0[row + at0][column]`. */
  reader(operand: Operand | Filled): Reader {
    if (isFilled(operand)) return () => numberText(operand.fill);
    const known = this.readers.get(operand);
    if (known) return known;
    const reader = this.newReader(operand);
    this.readers.set(operand, reader);
    return reader;
  }

  private newReader(operand: Operand): Reader {
    const name = this.nameOf(operand.buffer);
    const row = this.offset(operand.row);
    const column = this.offset(operand.column);
    return (y, x) => `${name}[${plus(y, row)}][${plus(x, column)}]`;
  }

  private nameOf(buffer: DeviceBuffer): string {
    const known = this.names.get(buffer);
    if (known) return known;
    const name = `m${this.names.size}`;
    this.names.set(buffer, name);
    this.add(name, buffer.handle);
    return name;
  }

  private offset(value: number): string | undefined {
    if (value === 0) return undefined;
    const name = `at${this.offsets++}`;
    this.add(name, value);
    return name;
  }

  private add(name: string, value: Handle | number): void {
    this.parameters.push(name);
    this.values.push(value);
  }
}

type Reader = (row: string, column: string) => string;

export const X = 'this.thread.x';
export const Y = 'this.thread.y';

export function numberText(value: number): string {
  return value < 0 ? `(${value})` : `${value}`;
}

function plus(index: string, offset: string | undefined): string {
  if (!offset) return index;
  return index === '0' ? offset : `${index} + ${offset}`;
}
