/**
 * Kernels by their text. Time steps differ in the rows they read, so the rows' offsets are arguments and one kernel serves
 * them all; columns' offsets are the same at each step and part of the text.
 */
import { type DeviceBuffer, isFilled, type Place } from './deviceBuffer';
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
  private readonly rowOffsets = new Map<string, string>();

  /** The text that reads an operand: (row, column) ↦ `m0[row + at0][column + 128]`. */
  reader(operand: Place): Reader {
    if (isFilled(operand)) return () => numberText(operand.fill);
    const name = this.nameOf(operand.buffer);
    const offset = this.rowOffset(name, operand.row);
    return (row, column, shift = 0) => `${name}[${plus(row, offset)}][${plus(column, signed(operand.column + shift))}]`;
  }

  private nameOf(buffer: DeviceBuffer): string {
    const known = this.names.get(buffer);
    if (known) return known;
    const name = `m${this.names.size}`;
    this.names.set(buffer, name);
    this.add(name, buffer.handle);
    return name;
  }

  private rowOffset(name: string, row: number): string {
    if (row === 0) return '';
    const key = `${name} ${row}`;
    const known = this.rowOffsets.get(key);
    if (known) return known;
    const offset = `at${this.rowOffsets.size}`;
    this.rowOffsets.set(key, offset);
    this.add(offset, row);
    return offset;
  }

  private add(name: string, value: Handle | number): void {
    this.parameters.push(name);
    this.values.push(value);
  }
}

/** `shift` is added to the column. */
type Reader = (row: string, column: string, shift?: number) => string;

export const X = 'this.thread.x';
export const Y = 'this.thread.y';

export function numberText(value: number): string {
  return value < 0 ? `(${value})` : `${value}`;
}

function plus(index: string, offset: string): string {
  if (offset === '') return index;
  return index === '0' ? offset : `${index} ${offset.startsWith('-') ? '' : '+ '}${offset}`;
}

function signed(offset: number): string {
  if (offset === 0) return '';
  return offset < 0 ? `- ${-offset}` : `${offset}`;
}
