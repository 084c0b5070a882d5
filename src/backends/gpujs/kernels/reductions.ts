/** Sums, in stages of at most CHUNK terms so that many threads work and rounding stays small. */
import { type Place, wholeBuffer } from '../deviceBuffer';
import { type KernelLibrary, X, Y } from '../kernelLibrary';

const CHUNK = 64;

/** (1, C): the sum over rows */
export function sumRows(library: KernelLibrary, a: Place): Place {
  if (a.rows === 1) return a;
  const partial = library.run(Math.ceil(a.rows / CHUNK), a.columns, (text) => {
    const read = text.reader(a);
    if (a.rows <= CHUNK) return sum(a.rows, (n) => read(n, X));
    const inside = a.rows % CHUNK === 0 ? '' : `if (first + n < ${a.rows}) `;
    return `const first = ${Y} * ${CHUNK};\nlet sum = 0;\nfor (let n = 0; n < ${CHUNK}; n++) { ${inside}{ sum += ${read('first + n', X)}; } }\nreturn sum;`;
  });
  return sumRows(library, wholeBuffer(partial));
}

/** (1, 1): Σ a² */
export function sumSquares(library: KernelLibrary, a: Place): Place {
  const perRow = library.run(a.rows, 1, (text) => {
    const read = text.reader(a);
    return sum(a.columns, (n) => `${read(Y, n)} * ${read(Y, n)}`);
  });
  return sumRows(library, wholeBuffer(perRow));
}

function sum(count: number, term: (n: string) => string): string {
  return `let sum = 0;\nfor (let n = 0; n < ${count}; n++) { sum += ${term('n')}; }\nreturn sum;`;
}
