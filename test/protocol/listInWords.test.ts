/** Lists are said in one way, however long they are. */
import assert from 'node:assert/strict';
import { listInWords } from '../../src/protocol/listInWords';

describe('a list in words', () => {
  for (const [names, most, said] of [
    ['', undefined, ''],
    ['a', undefined, 'a'],
    ['ab', undefined, 'a and b'],
    ['abc', undefined, 'a, b and c'],
    ['abc', 3, 'a, b and c'],
    ['abcd', 3, 'a, b, c and 1 more'],
  ] as const)
    it(`of ${names.length}, ${most ?? 'all'} named: “${said}”`, () => assert.equal(listInWords([...names], most), said));
});
