/** Where in its files a character of a corpus stands. */
import assert from 'node:assert/strict';
import { corpusText } from '../../src/engine/inspect/units/corpusReader';
import { corpusOf, rowsCorpus } from '../../src/runs/readCorpus';
import { materialOf } from '../../src/sources/readMaterial';

describe('a corpus', () => {
  const AS_IT_IS = { lineEnds: 'keep', normalization: 'keep', units: 'characters' } as const;
  const files = [
    { file: '/a.txt', text: 'one\r\n😀two\n' },
    { file: '/b.txt', text: 'three' },
  ];

  it('knows file, line and column as an editor counts them, and shows what is around within the file', () => {
    const corpus = corpusOf(files, AS_IT_IS);
    assert.equal(corpus.learned, 'one\r\n😀two\nthree');
    const [two, end, three] = corpus.locate([
      { from: 6, to: 8 },
      { from: 9, to: 10 },
      { from: 10, to: 12 },
    ]);
    assert.deepEqual(two, { file: '/a.txt', line: 2, column: 3, before: 'one\r\n😀', characters: 'tw', after: 'o\n' });
    assert.deepEqual([end?.file, end?.line, end?.column], ['/a.txt', 2, 6]);
    assert.deepEqual([three?.file, three?.line, three?.column, three?.before], ['/b.txt', 1, 1, '']);
  });

  it('is what the run learned, in its form and with the line ends that were put between, and tells places of the files as they are', () => {
    const own = [
      { file: '/a.txt', text: 'one\r\ncafe\u0301 two' },
      { file: '/b.txt', text: 'three' },
    ];
    const corpus = corpusOf(own, { lineEnds: 'lf', normalization: 'nfc', units: 'characters' });
    assert.equal(corpus.learned, 'one\ncafé two\nthree');
    const [accent, two, three] = corpus.locate([
      { from: 7, to: 8 },
      { from: 9, to: 12 },
      { from: 13, to: 14 },
    ]);
    assert.deepEqual([accent?.line, accent?.column, accent?.characters], [2, 4, 'e\u0301']);
    assert.deepEqual([two?.line, two?.column, two?.characters, two?.after], [2, 7, 'two', '']);
    assert.deepEqual([three?.file, three?.line, three?.column, three?.characters], ['/b.txt', 1, 1, 't']);
  });

  it('is cut where it is long, and says so', () => {
    const corpus = corpusOf(files, AS_IT_IS, 7);
    assert.deepEqual([corpus.learned, corpus.cut], ['one\r\n😀t', true]);
  });

  it('of rows knows the line of each and the column where it stands in it, and shows no more than the row', () => {
    const table = [{ file: '/n.csv', text: 'label,name\nx,😀anna\ny,"say ""hi"""\n' }];
    const rows = [
      { input: '😀anna', target: 'x', file: '/n.csv', line: 2 },
      { input: 'say "hi"', target: 'y', file: '/n.csv', line: 3 },
    ];
    const corpus = rowsCorpus(rows, table);
    assert.equal(corpusText(corpus.learned), '😀anna\nsay "hi"\n');
    const [anna, hi] = corpus.locate([
      { from: 2, to: 4 },
      { from: 6, to: 9 },
    ]);
    assert.deepEqual(anna, { file: '/n.csv', line: 2, column: 6, before: '😀a', characters: 'nn', after: 'a' });
    assert.deepEqual(hi, { file: '/n.csv', line: 3, column: 1, before: '', characters: 'say', after: ' "hi"' });
    for (const [file, text, column] of [
      ['/n.tsv', 'German\tman\n', 8],
      ['/n.csv', '"Ger,man",man\n', 11],
      ['/n.jsonl', '{"label":"German","text":"man"}\n', 27],
    ] as const) {
      const reading = { task: 'classify', inputColumn: 2, targetColumn: 1, header: false } as const;
      const { material } = materialOf(reading, [{ file, text }]);
      assert.ok(material.kind === 'rows');
      const [man] = rowsCorpus(material.rows, [{ file, text }]).locate([{ from: 0, to: 1 }]);
      assert.deepEqual([man?.line, man?.column, man?.characters], [1, column, 'm'], `${file}: not in the label`);
    }
    const short = rowsCorpus(rows, table, 'characters', 8);
    assert.deepEqual([short.learned.length, short.cut], [1, true]);
  });
});
