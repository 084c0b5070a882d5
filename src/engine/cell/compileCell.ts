/** From the equations of a cell to the program that the layer runs through time. */

import { type CellProblemFact, CellSyntaxError } from './cellProblem';
import type { Activation, CellParameter, CellProgram } from './cellProgram';
import { checkDeclarations } from './checkDeclarations';
import { checkEquations, outputOf } from './checkEquations';
import { parseCell } from './parser';
import { Scope } from './scope';
import { stage } from './stages';
import { type CellSyntax, type Expression, parameterKind } from './syntaxTree';

export type { CellProblemFact };
export { CellSyntaxError };

export interface CompileOptions {
  /** Each equation in a stage of its own, which shares nothing with others but what it names: slower, and each can be changed alone. */
  readonly apart?: boolean;
}

/** @throws CellSyntaxError for the first problem of the file */
export function compileCell(source: string, fileName = 'cell', { apart = false }: CompileOptions = {}): CellProgram {
  const { cell, scope, problems } = analyseCell(source);
  const [first] = problems;
  if (first) throw new CellSyntaxError(fileName, first);
  const staged = stage(cell, scope, apart);
  return {
    name: cell.name?.name as string,
    source,
    states: cell.states.map(({ name }) => name),
    output: `activation:${outputOf(cell, scope)}`,
    activations: activations(cell, scope),
    parameters: parameters(cell, new Set(staged.blocks.find(({ over }) => over === 'input')?.matrices)),
    vectors: parameters(cell, new Set())
      .filter(({ kind }) => kind === 'bias' || kind === 'vector')
      .map(({ name }) => name),
    ...staged,
  };
}

/** Every problem of the file, from top to bottom. */
export function checkCell(source: string): CellProblemFact[] {
  return [...analyseCell(source).problems];
}

/** The syntax tree with what its names stand for, and all that is wrong with it. */
export function analyseCell(source: string): { cell: CellSyntax; scope: Scope; problems: readonly CellProblemFact[] } {
  const { syntax: cell, problems } = parseCell(source);
  const scope = new Scope(cell);
  if (cell.declared.size === 0 && cell.equations.length === 0 && problems.length > 0)
    return { cell, scope, problems: problems.slice(0, 1) };
  const declarations = checkDeclarations(cell, scope, problems.length === 0);
  const found = [...problems, ...declarations, ...checkEquations(cell, scope, problems.length + declarations.length === 0)];
  return { cell, scope, problems: found.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function activations(cell: CellSyntax, scope: Scope): Activation[] {
  return cell.equations.map(({ target, expression, source }) => {
    const name = scope.activationName(target);
    return {
      name,
      key: `activation:${name}`,
      equation: source,
      range: rangeOf(expression as Expression),
      state: scope.isState(target.name),
    };
  });
}

function rangeOf(expression: Expression): Activation['range'] {
  if (expression.kind !== 'call') return 'real';
  if (expression.callee.name === 'sigmoid') return 'gate';
  return expression.callee.name === 'tanh' ? 'signed' : 'real';
}

/** In the order of the equations. */
function parameters(cell: CellSyntax, overInput: ReadonlySet<string>): CellParameter[] {
  const inits = new Map(cell.inits.map(({ parameter, value }) => [parameter.name, value]));
  const names = new Set(cell.equations.flatMap((equation) => equation.names.map(({ name }) => name)));
  return [...names].flatMap((name): CellParameter[] => {
    const spelling = parameterKind(name);
    if (spelling === undefined) return [];
    const kind = spelling !== 'matrix' ? spelling : overInput.has(name) ? 'input-matrix' : 'recurrent-matrix';
    const init = inits.get(name);
    return [init === undefined ? { name, kind } : { name, kind, init }];
  });
}
