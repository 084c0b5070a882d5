import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Lengths, lengthGroups } from '../../../src/engine/data/lengthGroups';

const lengths = fc.array(fc.record({ source: fc.integer({ min: 1, max: 9 }), target: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 8,
});

describe('lengthGroups', () => {
  it('has each row once, shorter ones before longer ones', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 4 }), (rows, batch) => {
        const groups = lengthGroups(rows, batch);
        assert.ok(groups.length <= 4);
        assert.deepEqual(
          groups.flat().sort((a, b) => a - b),
          [...rows.keys()],
        );
        const sums = groups.map((group) => group.map((row) => sum(rows[row] as Lengths)));
        for (const [index, later] of sums.slice(1).entries()) assert.ok(Math.max(...(sums[index] as number[])) < Math.min(...later));
      }),
    );
  });

  it('cuts where the least work is: no cut into as many groups has less', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 4 }), (rows, batch) => {
        const groups = lengthGroups(rows, batch);
        const ordered = [...rows].sort((a, b) => sum(a) - sum(b));
        for (const cut of cutsInto(groups.length, ordered))
          assert.ok(
            work(
              groups.map((group) => group.map((row) => rows[row] as Lengths)),
              batch,
            ) <= work(cut, batch),
          );
      }),
      { numRuns: 500 },
    );
  });

  it('leaves rows of one length together, and parts the short from the long', () => {
    const of = (count: number, length: number) => Array.from({ length: count }, () => ({ source: length, target: 1 }));
    assert.equal(lengthGroups(of(100, 7), 10).length, 1);
    const groups = lengthGroups([...of(90, 5), ...of(10, 200)], 10);
    assert.deepEqual(
      groups.map((group) => group.length),
      [90, 10],
    );
  });
});

const sum = ({ source, target }: Lengths) => source + target;

function work(groups: readonly (readonly Lengths[])[], batch: number): number {
  return groups.reduce((total, rows) => {
    const size = Math.min(batch, rows.length);
    const steps = Math.max(...rows.map(({ source }) => source)) + Math.max(...rows.map(({ target }) => target));
    return total + Math.ceil(rows.length / size) * size * steps;
  }, 0);
}

/** All ways to cut a list into so many parts, none within rows of one length. */
function cutsInto(parts: number, rows: readonly Lengths[]): Lengths[][][] {
  if (parts === 1) return [[[...rows]]];
  return rows.flatMap((row, index) =>
    index === 0 || sum(row) === sum(rows[index - 1] as Lengths)
      ? []
      : cutsInto(parts - 1, rows.slice(index)).map((rest) => [rows.slice(0, index), ...rest]),
  );
}
