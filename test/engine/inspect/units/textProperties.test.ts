/** What is said of each character, on texts whose answer one can see. */
import assert from 'node:assert/strict';
import { TEXT_PROPERTIES, textCharacters } from '../../../../src/engine/inspect/units/textProperties';

/** Each line: a property, a text, and below each of its characters what the property is there. */
const SEEN: readonly (readonly [string, string, string])[] = [
  ['inside quotes', 'a "b\\"c" d', '0011111000'],
  ['inside quotes', "it's 'so' x", '00000111000'],
  ['inside quotes', '“no” said', '111000000'],
  ['inside quotes', '"a\n\nb', '11000'],
  ['inside a comment', 'a // b\nc /* d */ e', '001111000111111000'],
  ['inside a comment', 'http://x "//"', '0000000000000'],
  ['inside brackets', 'f(a[1])b', '01111100'],
  ['bracket depth', 'f(a[1])b)', '011221000'],
  ['position in line', 'ab\ncd', '12012'],
  ['indentation', '  a b\n c', '12222011'],
  ['inside indentation', '  a b\n c', '11000010'],
  ['letter', 'a1 é', '1001'],
  ['upper case', 'aBÉ1', '0110'],
  ['digit', 'a1 2', '0101'],
  ['vowel', 'brÜa', '0011'],
  ['white space', 'a \tb\n', '01101'],
  ['line end', 'a\n b', '0100'],
  ['punctuation', 'a, b+', '01001'],
  ['start of word', 'ab c_d', '100100'],
  ['end of word', 'ab c_d', '010001'],
  ['word length so far', 'ab c_d', '120123'],
  ['words in line', 'ab c\nd', '111201'],
  ['position in text', 'abc', '012'],
];

describe('properties of a text', () => {
  for (const [name, text, expected] of SEEN)
    it(`${name}: ${JSON.stringify(text)}`, () => {
      const property = TEXT_PROPERTIES.find((one) => one.name === name);
      assert.equal([...(property?.values(textCharacters([...text])) ?? [])].join(''), expected);
    });

  it('are all shown above', () => {
    assert.deepEqual(
      TEXT_PROPERTIES.map(({ name }) => name).filter((name) => !SEEN.some(([seen]) => seen === name)),
      [],
    );
  });
});
