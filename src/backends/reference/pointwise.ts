/** Pointwise programs, instruction by instruction over a whole row at a time, in registers that are reused. */
import {
  type Binary,
  evaluateBinary,
  evaluateUnary,
  type Instruction,
  type PointwiseProgram,
  type Unary,
} from '../../engine/graph/pointwise';
import type { Rectangle } from './rectangle';

/** Longest run of elements that is worked on at once: a dozen registers of it stay in the cache. */
const BLOCK = 1024;

export function pointwise(program: PointwiseProgram, inputs: readonly Rectangle[], outputs: readonly Rectangle[]): () => void {
  const flat = [...inputs.filter((input) => !isScalar(input)), ...outputs].every((each) => isDense(each, outputs[0] as Rectangle));
  const view = flat ? asOneRow : asItIs;
  const reads = inputs.map(view);
  const writes = outputs.map(view);
  const { rows, columns } = writes[0] as Rectangle;
  const registers = program.instructions.map(() => new Float64Array(Math.min(columns, BLOCK)));
  program.instructions.forEach((instruction, register) => {
    if (instruction.op === 'constant') registers[register]?.fill(instruction.value);
  });

  return () => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column += BLOCK) {
        const count = Math.min(BLOCK, columns - column);
        program.instructions.forEach((instruction, register) => {
          execute(instruction, registers, registers[register] as Float64Array, count, reads, row, column);
        });
        program.outputs.forEach((register, index) => {
          store(registers[register] as Float64Array, count, writes[index] as Rectangle, row, column);
        });
      }
    }
  };
}

function execute(
  instruction: Instruction,
  registers: readonly Float64Array[],
  out: Float64Array,
  count: number,
  inputs: readonly Rectangle[],
  row: number,
  column: number,
): void {
  if (instruction.op === 'constant') return;
  if (instruction.op === 'input') load(inputs[instruction.index] as Rectangle, row, column, out, count);
  else if ('b' in instruction)
    binary(instruction.op, registers[instruction.a] as Float64Array, registers[instruction.b] as Float64Array, out, count);
  else unary(instruction.op, registers[instruction.a] as Float64Array, out, count);
}

/** An input with one row or one column is broadcast. */
function load(input: Rectangle, row: number, column: number, out: Float64Array, count: number): void {
  const start = input.offset + (input.rows === 1 ? 0 : row * input.stride);
  if (input.columns === 1) {
    out.fill(input.data[start] as number, 0, count);
    return;
  }
  for (let i = 0; i < count; i++) out[i] = input.data[start + column + i] as number;
}

function store(register: Float64Array, count: number, output: Rectangle, row: number, column: number): void {
  const to = output.offset + row * output.stride + column;
  for (let i = 0; i < count; i++) output.data[to + i] = register[i] as number;
}

function unary(op: Unary, a: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = evaluateUnary(op, a[i] as number);
}

/** The three commonest have loops of their own, which the compiler of the host makes fast. */
function binary(op: Binary, a: Float64Array, b: Float64Array, out: Float64Array, count: number): void {
  if (op === 'multiply') for (let i = 0; i < count; i++) out[i] = (a[i] as number) * (b[i] as number);
  else if (op === 'add') for (let i = 0; i < count; i++) out[i] = (a[i] as number) + (b[i] as number);
  else if (op === 'subtract') for (let i = 0; i < count; i++) out[i] = (a[i] as number) - (b[i] as number);
  else for (let i = 0; i < count; i++) out[i] = evaluateBinary(op, a[i] as number, b[i] as number);
}

function isScalar(view: Rectangle): boolean {
  return view.rows === 1 && view.columns === 1;
}

/** Of the given shape, and without gaps between its rows. */
function isDense(view: Rectangle, shape: Rectangle): boolean {
  return view.rows === shape.rows && view.columns === shape.columns && (view.rows === 1 || view.stride === view.columns);
}

function asOneRow(view: Rectangle): Rectangle {
  return { ...view, rows: 1, columns: view.rows * view.columns };
}

function asItIs(view: Rectangle): Rectangle {
  return view;
}
