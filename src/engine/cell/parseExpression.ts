/**
 * The right-hand side of an equation, by recursive descent:
 *   sum      = term (('+' | '-') term)*
 *   term     = factor (('*' | '/') factor)*
 *   factor   = '-' factor | W… vector | primary
 *   vector   = name | function call | '(' sum ')'
 *   primary  = number | vector
 */
import { CELL_FUNCTIONS, cellFunction } from './cellFunctions';
import { Mistake, type Span } from './cellProblem';
import type { Token } from './lexer';
import { closestName } from './spelling';
import { type Expression, parameterKind } from './syntaxTree';

/** Deeper than any equation a person reads, shallow enough for any stack. */
const DEEPEST = 100;

/** @throws Mistake */
export function parseExpression(tokens: readonly Token[], from: number): Expression {
  let position = from;
  let depth = 0;
  const open: Token[] = [];
  const peek = () => tokens[position] as Token;
  const previous = () => tokens[position - 1] as Token;
  const next = (): Token => tokens[position++] as Token;
  const isSymbol = (token: Token | undefined, ...symbols: string[]) => token?.kind === 'symbol' && symbols.includes(token.symbol);
  const beginsVector = (token: Token) => token.kind === 'name' || isSymbol(token, '(');
  const over = (first: Span, last: Span): Span => ({ line: first.line, column: first.column, endColumn: last.endColumn });

  const whole = sum();
  if (isSymbol(peek(), ')')) throw new Mistake(peek(), 'This ) closes nothing: take it out, or open it with ( further left.');
  if (isSymbol(peek(), ',')) throw new Mistake(peek(), 'A comma stands only between the arguments of max and min.');
  if (isSymbol(peek(), '=')) throw new Mistake(peek(), 'There is a second = here: write one equation on a line.');
  if (peek().kind !== 'end') throw new Mistake(peek(), missingSign());
  return whole;

  function sum(): Expression {
    return chain(term, '+', '-');
  }

  function term(): Expression {
    return chain(factor, '*', '/');
  }

  function chain(part: () => Expression, ...operators: ('+' | '-' | '*' | '/')[]): Expression {
    let left = part();
    for (let token = peek(); token.kind === 'symbol'; token = peek()) {
      const operator = operators.find((candidate) => isSymbol(token, candidate));
      if (operator === undefined) break;
      next();
      const right = part();
      left = { kind: 'operation', operator, left, right, ...over(left, right) };
    }
    return left;
  }

  function factor(): Expression {
    const token = peek();
    if (isSymbol(token, '-')) {
      return nested(() => {
        const sign = next();
        const operand = factor();
        return { kind: 'negate', operand, ...over(sign, operand) };
      });
    }
    if (token.kind === 'name' && parameterKind(token.name) === 'matrix') return product();
    if (token.kind !== 'number') return vector();
    next();
    return { ...over(token, token), kind: 'number', value: token.value };
  }

  function product(): Expression {
    const matrix = next();
    if (matrix.kind !== 'name') throw new Mistake(matrix, 'A matrix was expected here.');
    if (matrix.mark === 'prime')
      throw new Mistake(matrix, `${matrix.name} is learned and the same at every step: write ${matrix.name} without the prime.`);
    const follower = peek();
    if (isSymbol(follower, '*')) {
      throw new Mistake(
        over(matrix, follower),
        `${matrix.text} is a matrix: write it before its vector with nothing between, such as ${matrix.text} h.`,
      );
    }
    if (!beginsVector(follower)) {
      throw new Mistake(
        matrix,
        `${matrix.text} is a matrix and has no vector to multiply: write one after it, such as ${matrix.text} h or ${matrix.text} (r * h).`,
      );
    }
    if (follower.kind === 'name' && parameterKind(follower.name) === 'matrix') {
      throw new Mistake(
        over(matrix, follower),
        `${matrix.text} ${follower.text} is a matrix times a matrix: put the product that comes first in parentheses, ${matrix.text} (${follower.text} …).`,
      );
    }
    const operand = vector();
    return { kind: 'product', matrix, operand, ...over(matrix, isSymbol(previous(), ')') ? previous() : operand) };
  }

  function vector(): Expression {
    const token = peek();
    if (token.kind === 'name') {
      next();
      const callee = token.mark === 'none' ? cellFunction(token.name) : undefined;
      if (callee) return call(token, callee);
      return { ...over(token, token), kind: 'name', of: token };
    }
    if (isSymbol(token, '(')) {
      return nested(() => {
        open.push(next());
        if (isSymbol(peek(), ')'))
          throw new Mistake(over(token, peek()), 'There is nothing in these parentheses: write an expression in them, or take them out.');
        const inside = sum();
        close();
        return inside;
      });
    }
    throw new Mistake(token, missingOperand(token));
  }

  function call(name: Token, callee: NonNullable<ReturnType<typeof cellFunction>>): Expression {
    const example = `${callee.name}(${callee.arity === 2 ? 'a, b' : '…'})`;
    if (!isSymbol(peek(), '(')) throw new Mistake(name, `${name.text} is a function and needs its argument in parentheses: ${example}.`);
    return nested(() => {
      open.push(next());
      const given: Expression[] = [];
      if (!isSymbol(peek(), ')')) {
        given.push(sum());
        while (isSymbol(peek(), ',')) {
          next();
          given.push(sum());
        }
      }
      const end = close();
      if (given.length !== callee.arity) {
        const takes = callee.arity === 1 ? 'one argument' : 'two arguments';
        throw new Mistake(over(name, end), `${name.text} takes ${takes} and has ${given.length}: write ${example}.`);
      }
      return { kind: 'call', callee, arguments: given, ...over(name, end) };
    });
  }

  function close(): Token {
    if (isSymbol(peek(), ')')) {
      open.pop();
      return next();
    }
    if (peek().kind === 'end')
      throw new Mistake(open.at(-1) as Token, 'This ( is never closed: write ) where it ends. An equation stands on one line.');
    if (isSymbol(peek(), ',')) throw new Mistake(peek(), 'A comma stands only between the arguments of max and min.');
    if (isSymbol(peek(), '=')) throw new Mistake(peek(), 'There is a second = here: write one equation on a line.');
    throw new Mistake(peek(), missingSign());
  }

  function nested(part: () => Expression): Expression {
    if (++depth > DEEPEST)
      throw new Mistake(
        peek(),
        `More than ${DEEPEST} parentheses or signs are nested here: give the inner part a name on a line of its own.`,
      );
    const inside = part();
    depth--;
    return inside;
  }

  /** Two things side by side that are not a matrix and a vector. */
  function missingSign(): string {
    const left = previous();
    const right = peek();
    if (left.kind === 'name' && isSymbol(right, '(')) {
      const meant = closestName(
        left.name,
        CELL_FUNCTIONS.map(({ name }) => name),
      );
      return `${left.text} is not a function. ${meant === undefined ? `To multiply, write ${left.text} * (…).` : `Did you mean ${meant}?`}`;
    }
    if (left.kind === 'name' && /^w/u.test(left.name))
      return `A matrix starts with a capital W: write W${left.name.slice(1)} ${right.text}.`;
    if (left.kind === 'name' && /^[A-Z]/u.test(left.name) && right.kind === 'name') {
      return `Only a name that starts with W is a matrix: write W_${left.name} ${right.text}, or ${left.text} * ${right.text} to multiply element by element.`;
    }
    return `Between ${left.text} and ${right.text} the sign is missing: write * to multiply element by element.`;
  }

  function missingOperand(token: Token): string {
    const before = tokens[position - 1];
    const after = before && before.kind !== 'end' && !isSymbol(before, '(') ? ` after ${before.text}` : '';
    if (token.kind === 'end') return `The equation stops short: something is missing${after}. An equation stands on one line.`;
    return `Something is missing${after} before ${token.text}: write a name, a number or an expression there.`;
  }
}
