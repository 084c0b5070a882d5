/** Rows in columns for a terminal: words begin at the left, figures end at the right. */

/** @param rows the head first; each with as many cells @param isFigures whether the column at this place is of figures */
export function tableLines(rows: readonly (readonly string[])[], isFigures: (column: number) => boolean): string[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    rows.reduce((widest, row) => Math.max(widest, [...(row[column] ?? '')].length), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] as number) - [...cell].length);
        return isFigures(column) ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}
