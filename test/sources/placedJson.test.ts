// JSON with places: what JSON.parse takes is taken, with the same value, and nothing else is; each mistake is named where it stands.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonError, placedJson } from '../../src/sources/placedJson';

const mistake = (text: string): JsonError => {
  try {
    placedJson(text);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  assert.fail(`${text} was taken`);
};

describe('JSON with places', () => {
  it('has the values of JSON.parse, however they are written', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.nat(4), (json, indent) => {
        const value = JSON.parse(json);
        assert.deepEqual(placedJson(JSON.stringify(value, undefined, indent) ?? 'null').value, value);
      }),
    );
  });

  it('takes no text that JSON.parse refuses', () => {
    const taken = '{"a": [1, -0.5e3, "x\\u00e9\\n", true, null], "b": {}}';
    fc.assert(
      fc.property(fc.nat(taken.length), fc.constantFrom('', ',', '"', '{', ']', '/**/', '\t', '01', '\\', '\u00a0'), (at, put) => {
        const text = taken.slice(0, at) + put + taken.slice(at + 1);
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        if (!parses) assert.ok(mistake(text).message.length > 0, text);
        else assert.doesNotThrow(() => placedJson(text), text);
      }),
      { numRuns: 500 },
    );
  });

  const mistakes: readonly [kind: string, text: string, line: number, column: number, message: RegExp][] = [
    ['a comment', '{\n  // why\n  "hidden": 8\n}', 2, 3, /no comments/],
    ['a comma before the end of an object', '{\n  "hidden": 8,\n}', 3, 1, /before } stands no comma/],
    ['a comma before the end of a list', '{"files": ["a",]}', 1, 16, /before ] stands no comma/],
    ['a missing comma', '{\r\n"hidden": 8\r\n"layers": 2}', 3, 1, /comma is missing/],
    ['a missing brace', '{"hidden": 8', 1, 13, /} is missing/],
    ['a text that is not closed', '{"cell": "gru\n}', 1, 10, /double quote is missing/],
    ['single quotes', "{'hidden': 8}", 1, 2, /double quotes/],
    ['a name twice', '{\n"hidden": 8,\n"hidden": 16\n}', 3, 1, /hidden is said twice/],
    ['a number beyond all', '{"updates": 1e999}', 1, 13, /larger than any/],
    ['nothing', '', 1, 1, /nothing in it/],
    ['a backslash of Windows', '{"files": ["C:\\data"]}', 1, 12, /written \\\\/],
    ['something after the end', '{} x', 1, 4, /./],
  ];
  for (const [kind, text, line, column, message] of mistakes)
    it(`names ${kind} with its place`, () => {
      const { place, ...error } = mistake(text);
      assert.match(mistake(text).message, message);
      assert.deepEqual([place.line, place.column, error.name], [line, column, 'JsonError']);
    });

  it('refuses brackets in brackets beyond all use, however many, at once', () => {
    for (const open of ['[', '{"a":', '/*"*/[']) mistake(open.repeat(1_000_000));
    assert.match(mistake('['.repeat(40)).message, /more than 32 deep/);
  });

  it('knows the place of each value and each name', () => {
    const { place, value } = placedJson('{\n  "files": ["a", "b"],\n  "cell": "gru"\n}');
    assert.deepEqual(value, { files: ['a', 'b'], cell: 'gru' });
    assert.deepEqual(place(['files', 1]), { line: 2, column: 18, endLine: 2, endColumn: 21 });
    assert.deepEqual(place(['cell'], 'name'), { line: 3, column: 3, endLine: 3, endColumn: 9 });
    assert.deepEqual(place(['files', 7]), place(['files']), 'of what is not there, the nearest around it');
    assert.deepEqual(place(['hidden']), { line: 1, column: 1, endLine: 1, endColumn: 2 });
  });
});
