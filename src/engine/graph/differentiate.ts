/**
 * Symbolic reverse mode over a pointwise program: from y = f(x) to the program of dx given dy.
 *
 * The reverse reads the least it can: an output that was kept stands for its value (σ' = y(1 − y), tanh' = 1 − y²),
 * anything else is computed again from the forward's inputs.
 */
import { type Instruction, PointwiseBuilder, type PointwiseProgram } from './pointwise';

/** What an input of the reverse is: an input of the forward, its kept output, or the gradient that arrives at an output. */
export interface ReverseInput {
  readonly kind: 'input' | 'output' | 'gradient';
  /** Which input or output of the forward. */
  readonly index: number;
}

export interface Reverse {
  readonly program: PointwiseProgram;
  /** Only those that are read. */
  readonly inputs: readonly ReverseInput[];
  /** For each output, the forward's input whose gradient it is. Inputs whose gradient is identically 0 are left out. */
  readonly outputs: readonly number[];
}

/**
 * @param wanted for each input, whether its gradient is asked for
 * @param kept for each output, whether its value is still there when the reverse runs
 * @param arriving for each output, whether a gradient arrives there at all; all by default
 */
export function differentiate(
  program: PointwiseProgram,
  wanted: readonly boolean[],
  kept: readonly boolean[],
  arriving: readonly boolean[] = program.outputs.map(() => true),
): Reverse {
  const available: ReverseInput[] = [
    ...wanted.map((_, index): ReverseInput => ({ kind: 'input', index })),
    ...program.outputs.map((_, index): ReverseInput => ({ kind: 'output', index })),
    ...program.outputs.map((_, index): ReverseInput => ({ kind: 'gradient', index })),
  ];
  const build = new PointwiseBuilder(available.length);
  const output = (index: number) => build.input(program.inputs + index);
  const arrives = (index: number) => build.input(program.inputs + program.outputs.length + index);

  const values = recompute(program, build, (register) => {
    const index = program.outputs.findIndex((candidate, k) => candidate === register && kept[k]);
    return index < 0 ? undefined : output(index);
  });
  const gradients: (number | undefined)[] = program.instructions.map(() => undefined);
  const add = (register: number, gradient: number): void => {
    const sum = gradients[register];
    gradients[register] = sum === undefined ? gradient : build.add(sum, gradient);
  };
  program.outputs.forEach((register, index) => {
    if (arriving[index]) add(register, arrives(index));
  });

  const inputGradients = new Map<number, number>();
  for (let register = program.instructions.length - 1; register >= 0; register--) {
    const gradient = gradients[register];
    if (gradient === undefined) continue;
    const instruction = program.instructions[register] as Instruction;
    if (instruction.op === 'input') {
      const sum = inputGradients.get(instruction.index);
      inputGradients.set(instruction.index, sum === undefined ? gradient : build.add(sum, gradient));
    } else {
      propagate(build, instruction, gradient, values[register] as number, values, add);
    }
  }
  const outputs = [...inputGradients.keys()].filter((index) => wanted[index]).sort((a, b) => a - b);
  return compact(build.build(outputs.map((index) => inputGradients.get(index) as number)), available, outputs);
}

/** Every register's value, in the reverse's builder; what is not used is pruned when the program is built. */
function recompute(program: PointwiseProgram, build: PointwiseBuilder, keptAs: (register: number) => number | undefined): number[] {
  const values: number[] = [];
  const value = (register: number) => values[register] as number;
  program.instructions.forEach((instruction, register) => {
    if (instruction.op === 'input') values.push(build.input(instruction.index));
    else if (instruction.op === 'constant') values.push(build.constant(instruction.value));
    else if ('b' in instruction) values.push(keptAs(register) ?? build.binary(instruction.op, value(instruction.a), value(instruction.b)));
    else values.push(keptAs(register) ?? build.unary(instruction.op, value(instruction.a)));
  });
  return values;
}

/** One step of the chain rule: y = instruction, dy = gradient; hands its share to each operand. */
function propagate(
  build: PointwiseBuilder,
  instruction: Exclude<Instruction, { op: 'input' }>,
  dy: number,
  y: number,
  values: readonly number[],
  add: (register: number, gradient: number) => void,
): void {
  if (instruction.op === 'constant') return;
  const one = build.constant(1);
  const { multiply, divide, subtract } = build;
  const negate = (register: number) => build.unary('negate', register);
  const a = values[instruction.a] as number;
  const b = 'b' in instruction ? (values[instruction.b] as number) : a;
  const toA = (gradient: number) => add(instruction.a, gradient);
  const toB = (gradient: number) => 'b' in instruction && add(instruction.b, gradient);

  switch (instruction.op) {
    case 'negate':
      return toA(negate(dy));
    case 'sigmoid':
      return toA(multiply(multiply(dy, y), subtract(one, y)));
    case 'tanh':
      return toA(multiply(dy, subtract(one, multiply(y, y))));
    case 'relu':
      return toA(multiply(dy, build.binary('greater', y, build.constant(0)))); // 0 at 0
    case 'exp':
      return toA(multiply(dy, y));
    case 'log':
      return toA(divide(dy, a));
    case 'softplus':
      return toA(multiply(dy, build.unary('sigmoid', a)));
    case 'sqrt':
      return toA(divide(multiply(build.constant(0.5), dy), y));
    case 'abs':
      return toA(multiply(dy, build.unary('sign', a)));
    case 'sin':
      return toA(multiply(dy, build.unary('cos', a)));
    case 'cos':
      return toA(negate(multiply(dy, build.unary('sin', a))));
    case 'add':
      toA(dy);
      toB(dy);
      return;
    case 'subtract':
      toA(dy);
      toB(negate(dy));
      return;
    case 'multiply':
      toA(multiply(dy, b));
      toB(multiply(dy, a));
      return;
    case 'divide':
      toA(divide(dy, b));
      toB(negate(multiply(divide(dy, b), y)));
      return;
    case 'max':
      return share(build.binary('greater', b, a));
    case 'min':
      return share(build.binary('greater', a, b));
    case 'sign':
    case 'greater':
      return; // flat wherever they have a derivative
  }

  /** All of dy to b where the condition is 1, to a where it is 0: ties go to a. */
  function share(condition: number): void {
    toA(multiply(dy, subtract(one, condition)));
    toB(multiply(dy, condition));
  }
}

/** Leaves out the inputs that nothing reads and the gradients that folded to 0. */
function compact(program: PointwiseProgram, available: readonly ReverseInput[], gradientOf: readonly number[]): Reverse {
  const isZero = (register: number): boolean => {
    const instruction = program.instructions[register] as Instruction;
    return instruction.op === 'constant' && instruction.value === 0;
  };
  const survivors = program.outputs.flatMap((register, k) => (isZero(register) ? [] : [{ register, input: gradientOf[k] as number }]));
  const read = new Set<number>(survivors.map(({ register }) => register));
  for (let register = program.instructions.length - 1; register >= 0; register--) {
    const instruction = program.instructions[register] as Instruction;
    if (!read.has(register) || !('a' in instruction)) continue;
    read.add(instruction.a);
    if ('b' in instruction) read.add(instruction.b);
  }
  // Register k of a built program is input k.
  const used = available.flatMap((_, index) => (read.has(index) ? [index] : []));
  const build = new PointwiseBuilder(used.length);
  const bound = available.map((_, index) => used.indexOf(index));
  const registers = build.inline(program, bound);
  return {
    program: build.build(survivors.map(({ register }) => registers[register] as number)),
    inputs: used.map((index) => available[index] as ReverseInput),
    outputs: survivors.map(({ input }) => input),
  };
}
