import assert from 'node:assert/strict';

export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** 64 bits differ only by the order of sums. */
export const FLOAT64: Tolerance = { absolute: 1e-12, relative: 1e-12 };
export const FLOAT32: Tolerance = { absolute: 2e-5, relative: 2e-5 };

/** Every element within the tolerance; a number that 32 bits cannot hold may be infinite. */
export function assertClose(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: Tolerance, what: string): void {
  assert.equal(found.length, wanted.length, `${what}: length`);
  for (let i = 0; i < wanted.length; i++) {
    const x = found[i] as number;
    const y = wanted[i] as number;
    if (Object.is(x, y) || x === y) continue;
    if (Math.abs(y) > 3.4e38 && x === Math.sign(y) * Infinity) continue;
    assert.ok(Math.abs(x - y) <= tolerance.absolute + tolerance.relative * Math.abs(y), `${what}, element ${i}: ${x} where ${y} is right`);
  }
}
