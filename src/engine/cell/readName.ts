/** A name with its mark of time, in all the ways in which slides write it: h', h′, h_t, hₜ, h_{t}, h_{t-1}, hₜ₋₁, W_{xi}. */
import { Mistake, type Span } from './cellProblem';
import { type Name, parameterKind, type TimeMark } from './syntaxTree';

/** Letters, but of the raised and lowered ones (Lm) only those that are lowered. */
const LETTER = '\\p{Ll}\\p{Lu}\\p{Lt}\\p{Lo}ₐ-ₜᵢ-ᵪⱼ';
const NAME = new RegExp(`[${LETTER}][${LETTER}\\p{M}\\p{Nd}₀-₉_]*`, 'uy');
const WORD = new RegExp(`[${LETTER}\\p{M}\\p{Nd}₀-₉_]+`, 'uy');
const BRACES = /\{[^{}]*\}/uy;
const LOWERED_MINUS_ONE = /₋₁/uy;
const STEP = /[-−–]\d/uy;
const PRIMES = /['′’‵`]+/uy;

/** The name that begins there, or undefined. @throws Mistake */
export function readName(code: string, from: number, line: number): Name | undefined {
  const reader = new NameReader(code, from, line);
  return reader.takes(NAME) ? reader.read() : undefined;
}

class NameReader {
  private end: number;
  private name = '';
  private mark: TimeMark = 'none';

  constructor(
    private readonly code: string,
    private readonly from: number,
    private readonly line: number,
  ) {
    this.end = from;
  }

  takes(pattern: RegExp): boolean {
    pattern.lastIndex = this.end;
    const length = pattern.exec(this.code)?.[0].length ?? 0;
    this.end += length;
    return length > 0;
  }

  read(): Name {
    this.name = this.text;
    if (this.name.endsWith('_') && this.takes(BRACES)) this.readSubscript();
    else if (this.name.endsWith('ₜ') && this.takes(LOWERED_MINUS_ONE)) [this.name, this.mark] = [this.name.slice(0, -1), 't-1'];
    else this.readTime();
    this.readPrime();
    if (this.mark === 't-1' && parameterKind(this.name))
      this.fail(`${this.name} is learned and the same at every step: write ${this.name}.`);
    return { name: this.name.normalize('NFC'), mark: this.mark, text: this.text, ...this.span };
  }

  private get text(): string {
    return this.code.slice(this.from, this.end);
  }

  private get span(): Span {
    return { line: this.line, column: this.from + 1, endColumn: this.end + 1 };
  }

  private readSubscript(): void {
    const base = this.name.slice(0, -1);
    const written = this.text.slice(this.name.length + 1, -1);
    const subscript = written.replaceAll(/\s/gu, '').replaceAll(/[−–]/gu, '-');
    const letters = subscript.replaceAll(/[^\p{L}\p{M}\p{Nd}]/gu, '');
    if (subscript === 't-1') [this.name, this.mark] = [base, 't-1'];
    else if (/^t[-+]\d+$/u.test(subscript)) {
      this.fail(
        `Only the step before is kept, so ${this.text} is not there. To look further back, keep it in a state of its own: state m, and m' = ${base}.`,
      );
    } else if (subscript === '' || letters !== subscript) {
      this.fail(`The subscript {${written}} is not one letter or word: write ${base}_${letters || 'i'}.`);
    } else {
      this.name += subscript;
      this.stripTime();
    }
    if (this.takes(WORD)) this.fail(`${this.text} goes on after its subscript: write one name, such as ${this.name}.`);
  }

  private readTime(): void {
    if (!this.stripTime() || !this.takes(STEP)) return;
    const { name } = this;
    this.fail(`${this.text} can be read in two ways: write ${name} or ${name}_{t-1} for the value before, or put spaces around the minus.`);
  }

  /** h_t → h at t. A parameter's subscript is never time: b_t is the bias of a gate t. */
  private stripTime(): boolean {
    const base = this.name.replace(/_t$|ₜ$/u, '');
    if (base === this.name || parameterKind(this.name)) return false;
    [this.name, this.mark] = [base, 't'];
    return true;
  }

  private readPrime(): void {
    const before = this.end;
    if (!this.takes(PRIMES)) return;
    const { name } = this;
    if (this.end > before + 1) this.fail(`One prime is enough: ${name}' is the value at t.`);
    if (this.mark !== 'none') {
      this.fail(`${this.text} says its time twice: write ${name}' for the value at t, ${name} for the value before.`);
    }
    this.mark = 'prime';
  }

  private fail(message: string): never {
    throw new Mistake(this.span, message);
  }
}
