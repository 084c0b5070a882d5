/** Rows and columns by what they stand for, of tensors of every shape. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type RowNames, withMatched } from '../../../src/engine/carry/matchedRows';

const names: fc.Arbitrary<RowNames> = fc.uniqueArray(fc.option(fc.constantFrom(...'abcdefghij'), { nil: undefined }), { minLength: 1 });

describe('matched rows', () => {
  it('have the given numbers of the same symbol, wherever that stood, and else those that were drawn', () => {
    fc.assert(
      fc.property(
        names,
        names,
        fc.constantFrom<0 | 1>(0, 1),
        fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
        (from, to, axis, other) => {
          // Beside the axis of symbols there is one of another length, or as in a bias none.
          const along = other === undefined ? 0 : axis;
          const shape = (length: number) => (other === undefined ? [length] : along === 0 ? [length, other] : [other, length]);
          const tensor = (length: number, first: number) => ({
            shape: shape(length),
            data: Float32Array.from({ length: length * (other ?? 1) }, (_, k) => first + k),
          });
          const [given, drawn] = [tensor(from.length, 1000), tensor(to.length, 0)];
          const at = (each: typeof given, length: number, row: number, k: number) =>
            each.data[along === 0 ? row * (other ?? 1) + k : k * length + row];
          const found = withMatched(drawn, given, along, from, to);
          assert.deepEqual(found.shape, drawn.shape);
          to.forEach((name, row) => {
            const before = from.indexOf(name);
            for (let k = 0; k < (other ?? 1); k++)
              assert.equal(
                at(found as typeof given, to.length, row, k),
                before < 0 ? at(drawn, to.length, row, k) : at(given, from.length, before, k),
              );
          });
        },
      ),
    );
  });
});
