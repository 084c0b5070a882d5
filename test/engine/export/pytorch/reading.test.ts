/** Exported programs read what we read: texts cut into the same symbols, tables into the same rows. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import { pyTorchFolder } from '../../../../src/engine/export/pytorch/pyTorchFolder';
import { takeAway } from '../../../../src/engine/tasks/tag/rule';
import { inForm } from '../../../../src/engine/text/form';
import { cut, named, spelled } from '../../../../src/engine/text/units';
import { readMaterial } from '../../../../src/sources/readMaterial';
import { requirePython, runPython } from '../../../python';
import { temporaryFolder, writerInto } from '../../../runs/temporaryFolder';
import { drawnCheckpoint } from './exportedCase';

const FORM = { lineEnds: 'lf', normalization: 'nfc' } as const;

/** Texts of all that there is in Unicode, and of what is cut in special ways. */
const texts = fc
  .sample(
    fc.array(
      fc.oneof(
        fc.constantFrom(
          'a',
          'b',
          "'",
          '’',
          ' ',
          '  ',
          '\n',
          '\r\n',
          '\r',
          '\t',
          '_',
          '7',
          '.',
          '\u00a0',
          '\ufeff',
          '\u0085',
          '\u001c',
          '\u3000',
        ),
        fc.constantFrom('漢', '々', '〇', 'か', 'ก', '่', 'မ', '\u0301', 'e\u0301', 'é', '²', '½', '\u{1F600}', '\u{20000}', 'İ', 'Σ', 'ß'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
      ),
      { maxLength: 24 },
    ),
    { numRuns: 1500, seed: 5 },
  )
  .map((parts) => parts.join(''));

describe('what exported programs read', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const write = writerInto(folder);

  function exported(options: ExperimentOptions): string {
    const to = path.join(folder(), 'exported');
    mkdirSync(to, { recursive: true });
    for (const [name, content] of pyTorchFolder(drawnCheckpoint({ name: '', options: { hidden: 3, cell: 'rnn', ...options } })))
      writeFileSync(path.join(to, name), content);
    return to;
  }

  /** What a program answers to all texts, one after another. */
  function answers(python: string, options: ExperimentOptions, expression: string): unknown[] {
    const to = exported(options);
    writeFileSync(path.join(to, 'texts.json'), JSON.stringify(texts));
    const program = `import json, model\nprint(json.dumps([${expression} for text in json.load(open("texts.json", encoding="utf-8"))]))`;
    return JSON.parse(runPython(python, ['-c', program], { cwd: to }));
  }

  /** Whether Python has heard of all characters of a text: its tables may be older than ours. */
  const KNOWN = '"Cn" not in map(__import__("unicodedata").category, text)';

  it('texts in the same form', function () {
    const python = requirePython(this);
    assert.deepEqual(
      answers(python, {}, 'model.formed(text)'),
      texts.map((text) => inForm(text, FORM)),
    );
    const kept = { lineEnds: 'keep', normalization: 'keep' } as const;
    assert.deepEqual(answers(python, kept, 'model.formed(text)'), texts);
  });

  for (const units of ['characters', 'words'] as const)
    it(`the same ${units}, and texts of them`, function () {
      const python = requirePython(this);
      const options = { units, embedding: 2 };
      const ours = texts.map((text) => named(cut(text, units), units));
      const theirs = answers(python, options, `[model.cut(text), model.spelled(model.cut(text)), ${KNOWN}]`) as [
        string[],
        string,
        boolean,
      ][];
      assert.ok(theirs.filter(([, , known]) => known).length > 500);
      for (const [index, [symbols, again, known]] of theirs.entries()) {
        if (!known) continue;
        assert.deepEqual(symbols, ours[index], JSON.stringify(texts[index]));
        let written = '';
        for (const symbol of symbols) written += spelled(symbol, written, units);
        assert.equal(again, written);
      }
    });

  for (const rule of ['case', 'accents', 'punctuation'] as const)
    it(`the same where ${rule} is taken away`, function () {
      const python = requirePython(this);
      const theirs = answers(python, { task: 'tag', rule }, `[model.taken_away(text), ${KNOWN}]`) as [unknown, boolean][];
      for (const [index, [taken, known]] of theirs.entries()) {
        const text = texts[index] as string;
        const { characters, tags } = takeAway(rule, text);
        if (known) assert.deepEqual(taken, [characters, tags], JSON.stringify(text));
      }
    });

  const TABLES: Readonly<Record<string, readonly [content: string, said?: ExperimentOptions]>> = {
    'plain.tsv': ['one two\tA\nthree\tB\n\nfour "quoted" five\tA\n'],
    'quoted.tsv': ['"one ""two"""\tA\n"three"\tB\nfour\tA\n'],
    'header.csv': [
      'label,poem\nsad,"it rains, and rains"\nglad,we dance\nsad,"a ""word"""\n',
      { inputColumn: 'poem', targetColumn: 'label', header: true },
    ],
    'semicolons.csv': ['it rains, and rains;sad;1\nwe dance, and dance;glad;2\n', { inputColumn: 1, targetColumn: 2, header: false }],
    'lines.jsonl': [
      '{"text":"it rains","meta":{"mood":"sad"}}\n{"text":"we dance","meta":{"mood":"glad"}}\n',
      { inputColumn: 'text', targetColumn: 'meta.mood' },
    ],
    'list.json': ['[{"a":"it rains","b":"sad"},{"a":"we dance","b":"glad"}]', { inputColumn: 'a', targetColumn: 'b' }],
    'carriage.tsv': ['e\u0301t\u00e9\tA\r\nhiver\tB\r\n'],
    'numbers.csv': ['2,we dance\n1,it rains\n2,we sing\n', { inputColumn: 2, targetColumn: 1, header: false }],
  };
  for (const [name, [content, said = {}]] of Object.entries(TABLES))
    it(`the same rows of ${name}`, async function () {
      const python = requirePython(this);
      const file = write(name, content);
      const { material, inputColumn, targetColumn, header } = await readMaterial({ task: 'classify', ...FORM, ...said }, [file]);
      const to = exported({ task: 'classify', inputColumn, targetColumn, header });
      const rows = material.kind === 'rows' ? material.rows.map(({ input, target }) => [input, target]) : [];
      assert.ok(rows.length > 1);
      assert.deepEqual(readRows(python, to, [file]), rows);
    });

  it('the same rows of a file for each label, and the same text of several files', async function () {
    const python = requirePython(this);
    const files = [write('names/German.txt', 'otto\nanna \n\n'), write('names/Russian.txt', 'ivan\nolga')];
    const { material } = await readMaterial({ task: 'classify', ...FORM }, files);
    const rows = material.kind === 'rows' ? material.rows.map(({ input, target }) => [input, target]) : [];
    assert.deepEqual(readRows(python, exported({ task: 'classify' }), [path.join(folder(), 'names')]), rows);
    const parts = [write('a.txt', '\ufeffone'), write('b.txt', 'two\r\n'), write('c.txt', 'three')];
    const text = (await readMaterial({ task: 'language-model', ...FORM }, parts)).material;
    assert.equal(readText(python, exported({}), parts), text.kind === 'text' ? text.text : undefined);
  });
});

/** What a function of train.py gives, with the arguments that it has by default. */
function ofTraining(python: string, folder: string, files: readonly string[], expression: string): unknown {
  const program = `import json, sys, train\ntrain.args = train.arguments()\nprint(json.dumps(${expression}))`;
  return JSON.parse(runPython(python, ['-c', program, ...files], { cwd: folder }));
}

const readRows = (python: string, folder: string, files: readonly string[]) => ofTraining(python, folder, files, 'train.read_rows()');
const readText = (python: string, folder: string, files: readonly string[]) => ofTraining(python, folder, files, 'train.read_text()');
