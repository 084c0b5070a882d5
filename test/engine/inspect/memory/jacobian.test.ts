/** One step's Jacobian, its eigenvalues and Lyapunov exponents: against a vanilla network's formula and matrices that are known. */
import assert from 'node:assert/strict';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Model } from '../../../../src/engine/abilities';
import { radius } from '../../../../src/engine/inspect/memory/eigenvalues';
import { openTrace } from '../../../../src/engine/inspect/openTrace';
import { modelOf, VERSE } from '../../tasks/modelOf';
import { running } from '../../trainOnce';

/** Whatever the text, its Jacobian is W_hh. */
const LINEAR = `cell linear
state h
h' = W_hh h + W_xh x
`;

describe('the Jacobian of a step', function () {
  this.timeout(60_000);

  it('of a vanilla network has the eigenvalues of diag(1 − h²) W_hh', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'rnn' }, VERSE);
    const opened = await openTrace(model, VERSE, running);
    const field = { kind: 'activation', layer: 0, direction: 'forward', name: 'h' } as const;
    const largest = await opened.memory.largestEigenvalues({ layer: 0, from: 50, to: 150 }, running);
    for (const at of [0, 50, 117]) {
      const { mean } = await opened.field({ part: 'source', from: at, to: at + 1, step: 1, field }, running);
      const { data } = weight(model);
      const rows = [...(mean as Float32Array)].map((h, i) => [...data.subarray(i * 6, i * 6 + 6)].map((w) => (1 - h * h) * w));
      const expected = theirEigenvalues(rows);
      const found = await opened.memory.eigenvalues({ layer: 0, at }, running);
      assert.deepEqual(sorted(found), sorted(expected));
      if (at >= 50) assert.ok(Math.abs((largest[at - 50] as number) - radius(expected)) < 1e-4);
    }
    model.dispose();
  });

  it('of a cell with two states has the eigenvalues of what moves them both', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'lstm', layers: 2, hidden: 20 }, VERSE);
    const opened = await openTrace(model, VERSE, running);
    const all = await opened.memory.eigenvalues({ layer: 1, at: 99 }, running);
    assert.equal(all.real.length, 40);
    const [largest] = await opened.memory.largestEigenvalues({ layer: 1, from: 99, to: 100 }, running);
    assert.ok(Math.abs((largest as number) - radius(all)) < 0.01 * radius(all), `${largest} and ${radius(all)}`);
    model.dispose();
  });

  it('of a linear network has exponents ln |λ| of its matrix', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'linear', cellSource: LINEAR, updates: 1 }, VERSE);
    const opened = await openTrace(model, VERSE, running);
    const values = theirEigenvalues(Array.from({ length: 6 }, (_, i) => [...weight(model).data.subarray(i * 6, i * 6 + 6)]));
    const expected = [...values.real].map((real, i) => Math.log(Math.hypot(real, values.imaginary[i] as number))).sort((a, b) => b - a);
    const found = await opened.memory.exponents({ layer: 0, from: 0, to: VERSE.length }, running);
    [...found].forEach((exponent, i) => {
      assert.ok(Math.abs(exponent - (expected[i] as number)) < 0.02, `${[...found]} and ${expected}`);
    });
    model.dispose();
  });
});

/** Another's way to them. */
function theirEigenvalues(rows: readonly (readonly number[])[]) {
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(new Matrix(rows.map((row) => [...row])), {
    assumeSymmetric: false,
  });
  return { real: Float64Array.from(realEigenvalues), imaginary: Float64Array.from(imaginaryEigenvalues) };
}

const weight = (model: Model) => model.weights.get('layers.0.W_hh') as { readonly data: Float32Array };

function sorted({ real, imaginary }: { readonly real: Float64Array; readonly imaginary: Float64Array }): string[] {
  return [...real].map((value, index) => `${value.toFixed(4)} ${Math.abs(imaginary[index] as number).toFixed(4)}`).sort();
}
