/** Where in its files a character of a corpus stands. */
import assert from 'node:assert/strict';
import { corpusOf } from '../../src/runs/readCorpus';

describe('a corpus', () => {
  const files = [
    { file: '/a.txt', text: 'one\r\n😀two\n' },
    { file: '/b.txt', text: 'three' },
  ];

  it('knows file, line and column as an editor counts them, and shows what is around within the file', () => {
    const corpus = corpusOf(files);
    assert.equal(corpus.text, 'one\r\n😀two\nthree');
    const [two, end, three] = corpus.locate([
      { from: 6, to: 8 },
      { from: 9, to: 10 },
      { from: 10, to: 12 },
    ]);
    assert.deepEqual(two, { file: '/a.txt', line: 2, column: 3, before: 'one\r\n😀', characters: 'tw', after: 'o\n' });
    assert.deepEqual([end?.file, end?.line, end?.column], ['/a.txt', 2, 6]);
    assert.deepEqual([three?.file, three?.line, three?.column, three?.before], ['/b.txt', 1, 1, '']);
  });

  it('is cut where it is long, and says so', () => {
    const corpus = corpusOf(files, 7);
    assert.deepEqual([corpus.text, corpus.cut], ['one\r\n😀t', true]);
  });
});
