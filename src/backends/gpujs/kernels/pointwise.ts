/**
 * Pointwise programs. A kernel has one result, so several outputs become columns side by side of one buffer, where the
 * thread's column selects the output and runs only what that output needs.
 */
import type { PointwiseProgram } from '../../../engine/graph/pointwise';
import { isFilled, type Operand, type Place } from '../deviceBuffer';
import { type KernelLibrary, type KernelText, X, Y } from '../kernelLibrary';
import { fitInputs } from './rows';
import { programText } from './scalarText';

export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** One buffer holds the wanted outputs of the program side by side, each of the given shape, in the given order. */
export function pointwise(
  library: KernelLibrary,
  program: PointwiseProgram,
  inputs: readonly Place[],
  outputs: readonly number[],
  shape: Shape,
) {
  const matrices = inputs.filter((input): input is Operand => !isFilled(input));
  const fitted = fitInputs(library, matrices);
  const operands = inputs.map((input) => (isFilled(input) ? input : (fitted[matrices.indexOf(input)] as Operand)));
  return library.run(shape.rows, shape.columns * outputs.length, (text) => {
    return outputs.map((output, index) => branch(text, program, output, operands, index, outputs.length, shape)).join('\n');
  });
}

function branch(
  text: KernelText,
  program: PointwiseProgram,
  output: number,
  inputs: readonly Place[],
  index: number,
  count: number,
  shape: Shape,
): string {
  const { statements, value } = programText(program, program.outputs[output] as number, `o${index}r`, (which) => {
    const input = inputs[which] as Place;
    const row = input.rows === 1 ? '0' : Y;
    return input.columns === 1 ? text.reader(input)(row, '0') : text.reader(input)(row, X, -index * shape.columns);
  });
  const body = [...statements, `return ${value};`].join('\n');
  return index === count - 1 ? body : `if (${X} < ${(index + 1) * shape.columns}) {\n${body}\n}`;
}
