/** One equation of a pointwise stage by itself: the stage's program, cut where earlier outputs were handed out. */
import { type Instruction, operandsOf, PointwiseBuilder, type PointwiseProgram } from '../graph/pointwise';
import type { PointwiseStage } from './cellProgram';

export interface CutEquation {
  readonly program: PointwiseProgram;
  /** Keys of what it reads; earlier outputs of the stage among them. */
  readonly inputs: readonly string[];
}

export function cutEquation({ program, inputs, outputs }: PointwiseStage, k: number): CutEquation {
  const root = program.outputs[k] as number;
  const keys: string[] = [];
  const leaves = new Map<number, number>();
  const inside = new Set<number>();
  const visit = (register: number): void => {
    if (inside.has(register) || leaves.has(register)) return;
    const instruction = program.instructions[register] as Instruction;
    const other = program.outputs.slice(0, k).indexOf(register);
    if (other >= 0) leaves.set(register, keys.push(outputs[other] as string) - 1);
    else if (instruction.op === 'input') leaves.set(register, keys.push(inputs[instruction.index] as string) - 1);
    else {
      operandsOf(instruction).forEach(visit);
      inside.add(register);
    }
  };
  visit(root);
  if (keys.length === 0) keys.push(...inputs.slice(0, 1)); // of constants alone: its shape is that of what it does not read
  const build = new PointwiseBuilder(keys.length);
  const bound = new Map<number, number>(leaves);
  for (const register of [...inside].sort((a, b) => a - b)) {
    const instruction = program.instructions[register] as Instruction;
    if (instruction.op === 'constant') bound.set(register, build.constant(instruction.value));
    else if ('b' in instruction)
      bound.set(register, build.binary(instruction.op, bound.get(instruction.a) as number, bound.get(instruction.b) as number));
    else if ('a' in instruction) bound.set(register, build.unary(instruction.op, bound.get(instruction.a) as number));
  }
  return { program: build.build([bound.get(root) as number]), inputs: keys };
}
