/** Matrix product, one thread for each element; four partial sums hide latency and round better than one. */
import type { DeviceBuffer, Place } from '../deviceBuffer';
import { type KernelLibrary, X, Y } from '../kernelLibrary';

const UNROLLED = 4;

/** op(a) · op(b) + add */
export function gemm(
  library: KernelLibrary,
  a: Place,
  b: Place,
  transposeA: boolean,
  transposeB: boolean,
  add: Place | undefined,
): DeviceBuffer {
  const rows = transposeA ? a.columns : a.rows;
  const columns = transposeB ? b.rows : b.columns;
  const inner = transposeA ? a.rows : a.columns;
  return library.run(rows, columns, (text) => {
    const readA = text.reader(a);
    const readB = text.reader(b);
    const product = (k: string) => `${transposeA ? readA(k, Y) : readA(Y, k)} * ${transposeB ? readB(X, k) : readB(k, X)}`;
    const start = add ? text.reader(add)(add.rows === 1 ? '0' : Y, X) : '0';
    const whole = inner - (inner % UNROLLED);
    const rest = Array.from({ length: inner - whole }, (_, index) => `sum0 += ${product(`${whole + index}`)};`);
    if (whole === 0) return [`let sum0 = ${start};`, ...rest, 'return sum0;'].join('\n');
    return [
      `let sum0 = ${start};`,
      'let sum1 = 0; let sum2 = 0; let sum3 = 0;',
      `for (let k = 0; k < ${whole}; k += ${UNROLLED}) {`,
      ...['k', 'k + 1', 'k + 2', 'k + 3'].map((k, index) => `sum${index} += ${product(k)};`),
      '}',
      ...rest,
      'return (sum0 + sum1) + (sum2 + sum3);',
    ].join('\n');
  });
}
