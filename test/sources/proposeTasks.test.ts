import assert from 'node:assert/strict';
import { proposalsFor } from '../../src/sources/proposeTasks';

const propose = (file: string, text: string) => proposalsFor([{ file: `/texts/${file}`, text }]);
const repeated = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n');

describe('proposeTasks', () => {
  it('two columns of texts are a translator', () => {
    const [first, ...others] = propose(
      'a.tsv',
      repeated(30, (index) => `word ${index}\tmot numéro ${index}`),
    );
    assert.deepEqual(first, {
      task: 'translate',
      reason: '30 lines with two columns: word 0 ⇥ mot numéro 0',
      options: { task: 'translate', inputColumn: 1, targetColumn: 2, header: false },
      columns: [
        { name: '', example: 'word 0', first: 'word 0' },
        { name: '', example: 'mot numéro 0', first: 'mot numéro 0' },
      ],
    });
    assert.deepEqual(
      others.map(({ task }) => task),
      ['language-model'],
    );
  });

  it('a column with a few labels is a classifier, wherever it stands, header or not', () => {
    const spam = propose(
      'sms.tsv',
      repeated(30, (index) => `${index % 3 ? 'ham' : 'spam'}\thello number ${index}`),
    );
    assert.deepEqual(
      spam.map(({ task }) => task),
      ['classify', 'generate-from-label', 'translate', 'language-model'],
    );
    assert.deepEqual(spam[0]?.options, { task: 'classify', inputColumn: 2, targetColumn: 1, header: false });
    assert.match(spam[0]?.reason as string, /30 lines with two columns; column 1 has 2 labels: spam, ham$/);
    const named = propose('r.csv', `id,review,sentiment\n${repeated(30, (index) => `${index},it was ${index} ok,${index % 2}`)}`);
    assert.deepEqual(named[0]?.options, { task: 'classify', inputColumn: 2, targetColumn: 3, header: true });
  });

  it('objects are told by their keys', () => {
    const [first] = propose(
      'a.jsonl',
      repeated(20, (index) => JSON.stringify({ id: index, label: index % 2 ? 'yes' : 'no', text: `some text ${index}` })),
    );
    assert.deepEqual(first?.options, { task: 'classify', inputColumn: 3, targetColumn: 2, header: false });
  });

  it('a column as long as the other, of few characters, is tags', () => {
    const rows = repeated(30, (index) => `text${String.fromCharCode(97 + (index % 26))}${index % 7}\tNNNNVV`);
    const tasks = propose('t.tsv', rows).map(({ task }) => task);
    assert.deepEqual(tasks, ['tag', 'translate', 'language-model']);
  });

  it('running text is continued, filled and restored', () => {
    const proposals = propose('story.txt', 'Once upon a time, there was a Café. It was élégant! '.repeat(20));
    assert.deepEqual(
      proposals.map(({ task, options }) => options.rule ?? task),
      ['language-model', 'infill', 'case', 'accents', 'punctuation'],
    );
  });

  it('code and prose are no tables, whatever they are called', () => {
    assert.equal(propose('main.c', 'int main(int argc, char **argv) {\n\treturn 0;\n}\n')[0]?.task, 'language-model');
    assert.equal(propose('broken.csv', 'a,"b\nc')[0]?.task, 'language-model');
    assert.equal(propose('x.json', '{"a": 1,\n "b": 2}')[0]?.task, 'language-model');
  });

  it('a document that was never saved proposes what a file of its text would', () => {
    const rows = (separator: string) => repeated(30, (index) => `word ${index}${separator}mot numéro ${index}`);
    const labels = (separator: string) => repeated(30, (index) => `hello number ${index}${separator}${index % 3 ? 'ham' : 'spam'}`);
    const objects = Array.from({ length: 20 }, (_, index) => ({ text: `some text ${index}`, label: index % 2 ? 'yes' : 'no' }));
    const same = {
      'a.tsv': rows('\t'),
      'a.csv': rows(', '),
      'b.csv': labels(';'),
      'b.tsv': `text\tlabel\n${labels('\t')}`,
      'a.jsonl': objects.map((each) => JSON.stringify(each)).join('\n'),
      'a.json': JSON.stringify(objects, undefined, 2),
      'prose.txt': 'To be, or not to be, that is the question.\nWhether it is nobler, who can say?\nTo die, to sleep, no more.\n',
      'verse.txt': 'a line without\nand one with a comma, here\n',
      'sums.json': '{"a": 1,\n "b": 2}',
    };
    for (const [file, text] of Object.entries(same)) assert.deepEqual(propose('Untitled', text), propose(file, text), file);
    assert.equal(propose('Untitled', rows('\t'))[0]?.task, 'translate');
    assert.equal(propose('Untitled', labels(';'))[0]?.task, 'classify');
  });

  it('files of short lines are labels, files of prose are texts', () => {
    const names = ['Greek', 'Irish'].map((label) => ({ file: `/texts/names/${label}.txt`, text: 'Kalakos\nO’Neal\nQuinn\n' }));
    const [first, second] = proposalsFor(names);
    assert.deepEqual([first?.task, second?.task], ['classify', 'generate-from-label']);
    assert.equal(first?.reason, '2 files, one for each label: Greek, Irish; 6 lines');
    const plays = ['Hamlet', 'Lear'].map((label) => ({
      file: `/texts/${label}.txt`,
      text: 'To be, or not to be.\nThat is the question:\n',
    }));
    assert.deepEqual(proposalsFor(plays).map(({ task }) => task)[0], 'language-model');
    assert.ok(proposalsFor(plays).some(({ task }) => task === 'classify'));
  });
});
