/** Symbols in a sentence. */

/** Spaces and controls by their number, “U+000A”; what would be taken for a mark of the sentence in quotes. */
export function visible(symbol: string): string {
  if (/^[,;.:()]$/.test(symbol)) return `“${symbol}”`;
  if (!/^[\p{C}\p{Z}]+$/u.test(symbol)) return symbol;
  return `U+${(symbol.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Not more than a person reads: “ä, ö, U+000A and 12 more”. */
export function shown(symbols: readonly string[], most = 12): string {
  const more = symbols.length > most ? ` and ${(symbols.length - most).toLocaleString('en')} more` : '';
  return `${symbols
    .slice(0, most)
    .map((symbol) => visible(symbol.trim() || symbol))
    .join(', ')}${more}`;
}
