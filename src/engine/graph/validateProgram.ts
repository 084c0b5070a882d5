/** A pointwise program is sound when each instruction reads only registers above it and all that it names exists. */
import { ShapeError } from '../backend';
import { operandsOf, type PointwiseProgram } from './pointwise';

/** @throws ShapeError */
export function validateProgram(program: PointwiseProgram, inputs: number, outputs: number, where: string): void {
  if (program.inputs !== inputs) throw new ShapeError(`${where}: ${inputs} inputs for a program of ${program.inputs}`);
  if (program.outputs.length !== outputs) throw new ShapeError(`${where}: ${outputs} outputs for a program of ${program.outputs.length}`);
  program.instructions.forEach((instruction, register) => {
    if (instruction.op === 'input' && !isIndex(instruction.index, inputs))
      throw new ShapeError(`${where}: instruction ${register} reads input ${instruction.index} of ${inputs}`);
    for (const operand of operandsOf(instruction)) {
      if (!isIndex(operand, register))
        throw new ShapeError(`${where}: instruction ${register} (${instruction.op}) reads register ${operand}, which is not above it`);
    }
  });
  for (const register of program.outputs) {
    if (!isIndex(register, program.instructions.length)) throw new ShapeError(`${where}: output register ${register} does not exist`);
  }
}

function isIndex(index: number, length: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < length;
}
