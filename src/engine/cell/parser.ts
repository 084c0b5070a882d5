/**
 * The text of a cell → its syntax tree. A line is a declaration (cell, state, init, output), an equation or a comment;
 * a line with a mistake is reported and the reading goes on with the next.
 */
import { linesOf } from '../text/lines';
import { type CellProblemFact, Mistake, type Span } from './cellProblem';
import { type Token, tokenize } from './lexer';
import { parseExpression } from './parseExpression';
import { type CellSyntax, type Equation, type Init, type Name, namesIn } from './syntaxTree';

export const KEYWORDS: readonly string[] = ['cell', 'state', 'init', 'output'];

const LONGEST_FILE = 100_000;
const LONGEST_LINE = 2_000;
const MOST_EQUATIONS = 200;
const FIRST: Span = { line: 1, column: 1, endColumn: 2 };

export interface ParsedCell {
  readonly syntax: CellSyntax;
  readonly problems: readonly CellProblemFact[];
}

/** The file's title: its first comment line, or nothing. */
export function cellTitle(source: string): string | undefined {
  const comment = linesOf(source).find((line) => /^\s*#/u.test(line));
  return comment?.replace(/^\s*#+/u, '').trim() || undefined;
}

export function parseCell(source: string): ParsedCell {
  const cell = new CellParser();
  const whole = problemOfWhole(source);
  if (whole) return { syntax: cell, problems: [whole] };
  linesOf(source.replace(/^\uFEFF/u, '')).forEach((text, index) => cell.readLine(text, index + 1));
  return { syntax: cell, problems: cell.problems };
}

function problemOfWhole(source: string): CellProblemFact | undefined {
  if (source.length > LONGEST_FILE) {
    return { ...FIRST, message: `The file has ${source.length} characters, which is too many for a cell: write at most ${LONGEST_FILE}.` };
  }
  const binary = linesOf(source).findIndex((line) => line.includes('\0'));
  if (binary >= 0) {
    const column = (linesOf(source)[binary] as string).indexOf('\0') + 1;
    return {
      line: binary + 1,
      column,
      endColumn: column + 1,
      message: 'This is not a text file (it holds NUL characters): choose a .cell file with equations.',
    };
  }
  return undefined;
}

class CellParser implements CellSyntax {
  name?: Name;
  readonly states: Name[] = [];
  readonly outputs: Name[] = [];
  readonly inits: Init[] = [];
  readonly equations: Equation[] = [];
  readonly declared = new Set<string>();
  readonly problems: CellProblemFact[] = [];
  start: Span = FIRST;
  private started = false;

  readLine(text: string, line: number): void {
    try {
      const code = text.replace(/#.*$/su, '');
      if (code.trim() === '') return;
      const indent = code.length - code.trimStart().length;
      if (!this.started) this.start = { line, column: indent + 1, endColumn: code.trimEnd().length + 1 };
      this.started = true;
      if (text.length > LONGEST_LINE) {
        throw new Mistake(
          { line, column: 1, endColumn: text.length + 1 },
          `The line has ${text.length} characters: split it into equations of at most ${LONGEST_LINE}.`,
        );
      }
      const name = /^(\s*cell\s+)([^\s=].*?)\s*$/su.exec(code);
      if (name) this.readName(name[2] as string, { line, column: (name[1] as string).length + 1, endColumn: code.trimEnd().length + 1 });
      else this.readStatement(text, line);
    } catch (mistake) {
      if (!(mistake instanceof Mistake)) throw mistake;
      this.problems.push(mistake.problem);
    }
  }

  /** A cell's name may have hyphens, which an equation's names may not. */
  private readName(text: string, span: Span): void {
    this.declared.add('cell');
    if (!/^\p{L}[\p{L}\p{M}\p{Nd}_-]*$/u.test(text)) {
      throw new Mistake(span, "A cell's name is one word of letters, digits and hyphens: cell my-lstm.");
    }
    if (this.name) throw new Mistake(span, `The cell already has the name ${this.name.text}: one file holds one cell.`);
    this.name = { name: text, mark: 'none', text, ...span };
  }

  private readStatement(text: string, line: number): void {
    const target = equationTarget(text, line);
    if (target) {
      const index = this.equations.push({ target, names: [], source: '' }) - 1;
      if (index >= MOST_EQUATIONS) throw new Mistake(target, `A cell has at most ${MOST_EQUATIONS} equations.`);
      const tokens = tokenize(text, line);
      const expression = parseExpression(tokens, 2);
      const source = text
        .slice((tokens[1] as Token).endColumn - 1, (tokens.at(-1) as Token).endColumn - 1)
        .trim()
        .replaceAll(/\s+/gu, ' ');
      this.equations[index] = { target, expression, names: namesIn(expression), source };
      return;
    }
    const tokens = tokenize(text, line);
    const first = tokens[0] as Token;
    if (first.kind === 'name' && first.mark === 'none' && KEYWORDS.includes(first.name)) this.readDeclaration(first.name, tokens);
    else throw new Mistake(first, notAnEquation(tokens));
  }

  private readDeclaration(keyword: string, tokens: readonly Token[]): void {
    this.declared.add(keyword);
    if (keyword === 'cell') throw new Mistake(tokens[0] as Token, "The cell's name is missing: write it after the word, cell lstm.");
    if (keyword === 'state') readNames(tokens, 'state h, c', this.states);
    if (keyword === 'output') readNames(tokens, "output h'", this.outputs);
    if (keyword === 'init') this.inits.push(readInit(tokens));
  }
}

/** The name left of `=`, if the line is an equation at all; it counts as assigned even when the rest cannot be read. */
function equationTarget(text: string, line: number): Name | undefined {
  const equals = text.indexOf('=');
  const comment = text.indexOf('#');
  if (equals < 0 || (comment >= 0 && comment < equals)) return undefined;
  const [target, ...more] = tokenize(text.slice(0, equals), line);
  return target?.kind === 'name' && more.length === 1 ? target : undefined;
}

function readNames(tokens: readonly Token[], example: string, names: Name[]): void {
  for (let k = 1; ; k += 2) {
    const name = tokens[k] as Token;
    if (name.kind !== 'name') throw new Mistake(name, `A name is missing here: write, for example, ${example}.`);
    names.push(name);
    const separator = tokens[k + 1] as Token;
    if (separator.kind === 'end') return;
    if (separator.kind !== 'symbol' || separator.symbol !== ',')
      throw new Mistake(separator, `A comma is missing before ${separator.text}: write, for example, ${example}.`);
  }
}

function readInit(tokens: readonly Token[]): Init {
  const example = 'init b_f = 1';
  const [keyword, parameter, equals, ...rest] = tokens as [Token, ...Token[]];
  if (parameter?.kind !== 'name') throw new Mistake(parameter ?? keyword, `The parameter is missing: write, for example, ${example}.`);
  if (equals?.kind !== 'symbol' || equals.symbol !== '=')
    throw new Mistake(equals ?? parameter, `An = is missing after ${parameter.text}: write, for example, ${example}.`);
  const sign = rest[0]?.kind === 'symbol' && rest[0].symbol === '-' ? -1 : 1;
  const [value, end] = sign === -1 ? rest.slice(1) : rest;
  if (value?.kind !== 'number' || end?.kind !== 'end') {
    const from = rest[0] ?? equals;
    const last = rest.at(-2) ?? from;
    throw new Mistake(
      { ...from, endColumn: Math.max(last.endColumn, from.endColumn) },
      `The initial value is one number: write, for example, ${example}.`,
    );
  }
  return { parameter, value: sign * value.value, line: keyword.line, column: keyword.column, endColumn: value.endColumn };
}

function notAnEquation(tokens: readonly Token[]): string {
  const [first, second] = tokens;
  if (first?.kind === 'symbol' && first.symbol === '=')
    return "There is no name before this =: write, for example, h' = tanh(W_x x + W_h h).";
  if (tokens.some((token) => token.kind === 'symbol' && token.symbol === '='))
    return 'Left of = stands one name and nothing else: move the rest to the right-hand side.';
  if (first?.kind === 'name' && second?.kind === 'name' && !KEYWORDS.includes(first.name)) {
    return `The line is neither an equation nor begins with cell, state, init or output: write ${first.text} = … for an equation.`;
  }
  return `The = of the equation is missing: write ${first?.kind === 'name' ? first.text : 'a name'} = ….`;
}
