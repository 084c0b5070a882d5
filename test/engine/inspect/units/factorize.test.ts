/** Non-negative factors against a matrix whose factors are known, and the order of units that they give. */
import assert from 'node:assert/strict';
import { atOnce } from '../../../../src/engine/inspect/decompose/steps';
import { openTrace } from '../../../../src/engine/inspect/openTrace';
import { factorize } from '../../../../src/engine/inspect/units/factorize';
import { factorOrder, fitFactors, followFactors, unitsOfFactor } from '../../../../src/engine/inspect/units/factors';
import { Random } from '../../../../src/engine/random';
import { modelOf, VERSE } from '../../tasks/modelOf';
import { running } from '../../trainOnce';

describe('non-negative factors', () => {
  it('of a matrix that has them are found again, but for their order and size', () => {
    const random = Random.fromSeed(3);
    const [rows, rank, columns] = [12, 3, 30];
    // Each factor alone has some rows and some columns, so that there is one factorisation only.
    const w = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: rank }, (_, f) => (row < rank ? Number(row === f) : random.uniform())),
    );
    const h = Array.from({ length: rank }, (_, f) =>
      Array.from({ length: columns }, (_, c) => (c < rank ? Number(c === f) : random.uniform())),
    );
    const v = Float64Array.from({ length: rows * columns }, (_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      return [0, 1, 2].reduce((sum, f) => sum + (w[row]?.[f] as number) * (h[f]?.[column] as number), 0);
    });
    const found = atOnce(factorize(v, [rows, columns], { rank, iterations: 20_000 }));
    let error = 0;
    for (let at = 0; at < v.length; at++) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const again = [0, 1, 2].reduce((sum, f) => sum + (found.w[row * rank + f] as number) * (found.h[f * columns + column] as number), 0);
      error = Math.max(error, Math.abs(again - (v[at] as number)));
    }
    assert.ok(error < 1e-2, `${error}`);
    assert.ok(found.w.every((value) => value >= 0) && found.h.every((value) => value >= 0));
    const cosine = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, at) => sum + value * (b[at] as number), 0) / Math.hypot(...a) / Math.hypot(...b);
    for (const truth of h) {
      const likeness = [0, 1, 2].map((f) => cosine(truth, [...found.h.subarray(f * columns, (f + 1) * columns)]));
      assert.ok(Math.max(...likeness) > 0.99, `${likeness}`);
    }
  });

  it('never fit worse after more updates', () => {
    const random = Random.fromSeed(7);
    const v = Float64Array.from({ length: 8 * 9 }, () => random.uniform());
    const error = (iterations: number) => {
      const { w, h } = atOnce(factorize(v, [8, 9], { rank: 2, iterations }));
      return v.reduce((sum, value, at) => {
        const [row, column] = [Math.floor(at / 9), at % 9];
        const again = (w[row * 2] as number) * (h[column] as number) + (w[row * 2 + 1] as number) * (h[9 + column] as number);
        return sum + (value - again) ** 2;
      }, 0);
    };
    const errors = [0, 1, 2, 5, 20, 80].map(error);
    for (let at = 1; at < errors.length; at++) assert.ok((errors[at] as number) <= (errors[at - 1] as number) + 1e-12);
  });

  it('put units that do the same beside each other', () => {
    const [units, moments] = [9, 60];
    const values = Float32Array.from({ length: units * moments }, (_, at) => {
      const [moment, unit] = [Math.floor(at / units), at % units];
      return moment % 3 === unit % 3 ? 0.5 + unit / 20 : 0.01;
    });
    const groups = [...factorOrder(atOnce(fitFactors(values, units, 12)))].map((unit) => unit % 3);
    assert.deepEqual(groups.filter((group, at) => group !== groups[at - 1]).length, 3, `${groups}`);
    assert.deepEqual([...factorOrder(atOnce(fitFactors(new Float32Array(), 3, 12)))], [0, 1, 2]);
  });

  it('are named by their units, and followed through values that they did not see', () => {
    // Two causes, each with units of its own that it raises or lowers; the first 60 moments are what the factors are found from.
    const random = Random.fromSeed(5);
    const signs = [1, 1, -1, 1, -1];
    const shares = [1, 0.5, 0.8, 0.9, 0.6];
    const causes = Array.from({ length: 200 }, () => [
      2 * random.uniform() * Number(random.uniform() < 0.5),
      random.uniform() * Number(random.uniform() < 0.5),
    ]);
    const values = Float32Array.from(
      causes.flatMap(([one = 0, other = 0]) => signs.map((sign, unit) => sign * (shares[unit] as number) * (unit < 3 ? one : other))),
    );
    const fitted = atOnce(fitFactors(values.subarray(0, 60 * 5), 5, 2));
    const named = [0, 1].map((factor) => unitsOfFactor(fitted, factor));
    assert.deepEqual(
      named.map((units) => units.map(({ unit, sign }) => [unit, sign])),
      [
        [
          [0, 1],
          [2, -1],
          [1, 1],
        ],
        [
          [3, 1],
          [4, -1],
        ],
      ],
    );
    for (const { unit, weight } of named.flat())
      assert.ok(Math.abs(weight - (shares[unit] as number) / (unit < 3 ? 1 : 0.9)) < 0.02, `${unit}: ${weight}`);
    const active = followFactors(fitted)(values);
    causes.forEach(([one = 0, other = 0], t) => {
      assert.ok(Math.abs((active[2 * t] as number) - one) < 0.03 && Math.abs((active[2 * t + 1] as number) - 0.9 * other) < 0.03, `${t}`);
    });
  });

  it('are followed by non-negative least squares: no nearer activations are found by trying', () => {
    const random = Random.fromSeed(11);
    const [units, moments] = [7, 50];
    const values = Float32Array.from({ length: units * moments }, () => random.normal());
    const fitted = atOnce(fitFactors(values, units, 4));
    const active = followFactors(fitted)(values);
    const miss = (t: number, x: readonly number[]) => {
      let sum = 0;
      for (let row = 0; row < 2 * units; row++) {
        const value = values[t * units + (row % units)] as number;
        const v = row < units ? Math.max(0, value) : Math.max(0, -value);
        sum += (v - x.reduce((all, one, factor) => all + one * (fitted.weights[row * 4 + factor] as number), 0)) ** 2;
      }
      return sum;
    };
    for (let t = 0; t < moments; t++) {
      const found = [...active.subarray(4 * t, 4 * t + 4)];
      assert.ok(found.every((one) => one >= 0));
      for (let trial = 0; trial < 50; trial++) {
        const other = found.map((one) => Math.max(0, one + 0.1 * random.normal()));
        assert.ok(miss(t, found) <= miss(t, other) + 1e-6, `${t}: ${found} and ${other}`);
      }
    }
  });

  it('are told along a text: of several characters their mean, least and greatest', async () => {
    const model = await modelOf({ task: 'language-model', hidden: 10 }, VERSE);
    const trace = await openTrace(model, VERSE.slice(0, 300), running);
    const layer = { layer: 0, direction: 'forward' } as const;
    const field = { kind: 'factors', ...layer, rank: 8 } as const;
    const each = await trace.field({ part: 'source', field, from: 0, to: 300, step: 1 }, running);
    const coarse = await trace.field({ part: 'source', field, from: 0, to: 300, step: 7 }, running);
    assert.deepEqual([each.rows, each.columns, coarse.columns], [8, 300, 43]);
    const units = await trace.factorUnits({ part: 'source', ...layer, rank: 8 }, running);
    assert.equal(units.length, 8);
    assert.ok(units.every(([first]) => first?.weight === 1));
    for (let column = 0; column < 43; column++)
      for (let factor = 0; factor < 8; factor++) {
        const own = Array.from({ length: Math.min(7, 300 - 7 * column) }, (_, at) => each.mean?.[(7 * column + at) * 8 + factor] as number);
        const at = column * 8 + factor;
        assert.ok(Math.abs((coarse.mean?.[at] as number) - own.reduce((a, b) => a + b) / own.length) < 1e-4);
        assert.ok(Math.abs((coarse.high?.[at] as number) - Math.max(...own)) < 1e-4);
        assert.ok(Math.abs((coarse.low?.[at] as number) - Math.min(...own)) < 1e-4);
      }
    const stop = { aborted: false };
    const pause = async () => {
      stop.aborted = true;
    };
    await assert.rejects(trace.field({ part: 'source', field, from: 0, to: 300, step: 7 }, { stop, pause }), { name: 'CancelledError' });
    await assert.rejects(trace.factorUnits({ part: 'source', layer: 2, direction: 'forward', rank: 8 }, running), { name: 'FieldError' });
    const other = { aborted: false };
    let rounds = 0;
    const ending = async () => {
      other.aborted = ++rounds === 3;
    };
    await assert.rejects(trace.factorUnits({ part: 'source', ...layer, rank: 9 }, { stop: other, pause: ending }), {
      name: 'CancelledError',
    });
    assert.equal(rounds, 3, 'in the midst of the fit');
    model.dispose();
  });

  it('order the units of each layer of a trace', async () => {
    const model = await modelOf({ task: 'infill', layers: 2 }, VERSE);
    const trace = await openTrace(model, VERSE.slice(0, 200), running);
    for (const { layer, direction } of trace.shape.source.layers) {
      const order = await trace.factorOrder({ part: 'source', layer, direction, rank: 12 }, running);
      assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5]);
      assert.deepEqual(await trace.factorOrder({ part: 'source', layer, direction, rank: 12 }, running), order);
    }
    await assert.rejects(trace.factorOrder({ part: 'source', layer: 2, direction: 'forward', rank: 12 }, running), { name: 'FieldError' });
    model.dispose();
  });
});
