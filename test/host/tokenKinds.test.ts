/** Semantic tokens as spans of a passage. */
import assert from 'node:assert/strict';
import { kindsIn } from '../../src/host/editors/tokenKinds';

describe('semantic tokens of a passage', () => {
  it('are spans in its code points, cut where it begins and ends', () => {
    // The document: "let x\n😀 if (y)\nz"; the passage begins at "x".
    const lines = ['let x', '😀 if (y)', 'z'];
    const before = (line: number) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    const text = 'x\n😀 if (y';
    const data = Uint32Array.of(...[0, 0, 3, 0, 0], ...[0, 4, 1, 1, 0], ...[1, 3, 2, 0, 0], ...[0, 4, 2, 1, 0], ...[1, 0, 1, 1, 0]);
    assert.deepEqual(
      kindsIn(data, ['keyword', 'variable'], (line, character) => before(line) + character - 4, text),
      [
        { name: 'token: variable', spans: [0, 1, 8, 9] },
        { name: 'token: keyword', spans: [4, 6] },
      ],
    );
  });

  it('are none where there are none', () => {
    assert.deepEqual(
      kindsIn(new Uint32Array(), [], () => 0, 'text'),
      [],
    );
  });
});
