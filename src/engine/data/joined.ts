/** Symbols before and after others. Copied, not spread: a long text has more symbols than a call can have arguments. */

export function prepended(first: number, symbols: Uint32Array): Uint32Array {
  const joined = new Uint32Array(symbols.length + 1);
  joined[0] = first;
  joined.set(symbols, 1);
  return joined;
}

export function appended(symbols: Uint32Array, last: number): Uint32Array {
  const joined = new Uint32Array(symbols.length + 1);
  joined.set(symbols);
  joined[symbols.length] = last;
  return joined;
}
