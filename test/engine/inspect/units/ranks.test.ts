/** Ranks, AUC and r against the definitions, by brute force: every pair, every tie. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aucOf, correlation, ranksInGroups, Sorter, standardized } from '../../../../src/engine/inspect/units/ranks';

/** Few different values among many, negative zero and the extremes of single precision among them. */
const value = fc.oneof(fc.constantFrom(-0, 0, 0.5, -0.5, 1, -1), fc.float({ noNaN: true }));
const series = fc.array(fc.tuple(value, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 60 });

describe('the scores of units', () => {
  it('sorts single-precision numbers, and ranks them in two groups', () => {
    fc.assert(
      fc.property(series, (rows) => {
        const values = Float32Array.from(rows, ([number]) => number);
        const order = new Sorter(values.length).sort(values);
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          [...values.keys()],
        );
        for (let place = 1; place < order.length; place++)
          assert.ok((values[order[place - 1] as number] as number) <= (values[order[place] as number] as number));
        const group = Uint8Array.from(rows, ([, second]) => Number(second));
        const ranks = new Float32Array(values.length);
        ranksInGroups(values, order, group, ranks);
        values.forEach((one, at) => {
          const others = [...values].filter((_, other) => group[other] === group[at]);
          const less = others.filter((other) => other < one).length;
          const equal = others.filter((other) => other === one).length;
          assert.equal(ranks[at], less + (equal + 1) / 2);
        });
      }),
    );
  });

  it('has the AUC of all pairs, ties counted half', () => {
    fc.assert(
      fc.property(series, (rows) => {
        const values = Float32Array.from(rows, ([number]) => number);
        const ranks = new Float32Array(values.length);
        ranksInGroups(values, new Sorter(values.length).sort(values), new Uint8Array(values.length), ranks);
        const members = Uint32Array.from([...values.keys()].filter((at) => rows[at]?.[2]));
        const rest = [...values.keys()].filter((at) => !rows[at]?.[2]);
        let wins = 0;
        for (const member of members)
          for (const other of rest) wins += (Math.sign((values[member] as number) - (values[other] as number)) + 1) / 2;
        const expected = wins / (members.length * rest.length);
        if (Number.isNaN(expected)) assert.ok(Number.isNaN(aucOf(ranks, members, values.length)));
        else assert.ok(Math.abs(aucOf(ranks, members, values.length) - expected) < 1e-9);
      }),
    );
  });

  it('has Pearson’s r of some of the values', () => {
    // x = 1 2 3 4, y = 2 1 4 3: r = 3/5 by hand; the values between them are others.
    const values = Float32Array.of(1, 100, 2, -7, 3, 4);
    const numbers = Float32Array.of(2, 55, 1, 3, 4, 3);
    const some = Uint32Array.of(0, 2, 4, 5);
    assert.ok(Math.abs(correlation(values, some, standardized(numbers, some) as Float32Array) - 0.6) < 1e-6);
    assert.equal(standardized(Float32Array.of(3, 3, 3), Uint32Array.of(0, 1, 2)), undefined);
  });
});
