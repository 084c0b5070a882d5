/** A span of a document that moves with what is edited before it, and is broken by an edit within it. */

export interface Span {
  /** In UTF-16 units from the beginning of the document. */
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

/** What is typed right at an edge is not within. */
export function afterEdit(span: Span, changes: readonly Change[]): Span {
  const { start, length } = span;
  let moved = 0;
  let within = false;
  for (const { rangeOffset, rangeLength, text } of changes) {
    if (rangeOffset + rangeLength <= start) moved += text.length - rangeLength;
    else if (rangeOffset < start + length) within = true;
  }
  return moved === 0 && !within ? span : { start: start + moved, length, intact: span.intact && !within };
}
