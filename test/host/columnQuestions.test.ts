import assert from 'node:assert/strict';
import { columnQuestions } from '../../src/host/commands/columnQuestions';
import { proposalsFor } from '../../src/sources/proposeTasks';

/** What is asked of a table as it was found, and what each question offers after the answers before it. */
function asked(file: string, text: string, ...answers: readonly (string | number | boolean)[]) {
  const [{ options, columns } = { options: {}, columns: [] }] = proposalsFor([{ file, text }]);
  return columnQuestions(options, columns ?? []).map(({ setting, step }, at) => {
    const { choices, initial, placeholder } = step(answers.slice(0, at));
    return { setting, placeholder, initial, labels: choices.map(({ label }) => label) };
  });
}

const rows = Array.from({ length: 30 }, (_, at) => `${at % 2 ? 'sad' : 'glad'},the song number ${at}`).join('\n');

describe('the questions of a table', () => {
  it('begin with whether row 1 names the columns, as it was found', () => {
    const [row, input, target] = asked('a.csv', `mood,lyric\n${rows}`, true, 2);
    assert.deepEqual([row?.setting, row?.placeholder, row?.initial], ['header', 'Row 1: mood, lyric', true]);
    assert.deepEqual([input?.setting, input?.labels, input?.initial], ['inputColumn', ['mood', 'lyric'], 2]);
    assert.deepEqual([target?.labels, target?.initial], [['mood'], 1]);
  });

  it('offer columns by number where the answer is that it does not, and by its cells where it does', () => {
    assert.deepEqual(asked('a.csv', `mood,lyric\n${rows}`, false, 1)[1]?.labels, ['column 1', 'column 2']);
    const [row, input] = asked('a.csv', rows, true);
    assert.equal(row?.initial, false);
    assert.deepEqual(input?.labels, ['glad', 'the song number 0']);
  });

  it('do not ask it of objects, whose keys are names, and ask nothing of a text', () => {
    const objects = Array.from({ length: 30 }, (_, at) => JSON.stringify({ mood: at % 2 ? 'sad' : 'glad', lyric: `song ${at}` })).join(
      '\n',
    );
    assert.deepEqual(
      asked('a.jsonl', objects, 2).map(({ setting, labels }) => [setting, labels]),
      [
        ['inputColumn', ['mood', 'lyric']],
        ['targetColumn', ['mood']],
      ],
    );
    assert.deepEqual(asked('a.txt', 'A text.'), []);
  });
});
