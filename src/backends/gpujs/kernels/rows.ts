/** Kernels that move rows and columns: gather, scatterAdd, concatenation, copies. */
import { buffersOf, type DeviceBuffer, type Filled, isFilled, type Operand, type Place, wholeBuffer } from '../deviceBuffer';
import { type KernelLibrary, MOST_INPUTS, X, Y } from '../kernelLibrary';

/** out[n, :] = table[indices[n], :] */
export function gather(library: KernelLibrary, table: Place, indices: Place): DeviceBuffer {
  return library.run(indices.rows, table.columns, (text) => {
    const index = text.reader(indices)(Y, '0');
    return `const n = ${index};\nreturn ${text.reader(table)('n', X)};`;
  });
}

/** out[r, :] = Σ rows[n, :] over all n with indices[n] = r */
export function scatterAdd(library: KernelLibrary, rows: Place, indices: Place, out: { rows: number; columns: number }): DeviceBuffer {
  return library.run(out.rows, out.columns, (text) =>
    [
      'let sum = 0;',
      `for (let n = 0; n < ${rows.rows}; n++) {`,
      `if (${text.reader(indices)('n', '0')} === ${Y}) { sum += ${text.reader(rows)('n', X)}; }`,
      '}',
      'return sum;',
    ].join('\n'),
  );
}

/** The parts one under another: without a copy where they already lie so, else a tree of kernels. */
export function stack(library: KernelLibrary, parts: readonly Place[]): Operand {
  let level = joinNeighbours(parts.map((part) => (isFilled(part) ? fill(library, part) : part)));
  while (level.length > 1) {
    const next: Operand[] = [];
    for (let start = 0; start < level.length; start += MOST_INPUTS) {
      const group = level.slice(start, start + MOST_INPUTS);
      next.push(group.length === 1 ? (group[0] as Operand) : wholeBuffer(under(library, group)));
    }
    level = next;
  }
  return level[0] as Operand;
}

/** The operands left to right in one buffer. All have the same number of rows. */
export function beside(library: KernelLibrary, operands: readonly Operand[]): DeviceBuffer {
  const columns = operands.reduce((sum, operand) => sum + operand.columns, 0);
  return library.run(operands[0]?.rows ?? 0, columns, (text) => {
    return choose(
      X,
      operands.map((operand) => operand.columns),
      (index, start) => text.reader(operands[index] as Operand)(Y, X, -start),
    );
  });
}

export function copy(library: KernelLibrary, operand: Place): DeviceBuffer {
  return library.run(operand.rows, operand.columns, (text) => `return ${text.reader(operand)(Y, X)};`);
}

export function transpose(library: KernelLibrary, operand: Operand): DeviceBuffer {
  return library.run(operand.columns, operand.rows, (text) => `return ${text.reader(operand)(X, Y)};`);
}

/** Operands with few enough buffers for one kernel: where there are more, some are first brought together in one. */
export function fitInputs(library: KernelLibrary, operands: readonly Operand[]): Operand[] {
  let fitted = [...operands];
  for (let excess = buffersOf(fitted).size - MOST_INPUTS; excess > 0; excess = buffersOf(fitted).size - MOST_INPUTS) {
    const group = largestOf(sameRows(fitted));
    const joined = new Set([...buffersOf(group)].slice(0, Math.min(MOST_INPUTS, excess + 1)));
    const moved = group.filter((operand) => joined.has(operand.buffer));
    const buffer = beside(library, moved);
    let column = 0;
    const places = new Map<Operand, Operand>();
    for (const operand of moved) {
      places.set(operand, { ...operand, buffer, row: 0, column });
      column += operand.columns;
    }
    fitted = fitted.map((operand) => places.get(operand) ?? operand);
  }
  return fitted;
}

function fill(library: KernelLibrary, part: Filled): Operand {
  return wholeBuffer(copy(library, part));
}

function under(library: KernelLibrary, parts: readonly Operand[]): DeviceBuffer {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return library.run(rows, parts[0]?.columns ?? 0, (text) => {
    return choose(
      Y,
      parts.map((part) => part.rows),
      (index, start) => text.reader(parts[index] as Operand)(start === 0 ? Y : `${Y} - ${start}`, X),
    );
  });
}

/** Text that returns from one of several sources, by where in their sizes laid end to end the index falls. */
function choose(index: string, sizes: readonly number[], read: (source: number, start: number) => string): string {
  let end = 0;
  return sizes
    .map((size, source) => {
      const start = end;
      end += size;
      const value = read(source, start);
      return source === sizes.length - 1 ? `return ${value};` : `if (${index} < ${end}) { return ${value}; }`;
    })
    .join('\n');
}

/** Neighbouring rows of one buffer are one operand. */
function joinNeighbours(parts: readonly Operand[]): Operand[] {
  const joined: Operand[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && last.buffer === part.buffer && last.column === part.column && last.row + last.rows === part.row) {
      joined[joined.length - 1] = { ...last, rows: last.rows + part.rows };
    } else joined.push(part);
  }
  return joined;
}

function sameRows(operands: readonly Operand[]): Operand[][] {
  return [...new Set(operands.map((operand) => operand.rows))].map((rows) => operands.filter((operand) => operand.rows === rows));
}

function largestOf(groups: readonly Operand[][]): Operand[] {
  return groups.reduce((largest, group) => (buffersOf(group).size > buffersOf(largest).size ? group : largest));
}
