/**
 * Elementary functions on four floats at a time. NaN stays NaN, infinities have their limits.
 * The largest errors found over all magnitudes are tested in `mathematics.test.ts` and listed there.
 */
import type { FunctionBuilder } from '../assembler/functionBuilder';
import { type Code, f32x4, f64x2, i32x4, v128 } from '../assembler/instructions';

/** ln 2 = LN2_HIGH + LN2_LOW; the first has so few bits that its product with an exponent is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444e-4;
/** 1.5 · 2²³: adding it rounds to an integer, which then stands in the lowest bits. */
const ROUNDER = 12582912;

/** e^r − 1 = r + r² · polynomial(r) for |r| ≤ ln 2 / 2 (Cephes, expf) */
const EXP = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1];
/** log(1 + m) = m − m²/2 + m³ · polynomial(m) for √½ ≤ 1 + m < √2 (Cephes, logf) */
const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
  3.3333331174e-1,
];
/** sin r = r + r³ · polynomial(r²), cos r = 1 − r²/2 + r⁴ · polynomial(r²) for |r| ≤ π/4 (Cephes, sinf) */
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1];
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2];

export function exp(f: FunctionBuilder, x: Code): Code {
  const bounded = f.let(f32x4.pseudoMin(f32x4.pseudoMax(x, f.splat(-104)), f.splat(89)));
  const { exponent, fraction } = reduceExponent(f, bounded);
  // Two steps of 2^n reach results below the smallest normal number, and infinity.
  const half = f.let(i32x4.shiftRight(exponent, 1));
  const first = f32x4.multiply(f32x4.add(fraction, f.splat(1)), powerOfTwo(f, half));
  return f.let(f32x4.multiply(first, powerOfTwo(f, i32x4.subtract(exponent, half))));
}

/** e^x for x ≤ 88, never less than e^−87: what softmax and sigmoid need, in one step of 2^n. */
export function boundedExp(f: FunctionBuilder, x: Code): Code {
  const { scale, fraction } = scaledExponent(f, f.let(f32x4.pseudoMin(f32x4.pseudoMax(x, f.splat(-87)), f.splat(88))));
  return f.let(f.multiplyAdd(fraction, scale, scale));
}

/** 1 / (1 + e^−x) */
export function sigmoid(f: FunctionBuilder, x: Code): Code {
  const power = boundedExp(f, f32x4.negate(x));
  return f.let(f32x4.divide(f.splat(1), f32x4.add(power, f.splat(1))));
}

/** (e^2|x| − 1) / (e^2|x| + 1), with the sign of x; e^2|x| − 1 is computed without cancellation. */
export function tanh(f: FunctionBuilder, x: Code): Code {
  const signBit = f.once('sign bit', i32x4.splat(-0x80000000));
  const doubled = f32x4.multiply(f32x4.abs(x), f.splat(2));
  const { scale, fraction } = scaledExponent(f, f.let(f32x4.pseudoMin(doubled, f.splat(20))));
  const minusOne = f.let(f.multiplyAdd(fraction, scale, f32x4.subtract(scale, f.splat(1))));
  return f.let(v128.or(f32x4.divide(minusOne, f32x4.add(minusOne, f.splat(2))), v128.and(x, signBit)));
}

export function log(f: FunctionBuilder, x: Code): Code {
  const tiny = f.let(f32x4.less(x, f.splat(2 ** -126)));
  const normal = f.let(v128.select(tiny, f32x4.multiply(x, f.splat(2 ** 24)), x));
  // The mantissa in [√½, √2) and its exponent: the bits above those of √½ count halvings.
  const shifted = f.let(i32x4.subtract(normal, f.once('root half', i32x4.splat(0x3f3504f3))));
  const exponent = f.let(f32x4.subtract(i32x4.toFloat(i32x4.shiftRight(shifted, 23)), v128.and(tiny, f.splat(24))));
  const mantissa = i32x4.add(v128.and(shifted, f.once('mantissa', i32x4.splat(0x007fffff))), f.once('root half', i32x4.splat(0x3f3504f3)));
  const m = f.let(f32x4.subtract(mantissa, f.splat(1)));
  const square = f.let(f32x4.multiply(m, m));
  const cubic = f32x4.multiply(f32x4.multiply(m, square), polynomial(f, m, LOG));
  const low = f.let(f.multiplyAdd(exponent, f.splat(LN2_LOW), cubic));
  const high = f.let(f32x4.add(f.subtractProduct(low, square, f.splat(0.5)), m));
  const regular = f.let(f.multiplyAdd(exponent, f.splat(LN2_HIGH), high));
  // 0 → −∞; below 0 and NaN → NaN; ∞ → ∞
  const infinite = f.let(v128.select(f32x4.equal(x, f.splat(Infinity)), x, regular));
  const negative = f.let(v128.select(f32x4.less(x, f.splat(0)), f.splat(Number.NaN), infinite));
  const zero = f.let(v128.select(f32x4.equal(x, f.splat(0)), f.splat(-Infinity), negative));
  return f.let(v128.select(f32x4.equal(x, x), zero, x));
}

/** max(x, 0) + log(1 + u), u = e^−|x|; log(1 + u) = log(w) · u / (w − 1) with w = 1 + u as rounded, u where w is 1. */
export function softplus(f: FunctionBuilder, x: Code): Code {
  const u = exp(f, f32x4.negate(f32x4.abs(x)));
  const w = f.let(f32x4.add(u, f.splat(1)));
  const exact = f32x4.divide(f32x4.multiply(log(f, w), u), f32x4.subtract(w, f.splat(1)));
  const tail = v128.select(f32x4.equal(w, f.splat(1)), u, exact);
  return f.let(f32x4.add(f32x4.pseudoMax(x, f.splat(0)), tail));
}

/** −1, 0 or 1; NaN of NaN */
export function sign(f: FunctionBuilder, x: Code): Code {
  const one = v128.or(f.splat(1), v128.and(x, f.once('sign bit', i32x4.splat(-0x80000000))));
  return f.let(v128.select(f32x4.notEqual(f32x4.abs(x), f.splat(0)), v128.select(f32x4.equal(x, x), one, x), x));
}

export function sin(f: FunctionBuilder, x: Code): Code {
  return circular(f, x, 0);
}

export function cos(f: FunctionBuilder, x: Code): Code {
  return circular(f, x, 1);
}

/** sin(x + quarters · π/2): x − n · π/2 in doubles, then one of two polynomials by the quadrant n + quarters. */
function circular(f: FunctionBuilder, x: Code, quarters: number): Code {
  const pairs = [x, v128.shuffle(x, x, [2, 3, 2, 3])].map((pair) => {
    const wide = f.let(f64x2.fromLowFloats(pair));
    const n = f.let(f64x2.nearest(f64x2.multiply(wide, f.once('2/π', f64x2.splat(2 / Math.PI)))));
    const rest = f64x2.subtract(
      f64x2.subtract(wide, f64x2.multiply(n, f.once('π/2', f64x2.splat(1.5707963267341256)))),
      f64x2.multiply(n, f.once('π/2 low', f64x2.splat(6.077100506506192e-11))),
    );
    return { n: f.let(f32x4.fromLowDoubles(n)), rest: f.let(f32x4.fromLowDoubles(rest)) };
  });
  const joined = (key: 'n' | 'rest') => f.let(v128.shuffle(pairs[0]?.[key] as Code, pairs[1]?.[key] as Code, [0, 1, 4, 5]));
  const r = joined('rest');
  const turns = f.let(f32x4.add(joined('n'), f.splat(quarters)));
  const quadrant = f.let(f32x4.subtract(turns, f32x4.multiply(f32x4.floor(f32x4.multiply(turns, f.splat(0.25))), f.splat(4))));
  const square = f.let(f32x4.multiply(r, r));
  const sine = f.let(f.multiplyAdd(f32x4.multiply(polynomial(f, square, SIN), square), r, r));
  const tail = f.let(f32x4.multiply(polynomial(f, square, COS), f32x4.multiply(square, square)));
  const cosine = f.let(f32x4.add(f.subtractProduct(f.splat(1), square, f.splat(0.5)), tail));
  const odd = v128.or(f32x4.equal(quadrant, f.splat(1)), f32x4.equal(quadrant, f.splat(3)));
  const magnitude = f.let(v128.select(odd, cosine, sine));
  return f.let(v128.select(f32x4.greater(quadrant, f.splat(1.5)), f32x4.negate(magnitude), magnitude));
}

/** x = n · ln 2 + r: n as an integer, and e^r − 1. */
function reduceExponent(f: FunctionBuilder, x: Code): { exponent: Code; fraction: Code; rounded: Code } {
  const rounder = f.splat(ROUNDER);
  const rounded = f.let(f.multiplyAdd(x, f.splat(Math.LOG2E), rounder));
  const n = f.let(f32x4.subtract(rounded, rounder));
  const r = f.let(f.subtractProduct(f.subtractProduct(x, n, f.splat(LN2_HIGH)), n, f.splat(LN2_LOW)));
  const fraction = f.let(f.multiplyAdd(polynomial(f, r, EXP), f32x4.multiply(r, r), r));
  const exponent = i32x4.subtract(rounded, f.once('rounder', i32x4.splat(0x4b400000)));
  return { exponent: f.let(exponent), fraction, rounded };
}

/** e^x = scale · (1 + fraction), where one step of 2^n does: −126 ≤ n ≤ 127. */
function scaledExponent(f: FunctionBuilder, x: Code): { scale: Code; fraction: Code } {
  const { rounded, fraction } = reduceExponent(f, x);
  return { scale: f.let(powerOfTwo(f, rounded)), fraction };
}

/** 2^n from n in the lowest nine bits; what stands above them is shifted out. */
function powerOfTwo(f: FunctionBuilder, n: Code): Code {
  return i32x4.add(i32x4.shiftLeft(n, 23), f.once('one', i32x4.splat(0x3f800000)));
}

function polynomial(f: FunctionBuilder, x: Code, coefficients: readonly number[]): Code {
  const [first, ...rest] = coefficients.map((coefficient) => f.splat(coefficient));
  return rest.reduce((sum, coefficient) => f.let(f.multiplyAdd(sum, x, coefficient)), first as Code);
}
