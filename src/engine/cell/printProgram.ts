/** Writes a pointwise program out as equations, as a person would: few parentheses, a square for a · a. */
import type { Instruction, PointwiseProgram } from '../graph/pointwise';

/** A text and how tightly its outermost sign binds; `negative` is a minus before a term, `product` a matrix before its vector. */
export interface Printed {
  readonly text: string;
  readonly binding: 'sum' | 'negative' | 'term' | 'product' | 'atom';
}

/** The text of each output, given those of the inputs. */
export function printProgram(program: PointwiseProgram, inputs: readonly Printed[]): Printed[] {
  const printed: Printed[] = [];
  const at = (register: number) => printed[register] as Printed;
  for (const instruction of program.instructions) printed.push(printInstruction(instruction, inputs, at));
  return program.outputs.map(at);
}

/** a + b + …, a positive term first where there is one; a leading minus becomes the sign between. */
export function printSum(terms: readonly Printed[]): Printed {
  const leading = Math.max(
    0,
    terms.findIndex(({ text }) => !text.startsWith('-')),
  );
  const first = terms[leading] as Printed;
  const rest = terms.filter((_, k) => k !== leading);
  if (rest.length === 0) return first;
  const text = rest.reduce((sum, { text: term }) => (term.startsWith('-') ? `${sum} - ${term.slice(1)}` : `${sum} + ${term}`), first.text);
  return { text, binding: 'sum' };
}

/** In parentheses unless it stands by itself. */
export function asAtom({ text, binding }: Printed): string {
  return binding === 'atom' ? text : `(${text})`;
}

function printInstruction(instruction: Instruction, inputs: readonly Printed[], at: (register: number) => Printed): Printed {
  if (instruction.op === 'input') return inputs[instruction.index] as Printed;
  if (instruction.op === 'constant') return { text: String(instruction.value), binding: instruction.value < 0 ? 'negative' : 'atom' };
  const a = at(instruction.a);
  if (!('b' in instruction)) return instruction.op === 'negate' ? negate(a) : { text: `${instruction.op}(${a.text})`, binding: 'atom' };
  const b = at(instruction.b);
  switch (instruction.op) {
    case 'add':
      return printSum([a, b]);
    case 'subtract':
      return printSum([a, negate(b)]);
    case 'multiply':
      return instruction.a === instruction.b ? { text: `${asAtom(a)}²`, binding: 'atom' } : ofTwo(a, '*', b);
    case 'divide':
      return ofTwo(a, '/', b);
    case 'greater':
      return { text: `[${a.text} > ${b.text}]`, binding: 'atom' };
    case 'max':
    case 'min':
      return { text: `${instruction.op}(${a.text}, ${b.text})`, binding: 'atom' };
  }
}

function negate(printed: Printed): Printed {
  if (printed.binding === 'negative') return { text: printed.text.slice(1), binding: 'term' };
  return { text: `-${factor(printed)}`, binding: 'negative' };
}

/** The minus of a factor is the minus of the product. */
function ofTwo(a: Printed, operator: '*' | '/', b: Printed): Printed {
  if (a.binding === 'negative') return negate(ofTwo(negate(a), operator, b));
  if (b.binding === 'negative') return negate(ofTwo(a, operator, negate(b)));
  return { text: `${factor(a)} ${operator} ${operator === '*' ? factor(b) : asAtom(b)}`, binding: 'term' };
}

/** As a part of a product: sums, and matrices before their vectors, go into parentheses. */
function factor({ text, binding }: Printed): string {
  return binding === 'term' || binding === 'atom' ? text : `(${text})`;
}
