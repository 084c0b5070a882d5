/** Mistakes in the right-hand sides: names that stand for nothing, x used like a hidden vector, matrices that cannot fit or learn. */
import { type CellProblemFact, problemAt, type Span } from './cellProblem';
import type { Scope } from './scope';
import { type CellSyntax, childrenOf, type Expression, type Name, parameterKind } from './syntaxTree';

/** @param soundSoFar whether nothing else is wrong: what follows from the whole is said only when its parts are right */
export function checkEquations(cell: CellSyntax, scope: Scope, soundSoFar: boolean): CellProblemFact[] {
  const problems = cell.equations.flatMap(({ expression }, index) => (expression ? names(expression, scope, index) : []));
  if (problems.length > 0 || !soundSoFar) return problems;
  problems.push(...matrices(cell, scope));
  return problems.length > 0 ? problems : learning(cell, scope);
}

function names(expression: Expression, scope: Scope, equation: number): CellProblemFact[] {
  if (expression.kind === 'product' && expression.operand.kind === 'name') {
    const meaning = scope.meaningOf(expression.operand.of, equation);
    return 'mistake' in meaning ? [problemAt(expression.operand, meaning.mistake)] : [];
  }
  if (expression.kind === 'name') {
    const meaning = scope.meaningOf(expression.of, equation);
    if ('mistake' in meaning) return [problemAt(expression, meaning.mistake)];
    if (meaning.key === 'x')
      return [problemAt(expression, 'x has the size of the input, not of the state: put a matrix before it, such as W_x x.')];
    return [];
  }
  return childrenOf(expression).flatMap((child) => names(child, scope, equation));
}

/** Over its uses, a matrix multiplies either x or vectors of the state's size, which change with time. */
function matrices(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  const problems: CellProblemFact[] = [];
  const first = new Map<string, { over: 'x' | 'hidden'; line: number }>();
  const changing = new Set<string>(['x']);
  cell.equations.forEach(({ target, expression }, index) => {
    const changes = (part: Expression): boolean => {
      if (part.kind !== 'name') return childrenOf(part).some(changes);
      const key = keyOf(part.of, scope, index);
      return key.startsWith('previous:') || changing.has(key);
    };
    const visit = (part: Expression): void => {
      if (part.kind === 'product') {
        const { matrix, operand } = part;
        const over = operand.kind === 'name' && operand.of.name === 'x' ? 'x' : 'hidden';
        const known = first.get(matrix.name);
        if (!changes(operand)) {
          problems.push(
            problemAt(part, `What ${matrix.name} multiplies is the same at every step, so the product is only a bias: write b_… instead.`),
          );
        } else if (known && known.over !== over) {
          problems.push(
            problemAt(
              part,
              `${matrix.name} multiplies ${over === 'x' ? 'a state' : 'x'} on line ${known.line} and ${over === 'x' ? 'x' : 'a state'} here, which differ in size: use two matrices.`,
            ),
          );
        } else if (!known) first.set(matrix.name, { over, line: matrix.line });
      }
      childrenOf(part).forEach(visit);
    };
    visit(expression as Expression);
    if (changes(expression as Expression)) changing.add(`activation:${scope.activationName(target)}`);
  });
  if (problems.length === 0 && ![...first.values()].some(({ over }) => over === 'x')) {
    problems.push(problemAt(cell.start, 'The cell never reads its input: use it in an equation, such as W_x x.'));
  }
  return problems;
}

/** Every parameter, and the input, must reach the output at some time step by a way that has a slope. */
function learning(cell: CellSyntax, scope: Scope): CellProblemFact[] {
  const output = outputOf(cell, scope);
  const connected = reachedFrom(output, cell, scope, () => true);
  const learned = reachedFrom(output, cell, scope, (part) => !(part.kind === 'call' && part.callee.name === 'sign'));
  const reported = new Set<string>();
  return cell.equations.flatMap(({ target, names: used }) =>
    used.flatMap((name): CellProblemFact[] => {
      if (!parameterKind(name.name) || learned.has(name.name) || reported.has(name.name)) return [];
      reported.add(name.name);
      const why = connected.has(name.name)
        ? `${name.name} reaches the output only through sign, which is flat, so it could never learn: use tanh instead, or leave it out.`
        : `${name.name} could never learn, because the output ${output} does not depend on ${scope.activationName(target)}: use ${scope.activationName(target)} in an equation, or leave it out.`;
      return [problemAt(name satisfies Span, why)];
    }),
  );
}

/** The parameters on which an activation depends, now or through earlier time steps. */
function reachedFrom(activation: string, cell: CellSyntax, scope: Scope, enters: (part: Expression) => boolean): Set<string> {
  const reached = new Set<string>();
  const pending = [activation];
  const reach = (name: Name, equation: number): void => {
    if (parameterKind(name.name)) {
      reached.add(name.name);
      return;
    }
    const key = keyOf(name, scope, equation);
    if (key === 'x') return;
    const next = key.startsWith('previous:') ? `${name.name}'` : scope.activationName(name);
    if (reached.has(`=${next}`)) return;
    reached.add(`=${next}`);
    pending.push(next);
  };
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const index = scope.equationOf(next) as number;
    const visit = (part: Expression): void => {
      if (!enters(part)) return;
      if (part.kind === 'name') reach(part.of, index);
      if (part.kind === 'product') reach(part.matrix, index);
      childrenOf(part).forEach(visit);
    };
    visit(cell.equations[index]?.expression as Expression);
  }
  return reached;
}

/** The activation that the cell hands out. */
export function outputOf(cell: CellSyntax, scope: Scope): string {
  const [output] = cell.outputs;
  return output ? scope.activationName(output) : "h'";
}

/** The key of a name that has been checked. */
export function keyOf(name: Name, scope: Scope, equation: number): string {
  const meaning = scope.meaningOf(name, equation);
  if ('mistake' in meaning) throw new Error(`unchecked name ${name.text}: ${meaning.mistake}`);
  return meaning.key;
}
