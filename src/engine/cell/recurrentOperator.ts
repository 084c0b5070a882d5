/**
 * Whether a cell is exactly what ONNX's recurrent operators, and so PyTorch's modules, compute, and which of its parameters are
 * which there; by what its equations come to, not by its name.
 * https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html, onnx__RNN.html
 */
import type { CellProgram } from './cellProgram';
import { type Expression, expressionsOf, termsOf } from './expressionGraph';

export interface Gate {
  /** W_xi */
  readonly input: string;
  /** W_hi */
  readonly recurrent: string;
  /** Added up beside the input's matrix, in order of appearance. */
  readonly biases: readonly string[];
  /** Beside the recurrent matrix, where that makes a difference: what the reset gate of a GRU takes away too. */
  readonly recurrentBiases: readonly string[];
  /** Of an LSTM whose gates see the memory. */
  readonly peephole?: string;
}

export interface RecurrentOperator {
  readonly operator: 'RNN' | 'GRU' | 'LSTM';
  /** Of one direction; where undefined, those that the operator has by default. */
  readonly activation?: 'Tanh' | 'Relu' | 'Sigmoid';
  readonly linearBeforeReset?: boolean;
  /** In the operator's order: of a GRU z, r, h; of an LSTM i, o, f, c. */
  readonly gates: readonly Gate[];
  /** The cell's states in the operator's order: h, and c of an LSTM. */
  readonly states: readonly string[];
}

/** Undefined where the cell is none of them. */
export function recurrentOperator(cell: CellProgram): RecurrentOperator | undefined {
  const next = nextStates(cell);
  const hidden = cell.states.find((state) => cell.output === `activation:${state}'`);
  if (hidden === undefined) return undefined;
  return cell.states.length === 1 ? (asRnn(hidden, next) ?? asGru(hidden, next)) : asLstm(cell.states, hidden, next);
}

type Next = (state: string) => Expression;

function nextStates(cell: CellProgram): Next {
  const values = expressionsOf(cell);
  return (state) => values.get(`activation:${state}'`) as Expression;
}

const ACTIVATIONS: Readonly<Partial<Record<Expression['op'], RecurrentOperator['activation']>>> = {
  tanh: 'Tanh',
  relu: 'Relu',
  sigmoid: 'Sigmoid',
};

/** h' = f(W x + R h + b) */
function asRnn(hidden: string, next: Next): RecurrentOperator | undefined {
  const whole = next(hidden);
  const activation = ACTIVATIONS[whole.op];
  const gate = activation && gateOf((whole as { a: Expression }).a, isState(hidden));
  return gate && { operator: 'RNN', activation, gates: [gate], states: [hidden] };
}

/** h' = z h + (1 − z) n */
function asGru(hidden: string, next: Next): RecurrentOperator | undefined {
  const [kept, made] = pairOf('add', next(hidden), (term) => factor(term, isState(hidden)) !== undefined);
  const z = kept && factor(kept, isState(hidden));
  const n = made && z && factor(made, (each) => isOneMinus(each, z));
  const update = z && gateIn('sigmoid', z, isState(hidden));
  if (!update || n?.op !== 'tanh') return undefined;
  const candidate = candidateAfterReset(n.a, hidden) ?? candidateBeforeReset(n.a, hidden);
  const reset = candidate && gateIn('sigmoid', candidate.reset, isState(hidden));
  if (!reset) return undefined;
  const { linearBeforeReset, gate } = candidate;
  return { operator: 'GRU', linearBeforeReset, gates: [update, reset, gate], states: [hidden] };
}

/** W x + R (r h) + b */
function candidateAfterReset(sum: Expression, hidden: string) {
  const product = termsOf('add', sum).find((term) => term.op === 'product');
  const reset = product?.op === 'product' ? factor(product.a, isState(hidden)) : undefined;
  const gate = product?.op === 'product' && reset ? gateOf(sum, (operand) => operand === product.a) : undefined;
  return gate && reset && { linearBeforeReset: false, reset, gate };
}

/** W x + b + r (R h + b) */
function candidateBeforeReset(sum: Expression, hidden: string) {
  const [gated, ...others] = parted(termsOf('add', sum), (term) => term.op === 'multiply');
  const [reset, inner] = gated ? pairOf('multiply', gated, (each) => each.op === 'sigmoid') : [];
  const [recurrent, ...recurrentBiases] = inner ? parted(termsOf('add', inner), isProductOf(isState(hidden))) : [];
  const [input, ...biases] = parted(others, (term) => term.op === 'input');
  if (!reset || recurrent?.op !== 'product' || input?.op !== 'input') return undefined;
  const names = [biases, recurrentBiases].map(parameterNames);
  if (!names[0] || !names[1]) return undefined;
  const gate: Gate = { input: input.of, recurrent: recurrent.matrix, biases: names[0], recurrentBiases: names[1] };
  return { linearBeforeReset: true, reset, gate };
}

/** c' = f c + i g, h' = o tanh(c'); the gates may see c, and o may see c'. */
function asLstm(states: readonly string[], hidden: string, next: Next): RecurrentOperator | undefined {
  const [memory, ...others] = states.filter((state) => state !== hidden);
  if (memory === undefined || others.length > 0) return undefined;
  const after = next(memory);
  const open = factor(next(hidden), (each) => each.op === 'tanh' && each.a === after);
  const [kept, written] = pairOf('add', after, (term) => factor(term, isState(memory)) !== undefined);
  const forget = kept && factor(kept, isState(memory));
  const [candidate, write] = written ? pairOf('multiply', written, (each) => each.op === 'tanh') : [];
  if (!open || !forget || !write || candidate?.op !== 'tanh') return undefined;
  const isHidden = isState(hidden);
  const gates = [
    gateIn('sigmoid', write, isHidden, isState(memory)),
    gateIn('sigmoid', open, isHidden, (each) => each === after),
    gateIn('sigmoid', forget, isHidden, isState(memory)),
    gateOf(candidate.a, isHidden),
  ];
  return gates.every((gate) => gate !== undefined) ? { operator: 'LSTM', gates, states: [hidden, memory] } : undefined;
}

type Test = (expression: Expression) => boolean;

function gateIn(op: Expression['op'], expression: Expression, isOperand: Test, isSeen?: Test): Gate | undefined {
  return expression.op === op ? gateOf((expression as { a: Expression }).a, isOperand, isSeen) : undefined;
}

/** W x + R h + b, with any number of biases; and p c, where it may see c. */
function gateOf(sum: Expression, isOperand: Test, isSeen?: Test): Gate | undefined {
  const [input, ...afterInput] = parted(termsOf('add', sum), (term) => term.op === 'input');
  const [recurrent, ...afterRecurrent] = parted(afterInput, isProductOf(isOperand));
  const seen = afterRecurrent.find((term) => isSeen !== undefined && factor(term, isSeen)?.op === 'parameter');
  const peephole = seen && isSeen && factor(seen, isSeen);
  const biases = parameterNames(afterRecurrent.filter((term) => term !== seen));
  if (input?.op !== 'input' || recurrent?.op !== 'product' || !biases) return undefined;
  return {
    input: input.of,
    recurrent: recurrent.matrix,
    biases,
    recurrentBiases: [],
    ...(peephole?.op === 'parameter' && { peephole: peephole.of }),
  };
}

const isState =
  (name: string): Test =>
  (expression) =>
    expression.op === 'state' && expression.of === name;

const isProductOf =
  (isOperand: Test): Test =>
  (expression) =>
    expression.op === 'product' && isOperand(expression.a);

function isOneMinus(expression: Expression, other: Expression): boolean {
  return expression.op === 'subtract' && expression.a.op === 'constant' && expression.a.value === 1 && expression.b === other;
}

/** The other factor of a product of two. */
function factor(expression: Expression, isOne: Test): Expression | undefined {
  return pairOf('multiply', expression, isOne)[1];
}

/** A sum or product of two, the one that passes first. */
function pairOf(op: 'add' | 'multiply', expression: Expression, isFirst: Test): readonly Expression[] {
  const terms = termsOf(op, expression);
  return terms.length === 2 && terms.some(isFirst) ? parted(terms, isFirst) : [];
}

/** The first that passes, then all others. Where none does, the first one comes first. */
function parted(terms: readonly Expression[], passes: Test): readonly Expression[] {
  const at = Math.max(0, terms.findIndex(passes));
  return terms.length === 0 ? [] : [terms[at] as Expression, ...terms.slice(0, at), ...terms.slice(at + 1)];
}

function parameterNames(terms: readonly Expression[]): readonly string[] | undefined {
  const names = terms.flatMap((term) => (term.op === 'parameter' ? [term.of] : []));
  return names.length === terms.length ? names : undefined;
}
