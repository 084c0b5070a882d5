/** Semantic tokens as spans of a passage. */
import assert from 'node:assert/strict';
import { kindsIn } from '../../src/host/editors/tokenKinds';
import { AS_WRITTEN, UnitOffsets } from '../../src/host/editors/unitOffsets';

describe('semantic tokens of a passage', () => {
  it('are spans in its code points, cut where it begins and ends', () => {
    // The document: "let x\n😀 if (y)\nz"; the passage begins at "x".
    const lines = ['let x', '😀 if (y)', 'z'];
    const before = (line: number) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    const text = 'x\n😀 if (y';
    const data = Uint32Array.of(...[0, 0, 3, 0, 0], ...[0, 4, 1, 1, 0], ...[1, 3, 2, 0, 0], ...[0, 4, 2, 1, 0], ...[1, 0, 1, 1, 0]);
    assert.deepEqual(
      kindsIn(data, ['keyword', 'variable'], (line, character) => before(line) + character - 4, {
        length: text.length,
        offsets: new UnitOffsets(text, AS_WRITTEN),
      }),
      [
        { name: 'token: variable', spans: [0, 1, 8, 9] },
        { name: 'token: keyword', spans: [4, 6] },
      ],
    );
  });

  it('are spans in its words, where it is read in words', () => {
    const text = 'let xy = "a b"';
    const data = Uint32Array.of(...[0, 0, 3, 0, 0], ...[0, 4, 2, 1, 0], ...[0, 5, 5, 2, 0]);
    const offsets = new UnitOffsets(text, { ...AS_WRITTEN, units: 'words' });
    assert.deepEqual(
      kindsIn(data, ['keyword', 'variable', 'string'], (_, character) => character, { length: text.length, offsets }).map(
        ({ spans }) => spans,
      ),
      [
        [0, 1],
        [1, 2],
        [3, 7],
      ],
    );
  });

  it('are none where there are none', () => {
    assert.deepEqual(
      kindsIn(new Uint32Array(), [], () => 0, { length: 4, offsets: new UnitOffsets('text', AS_WRITTEN) }),
      [],
    );
  });
});
