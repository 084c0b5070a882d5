/** Reads what generate.py wrote, and says whether two arrays of numbers are near each other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { decodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';

export interface Curve {
  readonly name: string;
  readonly settings: ExperimentOptions;
  readonly losses: ArrayLike<number>;
  readonly norms: ArrayLike<number>;
}

export interface Golden {
  /** The file that `--init` reads. */
  readonly weights: Uint8Array;
  /** One of the arrays that the header of generate.py names. */
  of(name: string): Tensor;
  /** ∂loss/∂ each parameter, by PyTorch's or the lecture's name. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  readonly curves: readonly Curve[];
}

export const goldenText = readFileSync('test/golden/text.txt', 'utf8');

export function readGolden(model: string): Golden {
  const { tensors, metadata } = decodeSafetensors(readFileSync(`test/golden/${model}/golden.safetensors`));
  const of = (name: string) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`${model} has no ${name}`);
    return tensor;
  };
  return {
    weights: readFileSync(`test/golden/${model}/weights.safetensors`),
    of,
    gradients: new Map(
      [...tensors].filter(([name]) => name.startsWith('grad.')).map(([name, tensor]) => [name.slice('grad.'.length), tensor]),
    ),
    curves: Object.entries(metadata).map(([name, settings]) => ({
      name,
      settings: JSON.parse(settings),
      losses: of(`curve.${name}.losses`).data,
      norms: of(`curve.${name}.norms`).data,
    })),
  };
}

/** (A, B, …) → (B, A, …): PyTorch's batch first ↔ our time-major, or a matrix transposed. */
export function swapped({ shape, data }: Tensor): Tensor {
  const [a = 1, b = 1, ...rest] = shape;
  const size = rest.reduce((product, length) => product * length, 1);
  const out = data.slice();
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++) out.set(data.subarray((i * b + j) * size, (i * b + j + 1) * size), (j * a + i) * size);
  return { shape: [b, a, ...rest], data: out };
}

/** max |found − expected| ≤ tolerance · max |expected|. */
export function near(found: ArrayLike<number> | undefined, expected: ArrayLike<number> | undefined, tolerance: number, what: string): void {
  assert.ok(found && expected, `${what}: nothing to compare`);
  assert.equal(found.length, expected.length, what);
  const size = Math.max(...Array.from(expected, Math.abs));
  const apart = Math.max(...Array.from(expected, (value, k) => Math.abs(value - (found[k] as number)))) / size;
  assert.ok(apart <= tolerance, `${what}: ${apart.toExponential(2)} apart, where ${tolerance} is allowed`); // NaN is not ≤
}
