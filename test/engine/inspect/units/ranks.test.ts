/** Ranks, AUC and r against the definitions, by brute force: every pair, every tie. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aucOf, correlation, momentsOf, Ranker, standardized } from '../../../../src/engine/inspect/units/ranks';

/** Few different values among many, negative zero and the extremes of single precision among them. */
const value = fc.oneof(fc.constantFrom(-0, 0, 0.5, -0.5, 1, -1), fc.float({ noNaN: true }));
const series = fc.array(fc.tuple(value, fc.boolean()), { minLength: 1, maxLength: 60 });

function ranksOf(values: Float32Array): Float32Array {
  const ranks = new Float32Array(values.length);
  new Ranker(values.length).rank(values, ranks);
  return ranks;
}

describe('the scores of units', () => {
  it('ranks single-precision numbers, equal ones alike', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (numbers) => {
        const values = Float32Array.from(numbers);
        const ranks = ranksOf(values);
        values.forEach((one, at) => {
          const less = values.filter((other) => other < one).length;
          const equal = values.filter((other) => other === one).length;
          assert.equal(ranks[at], less + (equal + 1) / 2);
        });
      }),
    );
  });

  it('has the AUC of all pairs, ties counted half', () => {
    fc.assert(
      fc.property(series, (rows) => {
        const values = Float32Array.from(rows, ([number]) => number);
        const ranks = ranksOf(values);
        const members = Uint32Array.from([...values.keys()].filter((at) => rows[at]?.[1]));
        const rest = [...values.keys()].filter((at) => !rows[at]?.[1]);
        let wins = 0;
        for (const member of members)
          for (const other of rest) wins += (Math.sign((values[member] as number) - (values[other] as number)) + 1) / 2;
        const expected = wins / (members.length * rest.length);
        if (Number.isNaN(expected)) assert.ok(Number.isNaN(aucOf(ranks, members)));
        else assert.ok(Math.abs(aucOf(ranks, members) - expected) < 1e-9);
      }),
    );
  });

  it('has Pearson’s r', () => {
    // x = 1 2 3 4, y = 2 1 4 3: r = 3/5 by hand.
    const values = Float32Array.of(1, 2, 3, 4);
    const standard = standardized(Float32Array.of(2, 1, 4, 3)) as Float32Array;
    assert.ok(Math.abs(correlation(values, momentsOf(values), standard) - 0.6) < 1e-6);
    assert.equal(standardized(Float32Array.of(3, 3, 3)), undefined);
  });
});
