import assert from 'node:assert/strict';
import { materialOf, type Reading } from '../../src/sources/readMaterial';
import { TextFileError } from '../../src/sources/textFileError';

const CLASSIFY: Reading = { task: 'classify' };
const TRANSLATE: Reading = { task: 'translate' };
const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n');

function read(reading: Reading, ...files: readonly (readonly [file: string, text: string])[]) {
  const { material, ...found } = materialOf(
    reading,
    files.map(([file, text]) => ({ file, text })),
  );
  assert.ok(material.kind === 'rows');
  return {
    ...found,
    rows: material.rows.map(({ input, target }) => [input, target]),
    lines: material.rows.map(({ line }) => line),
    columns: [found.inputColumn, found.targetColumn],
  };
}

const refused = (reading: Reading, file: string, text: string, words: RegExp) =>
  assert.throws(
    () => read(reading, [file, text]),
    (error) => error instanceof TextFileError && words.test(error.message),
    file,
  );

describe('rows of tables', () => {
  const TABLE = `id,mood,lyric\n${lines(30, (at) => `${at},${at % 2 ? 'sad' : 'glad'},the song number ${at}`)}`;

  it('are bound the right way round, by name where there are names, and it is said in one line', () => {
    const { columns, rows, notes } = read(CLASSIFY, ['a.csv', TABLE]);
    assert.deepEqual(columns, ['lyric', 'mood']);
    assert.deepEqual(rows[0], ['the song number 0', 'glad']);
    assert.deepEqual(notes, [
      'a.csv: 30 rows of values between commas; row 1 is read as a header: id, mood, lyric; mood → target, lyric → input.',
    ]);
    const plain = read(CLASSIFY, ['a.tsv', lines(30, (at) => `${at % 2 ? 'sad' : 'glad'}\tthe song number ${at}`)]);
    assert.deepEqual(plain.columns, [2, 1]);
    assert.match(plain.notes[0] as string, /no header: row 1 is a row like the others; column 1 → target, column 2 → input\.$/);
  });

  it('take the columns that are said by name or number, and keep the name', () => {
    for (const [inputColumn, targetColumn] of [
      ['lyric', 'id'],
      [3, 1],
      [3, 'id'],
    ] as const)
      assert.deepEqual(read({ ...CLASSIFY, inputColumn, targetColumn }, ['a.csv', TABLE]).columns, ['lyric', 'id']);
    assert.deepEqual(read({ ...CLASSIFY, targetColumn: 'mood' }, ['a.csv', TABLE]).columns, ['lyric', 'mood'], 'the other one is found');
    assert.deepEqual(
      read({ ...CLASSIFY, inputColumn: 'ham' }, ['a.csv', 'ham,spam\na,b\n']).columns,
      ['ham', 'spam'],
      'its row is a header',
    );
  });

  it('are bound by their names also where a column has nothing in it yet', () => {
    const unlabelled = `text,label\n${lines(9, (at) => `the song number ${at},`)}`;
    for (const reading of [CLASSIFY, TRANSLATE]) assert.deepEqual(read(reading, ['a.csv', unlabelled]).columns, ['text', 'label']);
  });

  it('refuse a name that is none, and say which there are', () => {
    refused({ ...CLASSIFY, inputColumn: 'text' }, 'a.csv', TABLE, /“a\.csv” has no column “text”\. It has id, mood, lyric\./);
    refused({ ...CLASSIFY, inputColumn: 'text' }, 'a.jsonl', '{"t":1,"l":2}', /has no key “text”\. It has t, l\./);
    refused(
      { ...CLASSIFY, inputColumn: 'text' },
      'a.tsv',
      'a\tx\nb\ty\n',
      /no row names its columns\. Choose one by its number, from 1 to 2/,
    );
    refused({ ...CLASSIFY, inputColumn: 'lyric', header: false }, 'a.csv', TABLE, /no row names its columns/);
    refused({ ...CLASSIFY, inputColumn: 'lyric', targetColumn: 3 }, 'a.csv', TABLE, /are to be in the same column/);
    const twice = 'text,label,text\nso it is,a,b\n';
    refused(
      { ...CLASSIFY, inputColumn: 'text', targetColumn: 'label' },
      'a.csv',
      twice,
      /2 columns called “text”\. .*its number: 1 or 3\./,
    );
    assert.deepEqual(read({ ...CLASSIFY, header: true, inputColumn: 3, targetColumn: 'label' }, ['a.csv', twice]).columns, [3, 'label']);
    const many = `${lines(500, (at) => `name ${at}`).replaceAll('\n', ',')}\n${lines(500, (at) => `${at}`).replaceAll('\n', ',')}`;
    refused({ ...CLASSIFY, inputColumn: 'text', header: true }, 'a.csv', many, /name 7 and 492 more\. Choose/);
  });

  it('are found by name in a file that has its columns in another order, and by number where there are no names', () => {
    const trained: Reading = { ...CLASSIFY, inputColumn: 'lyric', targetColumn: 'mood', elseChosen: true };
    const swapped = `lyric,more,mood\n${lines(5, (at) => `so ${at},x,glad`)}`;
    assert.deepEqual(read(trained, ['b.csv', swapped]).rows[0], ['so 0', 'glad']);
    assert.deepEqual(read(CLASSIFY, ['a.csv', TABLE], ['b.csv', swapped]).rows.at(-1), ['so 4', 'glad']);
    assert.deepEqual(read(trained, ['b.jsonl', '{"mood":"sad","lyric":"so"}']).rows, [['so', 'sad']]);
    assert.deepEqual(read(trained, ['c.tsv', lines(6, (at) => `${at % 2 ? 'sad' : 'glad'}\tsong number ${at}`)]).rows[0], [
      'song number 0',
      'glad',
    ]);
    refused(trained, 'd.csv', `lyric,feeling\n${lines(9, (at) => `so ${at},glad`)}`, /no column “mood”\. It has lyric, feeling/);
  });

  it('of objects have the keys of all of them, in any order, and those that lack one are named', () => {
    const { rows, notes, columns } = read(CLASSIFY, [
      'a.jsonl',
      `{"text":"no label"}\n${lines(8, (at) => (at % 2 ? `{"text":"so ${at}","label":"a"}` : `{"label":"b ","text":"so ${at}"}`))}`,
    ]);
    assert.deepEqual([rows.length, rows[0], columns], [8, ['so 0', 'b'], ['text', 'label']]);
    assert.deepEqual(notes, [
      'a.jsonl: 9 rows of JSON; keys are text, label; label → target, text → input.',
      'Passed over a row that has no label: a.jsonl:1.',
    ]);
  });

  it('of objects are found by the path to what is nested, a key with a dot in it first', () => {
    const nested = lines(9, (at) => JSON.stringify({ text: `so ${at}`, meta: { label: at % 2 ? 'a' : 'b', by: { id: at } } }));
    assert.deepEqual(read(CLASSIFY, ['a.jsonl', nested]).columns, ['text', 'meta.label']);
    assert.deepEqual(read({ ...CLASSIFY, targetColumn: 'meta.by.id' }, ['a.jsonl', nested]).rows[3], ['so 3', '3']);
    assert.deepEqual(
      read({ ...CLASSIFY, targetColumn: 'meta.by' }, ['b.jsonl', nested.replaceAll('"by"', '"by":{"id":1},"x"')]).rows[0]?.[1],
      '{"id":1}',
    );
    const dotted = '{"t":"so","meta.label":"exact","meta":{"label":"path"}}';
    assert.deepEqual(read({ ...CLASSIFY, inputColumn: 't', targetColumn: 'meta.label' }, ['a.jsonl', dotted]).rows, [['so', 'exact']]);
  });

  it('of a list of objects know the line where each begins', () => {
    const list = JSON.stringify(
      [
        { text: 'a ] "\n', label: 'x' },
        { text: 'b', label: ['y'] },
      ],
      undefined,
      1,
    );
    assert.deepEqual(read(CLASSIFY, ['a.json', list]).lines, [2, 6]);
  });

  it('of hostile objects are read or refused', () => {
    const deep = `{"text":"so","label":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
    refused({ ...CLASSIFY, inputColumn: 'text', targetColumn: 'label' }, 'a.jsonl', deep, /line 1: “label” is nested more than 64 deep/);
    refused({ ...CLASSIFY, inputColumn: 'text', targetColumn: 'x' }, 'a.jsonl', '['.repeat(100_000), /this is not JSON/);
    const named = read({ ...CLASSIFY, inputColumn: 'text', targetColumn: '__proto__' }, [
      'a.jsonl',
      '{"text":"so","__proto__":"x"}\n{"text":"no"}',
    ]);
    assert.deepEqual(named.rows, [['so', 'x']]);
    assert.deepEqual(
      read({ ...CLASSIFY, inputColumn: 't', targetColumn: 'constructor' }, ['a.jsonl', '{"t":"a","constructor":"x"}\n{"t":"b"}']).rows,
      [['a', 'x']],
    );
    const many = lines(3000, (at) => `{"t":"a","l":"b","k${at}":1}`);
    assert.equal(read({ ...CLASSIFY, inputColumn: 't', targetColumn: 'l' }, ['a.jsonl', many]).rows.length, 3000);
  });

  it('of one object are refused, with where the rows are', () => {
    for (const text of ['{"data":[{"text":"a","label":"b"}]}', '{\n "data": [\n  {"text":"a","label":"b"}\n ]\n}'])
      refused(CLASSIFY, 'a.json', text, /this is one object, and its rows are in “data”\. Save the list by itself: \[\{/);
    refused(CLASSIFY, 'a.json', '{\n "text": "a",\n "label": "b"\n}', /this is one object, and a list of objects is read/);
  });

  it('between tabs are not joined by a quotation mark that is never closed', () => {
    const { rows } = read(CLASSIFY, ['a.tsv', lines(20, (at) => (at % 2 ? `the miller ${at}"\tclose` : `"the moon ${at}\topen`))]);
    assert.deepEqual(rows.slice(0, 2), [
      ['"the moon 0', 'open'],
      ['the miller 1"', 'close'],
    ]);
    const first = read(CLASSIFY, ['b.tsv', `"so it goes\topen\n${lines(9, (at) => `so ${at}\t${at % 2 ? 'open' : 'close'}`)}`]);
    assert.deepEqual([first.rows.length, first.rows[0]], [10, ['"so it goes', 'open']]);
    assert.match(first.notes[0] as string, /quotation marks are read as they stand/);
  });

  it('between tabs lose quotation marks that quote, and go on in the next line where they say so', () => {
    const quoted = read(CLASSIFY, ['a.tsv', lines(9, (at) => `"so ""${at}"""\t"${at % 2 ? 'a' : 'b'}"`)]);
    assert.deepEqual(quoted.rows[1], ['so "1"', 'a']);
    const joined = read(CLASSIFY, ['b.tsv', lines(9, (at) => `"so\nit goes ${at}"\t${at % 2 ? 'a' : 'b'}`)]);
    assert.deepEqual(
      [joined.rows[1], joined.lines.slice(0, 3)],
      [
        ['so\nit goes 1', 'a'],
        [1, 3, 5],
      ],
    );
  });

  it('have the separator that their records have, or that is said', () => {
    const spoken = lines(20, (at) => `"Well, so\nhe said; ${at}";${at % 2 ? 'a' : 'b'}`);
    assert.deepEqual(read(CLASSIFY, ['a.csv', spoken]).rows[1], ['Well, so\nhe said; 1', 'a']);
    const said = read(CLASSIFY, ['b.csv', `sep=;\r\ntext;label\r\n${lines(9, (at) => `so, ${at};${at % 2 ? 'a' : 'b'}`)}`]);
    assert.deepEqual([said.rows[1], said.lines[0]], [['so, 1', 'a'], 3]);
    assert.deepEqual(read(CLASSIFY, ['c.csv', lines(9, (at) => `1,5${at};${at % 2 ? 'gut' : 'schlecht'}`)]).rows[1], ['1,51', 'gut']);
    assert.deepEqual(read(CLASSIFY, ['d.csv', lines(9, (at) => `so, "a, b ${at}", ${at % 2 ? 'x' : 'y'}`)]).rows[1], ['a, b 1', 'x']);
    assert.deepEqual(read(CLASSIFY, ['e.txt', lines(9, (at) => `so, ${at}\t${at % 2 ? 'x' : 'y'}`)]).rows[1], ['so, 1', 'x']);
  });

  it('between commas keep a mark within a value where it can only be one, and are refused where it cannot', () => {
    const { rows, notes } = read(CLASSIFY, ['a.csv', lines(9, (at) => `a 5" nail ${at},${at % 2 ? 'x' : 'y'}`)]);
    assert.deepEqual(rows[1], ['a 5" nail 1', 'x']);
    assert.match(notes[0] as string, /commas; quotation marks within a value are read as they stand;/);
    refused(
      CLASSIFY,
      'b.csv',
      'text,label\n"Hi," she said,x\n"so\n"it" is,y\n',
      /“b\.csv”, line 2: a quotation mark stands where none can/,
    );
  });

  it('with a quotation mark that none ends are refused at the line where it begins', () => {
    refused(
      CLASSIFY,
      'a.csv',
      'text,label\n"é\nb",x\n\n"never ended,y\nc,x\n',
      /“a\.csv”, line 5: a value begins with a quotation mark, and none ends it/,
    );
  });

  it('with more values than columns are told, as a text with commas that stands between no marks', () => {
    const { notes, rows } = read(CLASSIFY, ['a.csv', `text,label\nWell, yes,x\n${lines(9, (at) => `so ${at},${at % 2 ? 'x' : 'y'}`)}`]);
    assert.deepEqual(rows[0], ['Well', 'yes']);
    assert.equal(
      notes[1],
      'A row has more than 2 values, and what comes after those is not read: a.csv:2. Put a value that has commas in it between quotation marks.',
    );
    assert.equal(read(CLASSIFY, ['b.csv', lines(9, (at) => `so ${at},${at % 2 ? 'x' : 'y'},`)]).notes.length, 1, 'nothing is beyond');
  });

  it('of several files are bound by their own names, else by their place, and it is told', () => {
    const body = (from: number) => lines(9, (at) => `${at % 2 ? 'sad' : 'glad'},the song number ${from + at}`);
    const named: readonly [string, string] = ['a.csv', `mood,lyric\n${body(0)}`];
    const swapped = `lyric,mood\n${lines(9, (at) => `so it is ${at},glad`)}`;
    assert.equal(read(CLASSIFY, named, ['b.csv', swapped]).notes[1], 'b.csv has its columns in another order: they are bound by name.');
    assert.equal(read(CLASSIFY, named, ['b.csv', body(9)]).notes[1], 'b.csv has no header: its columns are taken by their place.');
    const late = read(CLASSIFY, ['a.csv', body(0)], ['b.csv', `mood,lyric\n${body(9)}`]);
    assert.equal(late.notes[1], 'b.csv: row 1 is read as a header (mood, lyric); its columns are taken by their place.');
    assert.equal(late.rows.length, 18);
    assert.throws(
      () => read(CLASSIFY, named, ['b.csv', `id,number\n${lines(9, (at) => `${at},${at * at}`)}`]),
      /“b\.csv” has other columns than the first file: id, number\. Name them alike in all files \(lyric, mood\)/,
    );
  });

  it('have labels without the spaces around them, also of files that are labels', () => {
    const spaced = read(CLASSIFY, ['a.tsv', lines(9, (at) => `so ${at}\t${at % 2 ? ' a' : 'b '}`)]);
    assert.deepEqual([...new Set(spaced.rows.map(([, target]) => target))], ['b', 'a']);
    assert.deepEqual(read(CLASSIFY, ['/names/ Greek .txt', ' Kalakos \n'], ['/names/Irish.txt', 'Quinn\n']).rows[0], ['Kalakos', 'Greek']);
    assert.deepEqual(read({ task: 'tag' }, ['t.tsv', 'ab \tNV \ncde\tNNV\n']).rows[0], ['ab ', 'NV '], 'tags are as long as their text');
  });

  it('of pairs are read from the source to its translation', () => {
    const pairs = lines(20, (at) => `${at},Ich habe ${at}.,I have ${at}.`);
    assert.deepEqual(read(TRANSLATE, ['a.csv', pairs]).columns, [2, 3]);
    assert.deepEqual(read(TRANSLATE, ['b.csv', `nr,target,source\n${pairs}`]).columns, ['source', 'target']);
    assert.deepEqual(
      read(TRANSLATE, ['c.jsonl', '{"translation":"so","id":1,"text":"thus"}\n{"id":2,"text":"a","translation":"b"}']).columns,
      ['text', 'translation'],
    );
    assert.deepEqual(
      read({ task: 'tag' }, [
        't.tsv',
        lines(20, (at) => `NNV${at % 2 ? 'N' : 'V'}\t${'abcdefghijklmnopqrstuvwx'.slice(at % 20, (at % 20) + 4)}`),
      ]).columns,
      [2, 1],
    );
  });
});
