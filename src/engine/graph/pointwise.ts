/**
 * Pointwise programs: straight-line scalar code, in single assignment. What lies between two GEMMs, the optimizers'
 * updates and the clipping factor are all such programs; a backend turns one into a fused loop or kernel.
 * Instruction k defines register k.
 */

export const UNARY = ['negate', 'sigmoid', 'tanh', 'relu', 'exp', 'log', 'softplus', 'sqrt', 'abs', 'sign', 'sin', 'cos'] as const;
export const BINARY = ['add', 'subtract', 'multiply', 'divide', 'max', 'min', 'greater'] as const;
export type Unary = (typeof UNARY)[number];
export type Binary = (typeof BINARY)[number];

export type Instruction =
  | { readonly op: 'input'; readonly index: number }
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: Unary; readonly a: number }
  /** `greater` is 1 where a > b and 0 elsewhere. */
  | { readonly op: Binary; readonly a: number; readonly b: number };

export interface PointwiseProgram {
  readonly inputs: number;
  readonly instructions: readonly Instruction[];
  /** The registers handed out, one for each output. */
  readonly outputs: readonly number[];
}

/** Builds a program; equal expressions become one register, constants are folded and neutral elements dropped. */
export class PointwiseBuilder {
  private readonly instructions: Instruction[] = [];
  private readonly known = new Map<string, number>();

  constructor(readonly inputs: number) {
    for (let index = 0; index < inputs; index++) this.emit({ op: 'input', index });
  }

  input(index: number): number {
    return this.emit({ op: 'input', index });
  }

  constant(value: number): number {
    return this.emit({ op: 'constant', value });
  }

  unary(op: Unary, a: number): number {
    const value = this.constantOf(a);
    if (value !== undefined) return this.constant(evaluateUnary(op, value));
    if (op === 'negate') {
      const inner = this.instructions[a] as Instruction;
      if (inner.op === 'negate') return inner.a;
    }
    return this.emit({ op, a });
  }

  binary(op: Binary, a: number, b: number): number {
    const x = this.constantOf(a);
    const y = this.constantOf(b);
    if (x !== undefined && y !== undefined) return this.constant(evaluateBinary(op, x, y));
    if (op === 'add') {
      if (x === 0) return b;
      if (y === 0) return a;
    }
    if (op === 'subtract') {
      if (y === 0) return a;
      if (x === 0) return this.unary('negate', b);
    }
    if (op === 'multiply') {
      if (x === 0 || y === 0) return this.constant(0);
      if (x === 1) return b;
      if (y === 1) return a;
      if (x === -1) return this.unary('negate', b);
      if (y === -1) return this.unary('negate', a);
    }
    if (op === 'divide' && y === 1) return a;
    return this.emit({ op, a, b });
  }

  add = (a: number, b: number) => this.binary('add', a, b);
  subtract = (a: number, b: number) => this.binary('subtract', a, b);
  multiply = (a: number, b: number) => this.binary('multiply', a, b);
  divide = (a: number, b: number) => this.binary('divide', a, b);

  /** The finished program, without what no output needs. Input instructions stay, so that register k is input k. */
  build(outputs: readonly number[]): PointwiseProgram {
    const needed = new Set<number>();
    const visit = (register: number): void => {
      if (needed.has(register)) return;
      needed.add(register);
      for (const operand of operandsOf(this.instructions[register] as Instruction)) visit(operand);
    };
    outputs.forEach(visit);
    const renamed = new Map<number, number>();
    const kept: Instruction[] = [];
    this.instructions.forEach((instruction, register) => {
      if (instruction.op !== 'input' && !needed.has(register)) return;
      renamed.set(register, kept.length);
      kept.push(rename(instruction, renamed));
    });
    return { inputs: this.inputs, instructions: kept, outputs: outputs.map((register) => renamed.get(register) as number) };
  }

  /** Copies a program's instructions in, its inputs bound to registers; returns the register of each instruction. */
  inline(program: PointwiseProgram, inputs: readonly number[]): number[] {
    const registers: number[] = [];
    for (const instruction of program.instructions) registers.push(this.copy(instruction, registers, inputs));
    return registers;
  }

  private copy(instruction: Instruction, registers: readonly number[], inputs: readonly number[]): number {
    if (instruction.op === 'input') return inputs[instruction.index] as number;
    if (instruction.op === 'constant') return this.constant(instruction.value);
    if ('b' in instruction) return this.binary(instruction.op, registers[instruction.a] as number, registers[instruction.b] as number);
    return this.unary(instruction.op, registers[instruction.a] as number);
  }

  private constantOf(register: number): number | undefined {
    const instruction = this.instructions[register] as Instruction;
    return instruction.op === 'constant' ? instruction.value : undefined;
  }

  private emit(instruction: Instruction): number {
    const key = keyOf(instruction);
    const existing = this.known.get(key);
    if (existing !== undefined) return existing;
    this.known.set(key, this.instructions.length);
    return this.instructions.push(instruction) - 1;
  }
}

/** Makes one program for each count: programs are compared by identity, so that one kernel serves all time steps. */
export function perCount(make: (count: number) => PointwiseProgram): (count: number) => PointwiseProgram {
  const made = new Map<number, PointwiseProgram>();
  return (count) => {
    const program = made.get(count) ?? make(count);
    made.set(count, program);
    return program;
  };
}

/** The registers that an instruction reads. */
export function operandsOf(instruction: Instruction): readonly number[] {
  if ('b' in instruction) return [instruction.a, instruction.b];
  return 'a' in instruction ? [instruction.a] : [];
}

function rename(instruction: Instruction, names: ReadonlyMap<number, number>): Instruction {
  if ('b' in instruction) return { op: instruction.op, a: names.get(instruction.a) as number, b: names.get(instruction.b) as number };
  return 'a' in instruction ? { op: instruction.op, a: names.get(instruction.a) as number } : instruction;
}

function keyOf(instruction: Instruction): string {
  if (instruction.op === 'input') return `input ${instruction.index}`;
  if (instruction.op === 'constant') return Object.is(instruction.value, -0) ? 'constant -0' : `constant ${instruction.value}`;
  if (!('b' in instruction)) return `${instruction.op} ${instruction.a}`;
  const commutes = instruction.op === 'add' || instruction.op === 'multiply';
  const [a, b] = commutes && instruction.a > instruction.b ? [instruction.b, instruction.a] : [instruction.a, instruction.b];
  return `${instruction.op} ${a} ${b}`;
}

/** The scalar meaning of each unary instruction; softplus and sigmoid do not overflow. */
export function evaluateUnary(op: Unary, a: number): number {
  switch (op) {
    case 'negate':
      return -a;
    case 'sigmoid':
      return a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a));
    case 'tanh':
      return Math.tanh(a);
    case 'relu':
      return a > 0 || Number.isNaN(a) ? a : 0;
    case 'exp':
      return Math.exp(a);
    case 'log':
      return Math.log(a);
    case 'softplus':
      return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
    case 'sqrt':
      return Math.sqrt(a);
    case 'abs':
      return Math.abs(a);
    case 'sign':
      return Math.sign(a);
    case 'sin':
      return Math.sin(a);
    case 'cos':
      return Math.cos(a);
  }
}

/** The scalar meaning of each binary instruction. */
export function evaluateBinary(op: Binary, a: number, b: number): number {
  switch (op) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / b;
    case 'max':
      return Math.max(a, b);
    case 'min':
      return Math.min(a, b);
    case 'greater':
      return a > b ? 1 : 0;
  }
}
