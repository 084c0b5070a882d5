/**
 * PyTorch learns two biases for each gate, one beside each matrix, where a whiteboard has one. Their sum moves twice as far
 * in an update, so training agrees with PyTorch's only if the cell has both.
 */

/** The equations with `(b_xi + b_hi)` for each `b_i`; `init` lines of these biases are dropped, for their values are given. */
export function withBothBiases(source: string): string {
  const lines = source.split('\n').filter((line) => !/^\s*init\s+b_\w\b/.test(line));
  const [title = '', ...rest] = lines.map((line) =>
    line.trimStart().startsWith('#') ? line : line.replace(/\bb_(\w)\b/g, '(b_x$1 + b_h$1)'),
  );
  return [title, "# With PyTorch's two biases for each gate, because its weights were given.", ...rest].join('\n');
}
