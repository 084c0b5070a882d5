import assert from 'node:assert/strict';
import { positiveNumber } from '../../src/host/commands/typedNumber';

describe('numbers that are typed', () => {
  it('are whole and within bounds', () => {
    assert.equal(positiveNumber(' 200 ', 8192, false), 200);
    for (const wrong of ['', '0', '-1', '1.5', '1e3', '0x10', '8193', 'many', '１'])
      assert.equal(positiveNumber(wrong, 8192, false), undefined, wrong);
  });

  it('may be fractions where time is meant', () => {
    assert.deepEqual(
      ['0.5', '.5', '2.'].map((text) => positiveNumber(text, Number.POSITIVE_INFINITY, true)),
      [0.5, 0.5, 2],
    );
    assert.equal(positiveNumber('0.0', Number.POSITIVE_INFINITY, true), undefined);
  });
});
