/**
 * Scalar instructions as kernel text, in forms that neither overflow nor cancel in 32 bits. The shading languages leave
 * tanh of large arguments and log1p of small ones to the driver, so they are written out.
 */
import { type Binary, type Instruction, operandsOf, type PointwiseProgram, type Unary } from '../../../engine/graph/pointwise';
import { numberText } from '../kernelLibrary';

/** Statements that compute one register, with only what it needs, and the text of its value. */
export function programText(
  program: PointwiseProgram,
  output: number,
  prefix: string,
  input: (index: number) => string,
): { statements: string[]; value: string } {
  const texts = new Map<number, string>();
  const statements: string[] = [];
  for (const register of needed(program, output)) {
    const instruction = program.instructions[register] as Instruction;
    if (instruction.op === 'constant') {
      texts.set(register, numberText(instruction.value));
      continue;
    }
    const name = `${prefix}${register}`;
    statements.push(...instructionText(instruction, name, input, (operand) => texts.get(operand) as string));
    texts.set(register, name);
  }
  return { statements, value: texts.get(output) as string };
}

/** The inputs that a register depends on. */
export function inputsOf(program: PointwiseProgram, output: number): number[] {
  return needed(program, output).flatMap((register) => {
    const instruction = program.instructions[register] as Instruction;
    return instruction.op === 'input' ? [instruction.index] : [];
  });
}

/** The registers that one needs, itself included, in order. */
function needed(program: PointwiseProgram, output: number): number[] {
  const found = new Set<number>();
  const visit = (register: number): void => {
    if (found.has(register)) return;
    found.add(register);
    operandsOf(program.instructions[register] as Instruction).forEach(visit);
  };
  visit(output);
  return [...found].sort((a, b) => a - b);
}

function instructionText(
  instruction: Exclude<Instruction, { op: 'constant' }>,
  name: string,
  input: (index: number) => string,
  text: (register: number) => string,
): string[] {
  if (instruction.op === 'input') return [`const ${name} = ${input(instruction.index)};`];
  if ('b' in instruction) return [`const ${name} = ${binaryText(instruction.op, text(instruction.a), text(instruction.b))};`];
  return unaryText(instruction.op, text(instruction.a), name);
}

function unaryText(op: Unary, a: string, name: string): string[] {
  const e = `${name}e`;
  switch (op) {
    case 'negate':
      return [`const ${name} = -${a};`];
    case 'sigmoid':
      return [`const ${e} = Math.exp(-Math.abs(${a}));`, `const ${name} = (${a} < 0 ? ${e} : 1.0) / (1 + ${e});`];
    // Near zero 1 − e⁻²ᵃ cancels, so there the Taylor series: its next term is below 32-bit rounding.
    case 'tanh':
      return [
        `const ${e} = Math.exp(-2 * Math.abs(${a}));`,
        `const ${name}s = ${a} * ${a};`,
        `const ${name}t = (1 - ${e}) / (1 + ${e});`,
        `const ${name} = ${name}s < 0.01 ? ${a} * (1 - ${name}s * (1 / 3 - ${name}s * (2 / 15))) : (${a} < 0 ? -${name}t : ${name}t);`,
      ];
    case 'relu':
      return [`const ${name} = ${a} < 0 ? 0.0 : ${a};`];
    case 'softplus':
      return [
        `const ${e} = Math.exp(-Math.abs(${a}));`,
        `const ${name}l = ${e} < 0.02 ? ${e} * (1 - ${e} * (0.5 - ${e} * (1 / 3 - ${e} * 0.25))) : Math.log(1 + ${e});`,
        `const ${name} = Math.max(${a}, 0) + ${name}l;`,
      ];
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'abs':
    case 'sign':
    case 'sin':
    case 'cos':
      return [`const ${name} = Math.${op}(${a});`];
  }
}

function binaryText(op: Binary, a: string, b: string): string {
  switch (op) {
    case 'add':
      return `${a} + ${b}`;
    case 'subtract':
      return `${a} - ${b}`;
    case 'multiply':
      return `${a} * ${b}`;
    case 'divide':
      return `${a} / ${b}`;
    case 'max':
    case 'min':
      return `Math.${op}(${a}, ${b})`;
    case 'greater':
      return `(${a} > ${b} ? 1.0 : 0.0)`;
  }
}
