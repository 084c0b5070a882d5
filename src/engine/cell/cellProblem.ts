/** A mistake in a cell's equations: where it is, what it is and the mend, in the words of a person who writes equations. */

/** A stretch of one line. Lines and columns count from 1, columns in UTF-16 units as editors do; `endColumn` is past the end. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

export interface CellProblemFact extends Span {
  readonly message: string;
}

/** What `compileCell` throws: the first problem of the file. */
export class CellSyntaxError extends Error implements CellProblemFact {
  override readonly name = 'CellSyntaxError';
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;

  constructor(
    readonly fileName: string,
    problem: CellProblemFact,
  ) {
    super(`${fileName}:${problem.line}:${problem.column}: ${problem.message}`);
    this.line = problem.line;
    this.column = problem.column;
    this.endColumn = problem.endColumn;
  }
}

/** Ends the reading of one line; the parser records its problem and goes on with the next line. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
  readonly problem: CellProblemFact;

  constructor(span: Span, message: string) {
    super(message);
    this.problem = problemAt(span, message);
  }
}

export function problemAt({ line, column, endColumn }: Span, message: string): CellProblemFact {
  return { line, column, endColumn, message };
}
