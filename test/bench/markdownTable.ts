/** A Markdown table whose source is legible in a terminal too. */
export type Alignment = 'left' | 'right';

export function markdownTable(heads: readonly string[], alignments: readonly Alignment[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(3, ...lines.map((line) => [...(line[column] ?? '')].length)));
  const pad = (text: string, column: number) => {
    const room = ' '.repeat(Math.max(0, (widths[column] as number) - [...text].length));
    return alignments[column] === 'right' ? room + text : text + room;
  };
  const row = (cells: readonly string[]) => `| ${heads.map((_, column) => pad(cells[column] ?? '', column)).join(' | ')} |`;
  const rule = widths.map((width, column) => (alignments[column] === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [row(heads), row(rule), ...rows.map(row)].join('\n');
}
