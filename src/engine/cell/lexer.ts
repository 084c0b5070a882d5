/**
 * One line of a cell → tokens. Signs as they stand on slides are understood: ⊙ · × for *, − for -, ′ for ', σ, W_{xi},
 * and time written as a subscript, h_t and h_{t-1}.
 */
import { characterName, isInvisible } from '../text/characterNames';
import { Mistake, type Span } from './cellProblem';
import { readName } from './readName';
import type { Name } from './syntaxTree';

export type Token =
  | (Name & { readonly kind: 'name' })
  | (Span & { readonly kind: 'number'; readonly value: number; readonly text: string })
  | (Span & { readonly kind: 'symbol'; readonly symbol: '+' | '-' | '*' | '/' | '(' | ')' | '=' | ','; readonly text: string })
  | (Span & { readonly kind: 'end'; readonly text: '' });

const SPACE = /[\s\u200b]*/uy;
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
  ᵀ: 'There is no transpose: give the matrix a name of its own.',
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
    const name = readName(code, at, line);
    if (number) {
      at += number[0].length;
      const value = Number(number[0]);
      if (!Number.isFinite(value))
        throw new Mistake(span(start, at), `The number ${number[0]} is too large for a computer: write a smaller one.`);
      tokens.push({ kind: 'number', value, text: number[0], ...span(start, at) });
    } else if (name) {
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
}

function unknownCharacter(character: string): string {
  const shown = isInvisible(character) ? `The invisible character ${characterName(character)}` : `The sign ${character}`;
  return `${shown} is not part of the notation. ${MENDS[character] ?? 'Equations are made of names, numbers, + - * /, parentheses and functions.'}`;
}
