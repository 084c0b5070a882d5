/** Evaluates printed mathematics as it stands: a reader of the tests' own. */
import assert from 'node:assert/strict';
import { FUNCTIONS } from './functions';

/** Sums, products, things side by side, squares, transposes (of numbers), [a > b] and gradients such as d(W_h h). */
export class Mathematics {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly scope: Readonly<Record<string, number>>,
  ) {}

  value(): number {
    const result = this.sum();
    assert.equal(this.at, this.text.length, `left over in ${this.text}: ${this.text.slice(this.at)}`);
    return result;
  }

  private take(pattern: RegExp): string | undefined {
    const match = new RegExp(`^ ?(${pattern.source})`, 'u').exec(this.text.slice(this.at));
    this.at += match?.[0].length ?? 0;
    return match?.[1];
  }

  private sum(): number {
    let result = this.term();
    for (let sign = this.take(/[-+]/); sign !== undefined; sign = this.take(/[-+]/)) result += (sign === '+' ? 1 : -1) * this.term();
    return result;
  }

  private term(): number {
    let result = this.factor();
    for (let sign = this.take(/[*/]/); sign !== undefined; sign = this.take(/[*/]/)) {
      const factor = this.factor();
      result = sign === '*' ? result * factor : result / factor;
    }
    return result;
  }

  private factor(): number {
    if (this.take(/-/) !== undefined) return -this.factor();
    let result = this.atom();
    while (/^ [\p{L}(]/u.test(this.text.slice(this.at))) result *= this.atom();
    return result;
  }

  private atom(): number {
    const base = this.base();
    const squared = this.take(/²/) === undefined ? base : base * base;
    this.take(/ᵀ/);
    return squared;
  }

  private base(): number {
    const number = this.take(/[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?/);
    if (number !== undefined) return Number(number);
    if (this.take(/\(/) !== undefined) return this.closed(/\)/);
    if (this.take(/\[/) !== undefined) {
      const left = this.sum();
      assert.equal(this.take(/>/), '>');
      return left > this.closed(/\]/) ? 1 : 0;
    }
    const name = this.take(/\p{L}[0-9_\p{Ll}\p{Lu}\p{M}]*'?/u) as string;
    if (this.text[this.at] !== '(') return this.known(name);
    if (name === 'd') return this.known(`d${this.balanced()}`);
    this.at++;
    const operands = [this.sum()];
    while (this.take(/,/) !== undefined) operands.push(this.sum());
    this.at++;
    return (FUNCTIONS[name] as (typeof FUNCTIONS)[string])(...operands);
  }

  private closed(sign: RegExp): number {
    const inside = this.sum();
    assert.ok(this.take(sign));
    return inside;
  }

  private balanced(): string {
    const from = this.at;
    let depth = 0;
    do {
      if (this.text[this.at] === '(') depth++;
      if (this.text[this.at] === ')') depth--;
      this.at++;
    } while (depth > 0);
    return this.text.slice(from, this.at);
  }

  private known(name: string): number {
    assert.ok(name in this.scope, `${name} is not known in ${this.text}`);
    return this.scope[name] as number;
  }
}
