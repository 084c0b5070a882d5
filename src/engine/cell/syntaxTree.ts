/** The syntax tree of a cell: what was written and where, before anything is known about the names. */
import type { CellFunction } from './cellFunctions';
import type { Span } from './cellProblem';

/** How a name was marked with time: h, h', h_t or h_{t-1}. */
export type TimeMark = 'none' | 'prime' | 't' | 't-1';

export interface Name extends Span {
  /** Without its mark. */
  readonly name: string;
  readonly mark: TimeMark;
  /** As written. */
  readonly text: string;
}

export type Expression =
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'name'; readonly of: Name })
  /** A matrix times a vector. */
  | (Span & { readonly kind: 'product'; readonly matrix: Name; readonly operand: Expression })
  | (Span & { readonly kind: 'negate'; readonly operand: Expression })
  | (Span & { readonly kind: 'operation'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Expression; readonly right: Expression })
  | (Span & { readonly kind: 'call'; readonly callee: CellFunction; readonly arguments: readonly Expression[] });

export interface Equation {
  readonly target: Name;
  /** Missing where the right-hand side could not be read (a problem says so). */
  readonly expression?: Expression;
  /** Every name in the expression, matrices too, left to right. */
  readonly names: readonly Name[];
  /** The right-hand side as written, whitespace normalised. */
  readonly source: string;
}

export interface Init extends Span {
  readonly parameter: Name;
  readonly value: number;
}

export interface CellSyntax {
  readonly name?: Name;
  readonly states: readonly Name[];
  readonly outputs: readonly Name[];
  readonly inits: readonly Init[];
  readonly equations: readonly Equation[];
  /** The keywords of the lines that were there, readable or not. */
  readonly declared: ReadonlySet<string>;
  /** Where the equations begin, or the file: what is missing from the whole is reported there. */
  readonly start: Span;
}

/** The parts of an expression, left to right. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return [];
    case 'product':
    case 'negate':
      return [expression.operand];
    case 'operation':
      return [expression.left, expression.right];
    case 'call':
      return expression.arguments;
  }
}

/** The names in an expression, matrices too, left to right. */
export function namesIn(expression: Expression): readonly Name[] {
  const own = expression.kind === 'name' ? [expression.of] : expression.kind === 'product' ? [expression.matrix] : [];
  return [...own, ...childrenOf(expression).flatMap(namesIn)];
}

/** What a name's first letter says: W… is a matrix, b… a bias, p… a vector used element by element. */
export function parameterKind(name: string): 'matrix' | 'bias' | 'vector' | undefined {
  if (name.startsWith('W')) return 'matrix';
  if (name.startsWith('b')) return 'bias';
  return name.startsWith('p') ? 'vector' : undefined;
}
