/**
 * One line of a cell → tokens. Signs as they stand on slides are understood: ⊙ · × for *, − for -, ′ for ', σ, W_{xi},
 * and time written as a subscript, h_t and h_{t-1}.
 */
import { Mistake, type Span } from './cellProblem';
import { type Name, parameterKind, type TimeMark } from './syntaxTree';

export type Token =
  | (Name & { readonly kind: 'name' })
  | (Span & { readonly kind: 'number'; readonly value: number; readonly text: string })
  | (Span & { readonly kind: 'symbol'; readonly symbol: '+' | '-' | '*' | '/' | '(' | ')' | '=' | ','; readonly text: string })
  | (Span & { readonly kind: 'end'; readonly text: '' });

const SPACE = /[\s\u200b]*/uy;
const NAME = /\p{L}[\p{L}\p{M}\p{Nd}₀-₉_]*/uy;
const WORD = /[\p{L}\p{M}\p{Nd}₀-₉_]+/uy;
const BRACES = /\{([^{}]*)\}/uy;
const SUBSCRIPT_BEFORE = /₋₁/uy;
const PRIMES = /['′’‵`]+/uy;
const TIGHT_STEP = /[-−–]\d/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
const SYMBOLS: Readonly<Record<string, (Token & { kind: 'symbol' })['symbol']>> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '–': '-',
  '*': '*',
  '⊙': '*',
  '·': '*',
  '×': '*',
  '∘': '*',
  '∗': '*',
  '⋅': '*',
  '/': '/',
  '÷': '/',
  '(': '(',
  ')': ')',
  '=': '=',
  ',': ',',
};

/** Mends for signs that are not in the notation but in people's fingers. */
const MENDS: Readonly<Record<string, string>> = {
  '@': 'A matrix stands before its vector with nothing between: W_h h.',
  '^': 'There is no power sign: write c * c for the square of c.',
  '²': 'There is no power sign: write c * c for the square of c.',
  '[': 'Write parentheses ( ).',
  ']': 'Write parentheses ( ).',
  '{': 'Write parentheses ( ).',
  '}': 'Write parentheses ( ).',
  '\\': 'Write LaTeX commands as plain names: sigmoid or σ, tanh, *.',
  $: 'Leave the dollar signs out: the equation stands by itself.',
  ';': 'Write one equation on a line, with no sign at its end.',
  ':': 'Write = between a name and its equation.',
  '←': 'Write = between a name and its equation.',
  '<': 'There are no comparisons: max and min can often say it.',
  '>': 'There are no comparisons: max and min can often say it.',
  '|': 'Write abs(…).',
  _: 'A name begins with a letter.',
  "'": "A prime stands directly after its name: h'.",
};

/** @throws Mistake */
export function tokenize(text: string, line: number): Token[] {
  const code = text.replace(/#.*$/su, '');
  const tokens: Token[] = [];
  let at = 0;
  const span = (from: number, to: number): Span => ({ line, column: from + 1, endColumn: to + 1 });
  const match = (pattern: RegExp, from: number): RegExpExecArray | null => {
    pattern.lastIndex = from;
    return pattern.exec(code);
  };
  for (;;) {
    at += match(SPACE, at)?.[0].length ?? 0;
    if (at >= code.length) break;
    const start = at;
    const number = match(NUMBER, at);
    if (number) {
      at += number[0].length;
      const value = Number(number[0]);
      if (!Number.isFinite(value))
        throw new Mistake(span(start, at), `The number ${number[0]} is too large for a computer: write a smaller one.`);
      tokens.push({ kind: 'number', value, text: number[0], ...span(start, at) });
    } else if (match(NAME, at)) {
      const name = readName(code, at, line);
      at = name.endColumn - 1;
      tokens.push({ kind: 'name', ...name });
    } else {
      const character = String.fromCodePoint(code.codePointAt(at) as number);
      at += character.length;
      const symbol = SYMBOLS[character];
      if (code.startsWith('//', start)) throw new Mistake(span(start, start + 2), 'A comment begins with #, not with //.');
      if (symbol === undefined) throw new Mistake(span(start, at), unknownCharacter(character));
      tokens.push({ kind: 'symbol', symbol, text: character, ...span(start, at) });
    }
  }
  // What is missing at the end is shown at the last thing that is there.
  const { column, endColumn } = tokens.at(-1) ?? span(0, 1);
  tokens.push({ kind: 'end', text: '', line, column, endColumn });
  return tokens;

  function readName(source: string, from: number, lineNumber: number): Name {
    let end = from + (match(NAME, from) as RegExpExecArray)[0].length;
    let name = source.slice(from, end);
    let mark: TimeMark = 'none';
    const here = (): Span => ({ line: lineNumber, column: from + 1, endColumn: end + 1 });
    const fail = (message: string): never => {
      throw new Mistake(here(), message);
    };

    const braces = name.endsWith('_') ? match(BRACES, end) : null;
    if (braces) {
      end += braces[0].length;
      const inside = (braces[1] as string).replaceAll(/\s/gu, '').replaceAll(/[−–]/gu, '-');
      const base = name.slice(0, -1);
      if (/^t[-+]\d+$/u.test(inside) && inside !== 't-1') {
        fail(
          `Only the step before is kept, so ${source.slice(from, end)} is not there. To look further back, keep it in a state of its own: state m, and m' = ${base}.`,
        );
      }
      if (inside === 't-1') [name, mark] = [base, 't-1'];
      else if (/^[\p{L}\p{M}\p{Nd}]+$/u.test(inside)) name += inside;
      else
        fail(
          `The subscript {${braces[1]}} is not one letter or word: write ${base}_${inside.replaceAll(/[^\p{L}\p{M}\p{Nd}]/gu, '') || 'i'}.`,
        );
      const more = match(WORD, end);
      if (more) {
        end += more[0].length;
        fail(`${source.slice(from, end)} goes on after its subscript: write one name, such as ${name}.`);
      }
    } else if (match(SUBSCRIPT_BEFORE, end) && name.endsWith('ₜ')) {
      end += 2;
      [name, mark] = [name.slice(0, -1), 't-1'];
    }
    if (mark === 'none' && parameterKind(name) === undefined) {
      const base = name.replace(/_t$|ₜ$/u, '');
      if (base !== name && base !== '') {
        const step = braces ? null : match(TIGHT_STEP, end);
        if (step) {
          end += step[0].length;
          fail(
            `${source.slice(from, end)} can be read in two ways: write ${base} or ${base}_{t-1} for the value before, or put spaces around the minus.`,
          );
        }
        [name, mark] = [base, 't'];
      }
    }
    const primes = match(PRIMES, end);
    if (primes) {
      end += primes[0].length;
      if (primes[0].length > 1) fail(`One prime is enough: ${name}' is the value at t.`);
      if (mark !== 'none')
        fail(`${source.slice(from, end)} says its time twice: write ${name}' for the value at t, ${name} for the value before.`);
      mark = 'prime';
    }
    if (mark === 't-1' && parameterKind(name) !== undefined) fail(`${name} is learned and the same at every step: write ${name}.`);
    return { name: name.normalize('NFC'), mark, text: source.slice(from, end), ...here() };
  }
}

function unknownCharacter(character: string): string {
  const shown = /[\p{C}\p{Z}]/u.test(character)
    ? `The invisible character U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`
    : `The sign ${character}`;
  return `${shown} is not part of the notation. ${MENDS[character] ?? 'Equations are made of names, numbers, + - * /, parentheses and functions.'}`;
}
