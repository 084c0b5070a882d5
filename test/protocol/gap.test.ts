// Which gap a cursor means: the one at it, the next one, else the last.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gapAt } from '../../src/protocol/gap';

const gapIn = (text: string, cursor: number): string | undefined => {
  const gap = gapAt(text, cursor);
  return gap && `${text.slice(0, gap.start)}[${text.slice(gap.start, gap.end)}]${text.slice(gap.end)}`;
};

describe('the gap that is meant', () => {
  const text = 'I am ____ hungry, I could eat __ a pig';

  it('is the one at the cursor, its ends included', () => {
    for (const cursor of [5, 7, 9]) assert.equal(gapIn(text, cursor), 'I am [____] hungry, I could eat __ a pig');
  });

  it('is the next one after the cursor, else the last', () => {
    assert.equal(gapIn(text, 0), 'I am [____] hungry, I could eat __ a pig');
    assert.equal(gapIn(text, 12), 'I am ____ hungry, I could eat [__] a pig');
    assert.equal(gapIn(text, text.length), 'I am ____ hungry, I could eat [__] a pig');
  });

  it('may stand at the very start or end; a snake_case name is none', () => {
    assert.equal(gapIn('____ly', 0), '[____]ly');
    assert.equal(gapIn('the end ____', 0), 'the end [____]');
    assert.equal(gapIn('snake_case', 3), undefined);
    assert.equal(gapIn('', 0), undefined);
  });

  it('is underscores and nothing else, as many as there are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '_', ' ', '😀')), fc.nat(30), (parts, cursor) => {
        const text = parts.join('');
        const gap = gapAt(text, cursor);
        assert.equal(gap === undefined, !text.includes('__'));
        if (!gap) return;
        assert.match(text.slice(gap.start, gap.end), /^_{2,}$/);
        assert.notEqual(text[gap.start - 1], '_');
        assert.notEqual(text[gap.end], '_');
      }),
    );
  });
});
