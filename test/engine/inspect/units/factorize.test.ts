/** Non-negative factors against a matrix whose factors are known, and the order of units that they give. */
import assert from 'node:assert/strict';
import { openTrace } from '../../../../src/engine/inspect/openTrace';
import { factorize } from '../../../../src/engine/inspect/units/factorize';
import { factorOrder } from '../../../../src/engine/inspect/units/factorOrder';
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
    const found = factorize(v, [rows, columns], { rank, iterations: 20_000 });
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
      const { w, h } = factorize(v, [8, 9], { rank: 2, iterations });
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
    const groups = [...factorOrder(values, units)].map((unit) => unit % 3);
    assert.deepEqual(groups.filter((group, at) => group !== groups[at - 1]).length, 3, `${groups}`);
    assert.deepEqual([...factorOrder(new Float32Array(), 3)], [0, 1, 2]);
  });

  it('order the units of each layer of a trace', async () => {
    const model = await modelOf({ task: 'infill', layers: 2 }, VERSE);
    const trace = await openTrace(model, VERSE.slice(0, 200), running);
    for (const { layer, direction } of trace.shape.source.layers) {
      const order = trace.factorOrder({ part: 'source', layer, direction });
      assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5]);
      assert.deepEqual(trace.factorOrder({ part: 'source', layer, direction }), order);
    }
    assert.throws(() => trace.factorOrder({ part: 'source', layer: 2, direction: 'forward' }), { name: 'FieldError' });
    model.dispose();
  });
});
