// All maps at once as long as each can be read; every height free of moiré.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mapHeights } from '../../../../../../webview-ui/panels/run/tabs/inside/mapHeights';

const sum = (heights: readonly number[]): number => heights.reduce((total, height) => total + height, 0);

describe('heights of maps', () => {
  it('fit the room that there is wherever each has 40 px of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2048 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 40, max: 1200 }),
        (units, many, share) => {
          for (const ratio of [1, 1.25, 2]) {
            const heights = mapHeights(Array(many).fill(units), 1, share * many, ratio);
            assert.ok(sum(heights) <= share * many + 1e-6, `${heights.join()} in ${share * many}`);
            assert.ok(heights.every((height) => height > 0));
          }
        },
      ),
    );
  });

  it('have the same whole number of pixels for each row, or as many rows in each pixel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2048 }), fc.integer({ min: 10, max: 1200 }), (units, room) => {
        const [pixels = 0] = mapHeights([units], 1, room, 1);
        assert.ok(pixels % units === 0 || pixels === Math.ceil(units / Math.ceil(units / pixels)), `${units} rows in ${pixels} px`);
      }),
    );
  });

  it('are as usual where the room is too small for all: then they scroll', () => {
    assert.deepEqual(mapHeights([64, 64, 64, 64, 64, 64], 1, 200, 1), [64, 64, 64, 64, 64, 64]);
  });

  it('give what is left over to the hidden state, up to three times the others; in both directions', () => {
    assert.deepEqual(mapHeights([64, 64, 64, 64], 1, 400, 1), [192, 64, 64, 64]);
    assert.deepEqual(mapHeights([64, 64, 64, 64], 1, 2000, 1), [320, 320, 320, 320]);
    assert.deepEqual(mapHeights([64, 64, 64, 64], 2, 400, 1), [128, 128, 64, 64]);
  });

  it('do not stretch a few units over the whole panel', () => {
    assert.deepEqual(mapHeights([3], 1, 600, 1), [72]);
  });
});
