// What a network of two states would remember, made up: it fades by a steady rate, with waves in it.
import type { Eigenvalues } from '../../src/engine/inspect/memory/eigenvalues';
import type { GradientsBack } from '../../src/engine/inspect/memory/memory';

const UNITS = 40;

export function gradientsOf(
  { from, to, reach }: { readonly from: number; readonly to: number; readonly reach: number },
  rate = 0.3,
): GradientsBack {
  const lines = ['h', 'c'].map((state, which) => {
    const left = new Float32Array((to - from) * (reach + 1)).fill(Number.NaN);
    for (let t = Math.max(1, from); t < to; t++)
      for (let back = 0; back < Math.min(t, reach + 1); back++)
        left[(t - from) * (reach + 1) + back] =
          back === 0 ? 1 : Math.exp(-back * (rate - 0.05 * which)) * (1 + 0.3 * Math.sin(t / 3 + back));
    const mean = Float32Array.from({ length: reach + 1 }, (_, back) => (back < to ? Math.exp(-back * rate) : Number.NaN));
    return { layer: 0, state, left, at: new Float32Array(to - from).fill(1), mean };
  });
  const steps = [
    { cell: 'lstm', equations: ["# Arriving: dh' …", "dc' += o * (1 − tanh(c')²) * dh'", '# To step t − 1:', "dc = f * dc'"] },
  ];
  return { from, to, reach, ahead: 1, window: 64, lines, steps };
}

export function eigenvaluesOf(at: number): Eigenvalues {
  const modulus = (unit: number) => 0.95 * Math.sqrt(unit / UNITS);
  return {
    real: Float64Array.from({ length: UNITS }, (_, unit) => modulus(unit) * Math.cos(unit * 2.4 + at)),
    imaginary: Float64Array.from({ length: UNITS }, (_, unit) => modulus(unit) * Math.sin(unit * 2.4 + at)),
  };
}

export const largestOf = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: to - from }, (_, t) => 0.9 + 0.08 * Math.sin(from + t));
