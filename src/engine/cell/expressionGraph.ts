/**
 * What a cell computes at a step, as expressions over its input, its states at t − 1 and its parameters: however its equations
 * are named, cut up and ordered. Equal expressions are one object, but for the order of sums and products.
 */

import type { Binary, Instruction, Unary } from '../graph/pointwise';
import type { CellProgram, GemmStage } from './cellProgram';

export type Expression = { readonly id: number } & (
  | { readonly op: 'constant'; readonly value: number }
  /** W_xi x, a state at t − 1, a bias or peephole; `of` is its name. */
  | { readonly op: 'input' | 'state' | 'parameter'; readonly of: string }
  /** A recurrent matrix times something. */
  | { readonly op: 'product'; readonly matrix: string; readonly a: Expression }
  | { readonly op: Unary; readonly a: Expression }
  | { readonly op: Binary; readonly a: Expression; readonly b: Expression }
);

type Anonymous = Expression extends infer Each ? (Each extends Expression ? Omit<Each, 'id'> : never) : never;

/** Each named activation's expression, by key. */
export function expressionsOf(cell: CellProgram): ReadonlyMap<string, Expression> {
  const known = new Map<string, Expression>();
  const intern = (form: string, expression: Anonymous): Expression => {
    const existing = known.get(form);
    if (existing) return existing;
    const made = { ...expression, id: known.size } as Expression;
    known.set(form, made);
    return made;
  };
  const leaf = (op: 'input' | 'state' | 'parameter', of: string) => intern(`${op} ${of}`, { op, of });
  const values = new Map<string, Expression>([
    ...(cell.blocks[0]?.over === 'input' ? cell.blocks[0].matrices.map((name) => [`x:${name}`, leaf('input', name)] as const) : []),
    ...cell.vectors.map((name) => [`parameter:${name}`, leaf('parameter', name)] as const),
    ...cell.states.map((name) => [`previous:${name}`, leaf('state', name)] as const),
  ]);
  const at = (key: string) => values.get(key) as Expression;

  const multiply = ({ operand, block, products }: GemmStage) => {
    const a = at(operand);
    products.forEach((key, index) => {
      const matrix = cell.blocks[block]?.matrices[index] as string;
      values.set(key, intern(`product ${matrix} ${a.id}`, { op: 'product', matrix, a }));
    });
  };
  const compute = (instruction: Instruction, inputs: readonly string[], made: readonly Expression[]): Expression => {
    if (instruction.op === 'input') return at(inputs[instruction.index] as string);
    if (instruction.op === 'constant') return intern(`constant ${instruction.value}`, instruction);
    const a = made[instruction.a] as Expression;
    if (!('b' in instruction)) return intern(`${instruction.op} ${a.id}`, { op: instruction.op, a });
    const b = made[instruction.b] as Expression;
    const commutes = instruction.op === 'add' || instruction.op === 'multiply';
    const [first, second] = commutes && a.id > b.id ? [b, a] : [a, b];
    return intern(`${instruction.op} ${first.id} ${second.id}`, { op: instruction.op, a: first, b: second });
  };
  for (const stage of cell.stages) {
    if (stage.kind === 'gemm') {
      multiply(stage);
      continue;
    }
    const made: Expression[] = [];
    for (const instruction of stage.program.instructions) made.push(compute(instruction, stage.inputs, made));
    stage.outputs.forEach((key, index) => values.set(key, made[stage.program.outputs[index] as number] as Expression));
  }
  return values;
}

/** More terms than any operator's equations have. */
const MOST_TERMS = 8;

/** What is added up, or multiplied; nothing where it is more than `MOST_TERMS`. */
export function termsOf(op: 'add' | 'multiply', expression: Expression): readonly Expression[] {
  const terms: Expression[] = [];
  const rest = [expression];
  for (let next = rest.pop(); next; next = rest.pop()) {
    if (next.op === op) rest.push((next as { b: Expression }).b, (next as { a: Expression }).a);
    else terms.push(next);
    if (terms.length + rest.length > MOST_TERMS) return [];
  }
  return terms;
}
