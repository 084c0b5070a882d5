/** A pointwise program as ONNX operators: one for each of its instructions. */
import type { Binary, Instruction, PointwiseProgram, Unary } from '../../graph/pointwise';
import type { OnnxGraph } from './onnxGraph';

const UNARY: Readonly<Record<Unary, string>> = {
  negate: 'Neg',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
  exp: 'Exp',
  log: 'Log',
  softplus: 'Softplus',
  sqrt: 'Sqrt',
  abs: 'Abs',
  sign: 'Sign',
  sin: 'Sin',
  cos: 'Cos',
};
const BINARY: Readonly<Record<Binary, string>> = {
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  max: 'Max',
  min: 'Min',
  greater: 'Greater',
};
/** `to` of Cast. */
const FLOAT = 1;

/** A value of a loop's body: whether it has a row for each text, or one for all, as parameters have and what is made of them alone. */
export interface Rows {
  readonly name: string;
  readonly each: boolean;
}

/** @param around what is made of parameters alone is made once, before the loop. @param labels by which people find the outputs */
export function pointwiseNodes(
  body: OnnxGraph,
  around: OnnxGraph,
  { instructions, outputs }: PointwiseProgram,
  inputs: readonly Rows[],
  labels: readonly string[],
): Rows[] {
  const made: Rows[] = [];
  instructions.forEach((instruction, register) => {
    made.push(rowsOf(body, around, instruction, inputs, made, labels[outputs.indexOf(register)]));
  });
  return outputs.map((register) => made[register] as Rows);
}

function rowsOf(
  body: OnnxGraph,
  around: OnnxGraph,
  instruction: Instruction,
  inputs: readonly Rows[],
  made: readonly Rows[],
  label?: string,
): Rows {
  if (instruction.op === 'input') return inputs[instruction.index] as Rows;
  if (instruction.op === 'constant') return { name: around.scalar(instruction.value), each: false };
  const a = made[instruction.a] as Rows;
  const b = 'b' in instruction ? (made[instruction.b] as Rows) : undefined;
  const each = a.each || b?.each === true;
  const graph = each ? body : around;
  if (!('b' in instruction)) return { name: graph.node(UNARY[instruction.op], [a.name], {}, label), each };
  const operands = [a.name, b?.name as string];
  if (instruction.op !== 'greater') return { name: graph.node(BINARY[instruction.op], operands, {}, label), each };
  return { name: graph.node('Cast', [graph.node('Greater', operands)], { to: FLOAT }, label), each };
}
