/** What an experiment learns from, as files give it: running text, or rows of an input and its target. */
export interface Row {
  /** A text, a source. */
  readonly input: string;
  /** Its label, its translation, or its tags: one for each code point of the input. */
  readonly target: string;
  /** Where it stands, for messages: “names.tsv:17”. */
  readonly place?: string;
  /** The file's path, and the line in it, from 1 on. */
  readonly file?: string;
  readonly line?: number;
  /** UTF-16 units of the line that stand before the input at least: more, where what stands there is quoted. */
  readonly lead?: number;
}

export type Material = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'rows'; readonly rows: readonly Row[] };

export const textMaterial = (text: string): Material => ({ kind: 'text', text });

/** The text or the rows cannot be learned from; the message says why and what would do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** That there are to learn from: of rows, in both columns. */
export function charactersOf(material: Material): number {
  if (material.kind === 'text') return material.text.length;
  return material.rows.reduce((sum, { input, target }) => sum + input.length + target.length, 0);
}
