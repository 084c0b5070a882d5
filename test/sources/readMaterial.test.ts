import assert from 'node:assert/strict';
import path from 'node:path';
import { materialOf, type Reading, readMaterial } from '../../src/sources/readMaterial';
import { TextFileError } from '../../src/sources/textFileError';
import { temporaryFolder, writerInto } from '../runs/temporaryFolder';

const TRANSLATE: Reading = { task: 'translate', inputColumn: 1, targetColumn: 2 };
const CLASSIFY: Reading = { ...TRANSLATE, task: 'classify' };

describe('readMaterial', () => {
  const folder = temporaryFolder();
  const write = writerInto(folder);
  const read = async (reading: Reading, ...files: string[]) => {
    const { material, notes, header } = await readMaterial(reading, files);
    assert.ok(material.kind === 'rows');
    return {
      rows: material.rows.map(({ input, target }) => [input, target]),
      places: material.rows.map(({ place }) => place),
      notes,
      header,
    };
  };
  const refused = (reading: Reading, file: string, words: RegExp) =>
    assert.rejects(readMaterial(reading, [file]), (error) => error instanceof TextFileError && words.test(error.message));

  it('reads tabs, whatever the line ends with, and a byte order mark', async () => {
    const { rows, places, notes } = await read(TRANSLATE, write('a.tsv', '\ufeffhi\tsalut\r\nrun\tcours\rgo\tva\n\nno\tnon'));
    assert.deepEqual(rows, [
      ['hi', 'salut'],
      ['run', 'cours'],
      ['go', 'va'],
      ['no', 'non'],
    ]);
    assert.equal(places[0], 'a.tsv:1');
    assert.deepEqual(notes, [
      'a.tsv: 4 rows of values between tabs; no header: row 1 is a row like the others; column 2 → target, column 1 → input.',
    ]);
  });

  it('says that a table is read as running text, where that is what the task learns from', async () => {
    const { notes } = await readMaterial({ task: 'language-model' }, [write('t.csv', 'text,label\nhi,a\n'), write('plain.txt', 'hi\n')]);
    assert.deepEqual(notes, [
      't.csv is a table and is read as running text, with all that stands between the values. To learn from rows, choose a task for them, such as classify.',
    ]);
  });

  it('reads quotation marks between commas as quotes, with line breaks and commas within', async () => {
    const { rows } = await read(TRANSLATE, write('a.csv', '"one, ""two""",zwei\n"three\nfour",vier\n'));
    assert.deepEqual(rows, [
      ['one, "two"', 'zwei'],
      ['three\nfour', 'vier'],
    ]);
  });

  it('reads them between tabs as themselves, where they are no quotes', async () => {
    const { rows } = await read(TRANSLATE, write('b.tsv', '"Hi," she said.\tSalut\n5" nail\tclou\n'));
    assert.deepEqual(rows, [
      ['"Hi," she said.', 'Salut'],
      ['5" nail', 'clou'],
    ]);
  });

  it('finds semicolons and bars', async () => {
    assert.deepEqual((await read(TRANSLATE, write('semi.csv', 'a, b;c\nd;e\nf;g, h\n'))).rows[0], ['a, b', 'c']);
    assert.deepEqual((await read(TRANSLATE, write('bar.csv', 'a|b\nc|d\n'))).rows, [
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('reads JSON line by line, by the order of the first keys, and arrays of objects', async () => {
    const lines = '{"text":"good","stars":5,"n":null}\n\n{"stars":1,"text":"bad"}\n';
    assert.deepEqual((await read(CLASSIFY, write('a.jsonl', lines))).rows, [
      ['good', '5'],
      ['bad', '1'],
    ]);
    assert.deepEqual((await read(CLASSIFY, write('a.json', '[{"t":"a","l":true},{"t":"b","l":false}]'))).rows, [
      ['a', 'true'],
      ['b', 'false'],
    ]);
  });

  it('takes a header for one only where it is said or has the names of columns, and tells', async () => {
    const file = write('h.csv', 'text,label\ngood,yes\nbad,no\n');
    const found = await read(CLASSIFY, file);
    assert.deepEqual([found.rows.length, found.header], [2, true]);
    assert.match(found.notes[0] as string, /row 1 is read as a header: text, label; label → target, text → input\.$/);
    assert.equal((await read({ ...CLASSIFY, header: false }, file)).rows.length, 3);
    const said = await read({ ...CLASSIFY, header: true }, write('plain.csv', 'a,b\nc,d\n'));
    assert.deepEqual(said.rows, [['c', 'd']]);
    assert.match(said.notes[0] as string, /row 1 is read as a header: a, b;/);
  });

  it('reads a document that has no name', async () => {
    const of = (text: string) => materialOf(CLASSIFY, [{ file: 'Untitled', text }]).material;
    const expected = { input: 'a', target: 'x', place: 'Untitled:1', file: 'Untitled', line: 1 };
    for (const text of ['a,x\nb,y\n', 'a;x\nb;y', 'a\tx', '{"text":"a","label":"x"}']) {
      const material = of(text);
      assert.ok(material.kind === 'rows');
      assert.deepEqual(material.rows[0], text.startsWith('{') ? expected : { ...expected, lead: 0 });
    }
  });

  it('reads other columns', async () => {
    const swapped = await read({ ...CLASSIFY, inputColumn: 3, targetColumn: 1 }, write('c.tsv', 'ham\t1\thello\nspam\t2\tbuy\n'));
    assert.deepEqual(swapped.rows, [
      ['hello', 'ham'],
      ['buy', 'spam'],
    ]);
  });

  it('passes over ragged lines and says which; refuses where most are', async () => {
    const { rows, notes } = await read(TRANSLATE, write('r.tsv', 'a\tb\nc\nd\te\textra\n'));
    assert.deepEqual(rows, [
      ['a', 'b'],
      ['d', 'e'],
    ]);
    assert.deepEqual(notes.slice(1), [
      'Passed over a row that has no column 2: r.tsv:2.',
      'A row has more than 2 values, and what comes after those is not read: r.tsv:3. Put a value that has tabs in it between quotation marks.',
    ]);
    await refused(TRANSLATE, write('one.tsv', 'a\nb\nc\td\n'), /“one\.tsv” has no column 2 in line 1; its values are separated by tabs/);
    await refused({ ...TRANSLATE, targetColumn: 4 }, write('k.jsonl', '{"a":1,"b":2}\n'), /no column 4; it has a, b\./);
  });

  it('refuses what is no table, in words that say what to do', async () => {
    await refused(TRANSLATE, write('poem.txt', 'Shall I compare thee\nto a summer’s day\n'), /“poem\.txt” has no columns: .* Put a tab/);
    await refused(TRANSLATE, write('q.csv', 'a,b\n"c,d\n'), /“q\.csv”.*quotation mark/);
    await refused(CLASSIFY, write('x.jsonl', '{"a":1}\nno\n'), /“x\.jsonl”, line 2: this is not JSON/);
    await refused(CLASSIFY, write('y.jsonl', '{"a":1}\n[2]\n'), /line 2: this is not an object/);
  });

  it('reads a folder with a file for each label', async () => {
    write('names/Irish.txt', 'O’Neal\n\n Quinn \r\n');
    write('names/Greek.txt', 'Kalakos\n');
    const { rows, places } = await read(CLASSIFY, path.join(folder(), 'names'));
    assert.deepEqual(rows, [
      ['Kalakos', 'Greek'],
      ['O’Neal', 'Irish'],
      ['Quinn', 'Irish'],
    ]);
    assert.equal(places[2], 'Irish.txt:3');
  });

  it('reads tables one after another, each with the same header or none', async () => {
    const { rows } = await read(
      CLASSIFY,
      write('p/1.csv', 'text,label\na,x\n'),
      write('p/2.csv', 'text,label\nb,y\n'),
      write('p/3.csv', 'c,z\n'),
    );
    assert.deepEqual(
      rows.map(([input]) => input),
      ['a', 'b', 'c'],
    );
  });

  it('reads running text for the tasks that learn from it', async () => {
    const { material } = await readMaterial({ ...TRANSLATE, task: 'tag', rule: 'case' }, [write('t.txt', 'a\tb')]);
    assert.deepEqual(material, { kind: 'text', text: 'a\tb' });
  });
});
