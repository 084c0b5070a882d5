/** A span of a document that moves with what is edited before it, and is broken by an edit within it. */

export interface Span {
  readonly start: number;
  readonly length: number;
  /** False for ever after an edit within. */
  readonly intact: boolean;
}

/** One replacement; several of one edit never overlap, and count in offsets of the document before it. */
export interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

export function afterEdit({ start, length, intact }: Span, changes: readonly Change[]): Span {
  const before = changes.filter(({ rangeOffset, rangeLength }) => rangeOffset + rangeLength <= start);
  const within = changes.some((change) => !before.includes(change) && change.rangeOffset < start + length);
  const moved = before.reduce((sum, { text, rangeLength }) => sum + text.length - rangeLength, 0);
  return { start: start + moved, length, intact: intact && !within };
}
