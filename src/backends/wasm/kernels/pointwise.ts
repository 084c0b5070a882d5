/** A pointwise program as one fused loop: every input is read once, every output written once. */
import type { Instruction, PointwiseProgram, Unary } from '../../../engine/graph/pointwise';
import type { FunctionBuilder } from '../assembler/functionBuilder';
import { type Code, f32x4, i32, v128 } from '../assembler/instructions';
import { FLOAT, type Kernel, LANES } from './kernel';
import { cut, loadLanes, storeLanes } from './lanes';
import { cos, exp, log, sigmoid, sign, sin, softplus, tanh } from './mathematics';

/** Vectors worked on side by side: one alone would wait for its own sums most of the time. */
const TOGETHER = 2;

/** How an operand meets the shape of the outputs, and where it begins: so many floats after one of the base addresses. */
export interface Operand {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  readonly base: number;
  readonly offset: number;
}

/** Takes the base addresses. */
export function pointwiseKernel(program: PointwiseProgram, inputs: readonly Operand[], outputs: readonly Operand[]): Kernel {
  const shape = outputs[0] as Operand;
  const flat = [...inputs.filter((input) => !isScalar(input)), ...outputs].every((each) => isDense(each, shape));
  const flatten = (operand: Operand) =>
    flat && !isScalar(operand) ? { ...operand, rows: 1, columns: operand.rows * operand.columns, stride: 0 } : operand;
  return loop(program, inputs.map(flatten), outputs.map(flatten));
}

/** One index runs along all operands at once: addresses are a base, which changes from row to row, plus the index. */
function loop(program: PointwiseProgram, inputs: readonly Operand[], outputs: readonly Operand[]): Kernel {
  const { rows, columns } = outputs[0] as Operand;
  const operands = [...inputs, ...outputs];
  const rowSteps = new Map(
    operands.filter((operand) => operand.rows === rows && rows > 1).map(({ base, stride }) => [base, stride * FLOAT]),
  );
  return {
    key: `pointwise ${keyOf(program)} ${JSON.stringify([inputs, outputs])}`,
    name: `pointwise of ${program.instructions.length - program.inputs} ${rows}x${columns}`,
    parameters: Math.max(...operands.map(({ base }) => base)) + 1,
    cost: 4 * program.instructions.length * rows * Math.ceil(columns / LANES),
    write: (f) => {
      const splat = ({ base, offset }: Operand) => f.let(v128.loadSplat(f.parameter(base).get, offset * FLOAT));
      const scalars = inputs.map((input) => (isScalar(input) ? splat(input) : undefined));
      f.repeat(rows, () => {
        const spread = inputs.map((input, index) => scalars[index] ?? (input.columns === 1 ? splat(input) : undefined));
        const element = (lanes: number, index: Code, column: number) => {
          const address = ({ base }: Operand) => i32.add(f.parameter(base).get, index);
          apply(
            f,
            program,
            (input) => {
              const operand = inputs[input] as Operand;
              return spread[input] ?? f.let(loadLanes(f, address(operand), lanes, (operand.offset + column) * FLOAT));
            },
            (output, value) => {
              const operand = outputs[output] as Operand;
              f.emit(storeLanes(address(operand), value, lanes, (operand.offset + column) * FLOAT));
            },
          );
        };
        const { whole, rest } = cut(columns);
        const together = TOGETHER * LANES * FLOAT;
        f.range(Math.floor(whole / TOGETHER), together, (index) =>
          f.interleave(Array.from({ length: TOGETHER }, (_, vector) => () => element(LANES, index, vector * LANES))),
        );
        for (let vector = whole - (whole % TOGETHER); vector < whole; vector++) element(LANES, i32.constant(0), vector * LANES);
        if (rest > 0) element(rest, i32.constant(0), whole * LANES);
        for (const [base, step] of rowSteps) f.advance(f.parameter(base), step);
      });
    },
  };
}

const keys = new WeakMap<PointwiseProgram, string>();

/** One program serves many steps in time. */
function keyOf(program: PointwiseProgram): string {
  const key = keys.get(program) ?? JSON.stringify(program);
  keys.set(program, key);
  return key;
}

function apply(
  f: FunctionBuilder,
  program: PointwiseProgram,
  load: (index: number) => Code,
  store: (index: number, value: Code) => void,
): void {
  const registers: Code[] = [];
  const products = fusedProducts(program);
  program.instructions.forEach((instruction, register) => {
    if (!products.has(register)) registers[register] = compute(f, program, instruction, registers, products, load);
  });
  program.outputs.forEach((register, index) => store(index, registers[register] as Code));
}

function compute(
  f: FunctionBuilder,
  program: PointwiseProgram,
  instruction: Instruction,
  registers: readonly Code[],
  products: ReadonlySet<number>,
  load: (index: number) => Code,
): Code {
  const of = (register: number) => registers[register] as Code;
  if (instruction.op === 'input') return load(instruction.index);
  if (instruction.op === 'constant') return f.splat(instruction.value);
  if (!('b' in instruction)) return unary(f, instruction.op, of(instruction.a));
  const { a, b } = instruction;
  for (const [product, other] of [
    [b, a],
    [a, b],
  ] as const) {
    if (!products.has(product)) continue;
    const factors = program.instructions[product] as Extract<Instruction, { b: number }>;
    if (instruction.op === 'add') return f.let(f.multiplyAdd(of(factors.a), of(factors.b), of(other)));
    return f.let(f.subtractProduct(of(other), of(factors.a), of(factors.b)));
  }
  if (instruction.op === 'greater') return f.let(v128.and(f32x4.greater(of(a), of(b)), f.splat(1)));
  return f.let(f32x4[instruction.op](of(a), of(b)));
}

const FUNCTIONS = { cos, exp, log, sigmoid, sign, sin, softplus, tanh };

function unary(f: FunctionBuilder, op: Unary, a: Code): Code {
  switch (op) {
    case 'relu':
      return f.let(f32x4.pseudoMax(a, f.splat(0)));
    case 'negate':
    case 'sqrt':
    case 'abs':
      return f.let(f32x4[op](a));
    default:
      return FUNCTIONS[op](f, a);
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
