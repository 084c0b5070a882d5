// What is being written in an experiment file, wherever the cursor stands: which setting it is of, what is typed so far, what an answer takes the place of.
import assert from 'node:assert/strict';
import { written } from '../../src/host/languages/experimentCompletions';
import { asDocument } from './fakes';
import { FakeDocument } from './fakeVscode';

/** The cursor is the bar. */
const at = (text: string) => {
  const offset = text.indexOf('|');
  const document = new FakeDocument(text.replace('|', ''));
  const { setting, typed, range, quoted } = written(asDocument(document), document.positionAt(offset) as never);
  return [setting, typed, document.getText(range as never), quoted];
};

describe('what is written in an experiment file', () => {
  it('is a path in the list of files', () => {
    assert.deepEqual(at('{"files": ["|"]}'), ['files', '', '', true]);
    assert.deepEqual(at('{"files": ["a.txt", "../da|"]}'), ['files', '../da', '../da', true]);
    assert.deepEqual(at('{"files": ["../da|ta/b.txt"]}'), ['files', '../da', '../data/b.txt', true]);
    assert.deepEqual(at('{"files": [|]}'), ['files', '', '', false]);
  });

  it('is a value, whether the text is closed or not', () => {
    assert.deepEqual(at('{"cell": "gru, ls|"}'), ['cell', 'gru, ls', 'gru, ls', true]);
    assert.deepEqual(at('{"cell": "ls|\n}'), ['cell', 'ls', 'ls', true]);
    assert.deepEqual(at('{"init": "|", "hidden": 8}'), ['init', '', '', true]);
    assert.deepEqual(at('{"cell": |}'), ['cell', '', '', false]);
  });

  it('is nothing of ours in a name, behind a value, or in an empty file', () => {
    for (const text of ['{"fil|": 1}', '{"|"}', '{|}', '|', '{"files": ["a.txt"]|}', '[|]']) assert.equal(at(text)[0], '', text);
  });
});
