/** A pointwise program as one fused loop: every input is read once, every output written once. */
import type { Instruction, PointwiseProgram, Unary } from '../../../engine/graph/pointwise';
import type { FunctionBuilder } from '../assembler/functionBuilder';
import { type Code, f32x4, v128 } from '../assembler/instructions';
import { FLOAT, type Kernel, LANES } from './kernel';
import { cut, loadLanes, storeLanes } from './lanes';
import * as mathematics from './mathematics';

/** How an operand meets the shape of the outputs; `stride` in floats. */
export interface Operand {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

/** Takes the addresses of the inputs, then of the outputs. */
export function pointwiseKernel(program: PointwiseProgram, inputs: readonly Operand[], outputs: readonly Operand[]): Kernel {
  const shape = outputs[0] as Operand;
  const flat = [...inputs.filter((input) => !isScalar(input)), ...outputs].every((each) => isDense(each, shape));
  const flatten = (operand: Operand) => (flat ? { rows: 1, columns: operand.rows * operand.columns, stride: 0 } : operand);
  return loop(program, inputs.map(flatten), outputs.map(flatten));
}

function loop(program: PointwiseProgram, inputs: readonly Operand[], outputs: readonly Operand[]): Kernel {
  const { rows, columns } = outputs[0] as Operand;
  return {
    key: `pointwise ${JSON.stringify([program, inputs, outputs])}`,
    name: `pointwise of ${program.instructions.length - program.inputs} ${rows}x${columns}`,
    parameters: inputs.length + outputs.length,
    write: (f) => {
      const pointers = [...inputs, ...outputs].map((_, index) => f.parameter(index));
      const steps = [...inputs, ...outputs].map((operand) => (operand.rows === rows ? operand.stride * FLOAT : 0));
      const fixed = inputs.map((input, index) => (isScalar(input) ? f.let(v128.loadSplat(pointers[index]?.get as Code)) : undefined));
      f.repeat(rows, () => {
        const spread = inputs.map((input, index) => {
          if (input.columns !== 1 || columns === 1) return undefined;
          return fixed[index] ?? f.let(v128.loadSplat(pointers[index]?.get as Code));
        });
        const walking = pointers.map((pointer, index) => (spread[index] ? pointer : f.pointer(pointer.get)));
        const element = (lanes: number) => apply(f, program, (index) => {
          return spread[index] ?? fixed[index] ?? f.let(loadLanes(f, walking[index]?.get as Code, lanes));
        }, (index, value) => f.emit(storeLanes(walking[inputs.length + index]?.get as Code, value, lanes)));
        const { whole, rest } = cut(columns);
        f.repeat(whole, () => {
          element(LANES);
          for (const [index, pointer] of walking.entries()) if (!spread[index]) f.advance(pointer, LANES * FLOAT);
        });
        if (rest > 0) element(rest);
        for (const [index, pointer] of pointers.entries()) if (rows > 1) f.advance(pointer, steps[index] as number);
      });
    },
  };
}

function apply(f: FunctionBuilder, program: PointwiseProgram, load: (index: number) => Code, store: (index: number, value: Code) => void): void {
  const registers: Code[] = [];
  const products = fusedProducts(program);
  program.instructions.forEach((instruction, register) => {
    if (!products.has(register)) registers[register] = compute(f, program, instruction, registers, products, load);
  });
  program.outputs.forEach((register, index) => store(index, registers[register] as Code));
}

function compute(f: FunctionBuilder, program: PointwiseProgram, instruction: Instruction, registers: readonly Code[], products: ReadonlySet<number>, load: (index: number) => Code): Code {
  const of = (register: number) => registers[register] as Code;
  if (instruction.op === 'input') return load(instruction.index);
  if (instruction.op === 'constant') return f.splat(instruction.value);
  if (!('b' in instruction)) return unary(f, instruction.op, of(instruction.a));
  const { a, b } = instruction;
  for (const [product, other] of [[b, a], [a, b]] as const) {
    if (!products.has(product)) continue;
    const factors = program.instructions[product] as Extract<Instruction, { b: number }>;
    if (instruction.op === 'add') return f.let(f.multiplyAdd(of(factors.a), of(factors.b), of(other)));
    return f.let(f.subtractProduct(of(other), of(factors.a), of(factors.b)));
  }
  switch (instruction.op) {
    case 'add': return f.let(f32x4.add(of(a), of(b)));
    case 'subtract': return f.let(f32x4.subtract(of(a), of(b)));
    case 'multiply': return f.let(f32x4.multiply(of(a), of(b)));
    case 'divide': return f.let(f32x4.divide(of(a), of(b)));
    case 'max': return f.let(f32x4.max(of(a), of(b)));
    case 'min': return f.let(f32x4.min(of(a), of(b)));
    case 'greater': return f.let(v128.and(f32x4.greater(of(a), of(b)), f.splat(1)));
  }
}

function unary(f: FunctionBuilder, op: Unary, a: Code): Code {
  switch (op) {
    case 'negate': return f.let(f32x4.negate(a));
    case 'relu': return f.let(f32x4.pseudoMax(a, f.splat(0)));
    case 'sqrt': return f.let(f32x4.sqrt(a));
    case 'abs': return f.let(f32x4.abs(a));
    case 'sigmoid': return mathematics.sigmoid(f, a);
    case 'tanh': return mathematics.tanh(f, a);
    case 'exp': return mathematics.exp(f, a);
    case 'log': return mathematics.log(f, a);
    case 'softplus': return mathematics.softplus(f, a);
    case 'sign': return mathematics.sign(f, a);
    case 'sin': return mathematics.sin(f, a);
    case 'cos': return mathematics.cos(f, a);
  }
}

/** Products that are used once, by an addition or as what is subtracted: they become one multiply-add. */
function fusedProducts(program: PointwiseProgram): ReadonlySet<number> {
  const uses = new Map<number, number>();
  const use = (register: number) => uses.set(register, (uses.get(register) ?? 0) + 1);
  for (const instruction of program.instructions) {
    if ('a' in instruction) use(instruction.a);
    if ('b' in instruction) use(instruction.b);
  }
  program.outputs.forEach(use);
  const fused = new Set<number>();
  const isProduct = (register: number) => program.instructions[register]?.op === 'multiply' && uses.get(register) === 1;
  for (const instruction of program.instructions) {
    if (instruction.op !== 'add' && instruction.op !== 'subtract') continue;
    if (isProduct(instruction.b)) fused.add(instruction.b);
    else if (instruction.op === 'add' && isProduct(instruction.a)) fused.add(instruction.a);
  }
  return fused;
}

function isScalar(operand: Operand): boolean {
  return operand.rows === 1 && operand.columns === 1;
}

/** Of the outputs' shape, and without gaps between rows. */
function isDense(operand: Operand, shape: Operand): boolean {
  return operand.rows === shape.rows && operand.columns === shape.columns && (operand.rows === 1 || operand.stride === operand.columns);
}
