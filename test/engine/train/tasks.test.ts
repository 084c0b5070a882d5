/** Each task through the front door: it learns what can be learned, and says so. */
import assert from 'node:assert/strict';
import { type Material, textMaterial } from '../../../src/engine/data/material';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { trainOnce } from '../trainOnce';

const LETTERS = 'abcd';
/** All texts of one to three letters. */
const texts = [1, 2, 3].flatMap((length) =>
  Array.from({ length: LETTERS.length ** length }, (_, index) =>
    Array.from({ length }, (_, place) => LETTERS[Math.floor(index / LETTERS.length ** place) % LETTERS.length]).join(''),
  ),
);
const rows = (target: (text: string) => string): Material => ({
  kind: 'rows',
  rows: texts.map((input) => ({ input, target: target(input) })),
});
const SMALL: ExperimentOptions = { cell: 'gru', hidden: 16, batch: 8, learningRate: 0.02, seed: 2, validation: 0.1, validateEvery: 10_000 };

describe('each task', () => {
  it('classify: tells labels apart, with accuracy and confusion', async () => {
    const { of, done } = await trainOnce(
      { ...SMALL, task: 'classify', epochs: 25 },
      rows((text) => `starts with ${text[0]}`),
    );
    assert.equal(done.reason, 'epochs');
    const last = of('validation').at(-1);
    assert.equal(last?.accuracy, 1);
    assert.deepEqual(
      last?.confusion?.labels,
      [...LETTERS].map((letter) => `starts with ${letter}`),
    );
    const counts = last?.confusion?.counts.flat().reduce((sum, count) => sum + count, 0);
    assert.equal(counts, of('started')[0]?.rows?.validation);
    for (const { text, expected } of of('sample').slice(-3)) assert.equal(text, expected);
  });

  it('tag: sees what comes before and after', async () => {
    // + where the neighbours are the same or missing
    const tags = (text: string) => [...text].map((_, t) => (text[t - 1] === text[t + 1] ? '+' : '-')).join('');
    const { of } = await trainOnce({ ...SMALL, task: 'tag', epochs: 60 }, rows(tags));
    assert.ok((of('validation').at(-1)?.accuracy as number) > 0.95);
  });

  it('translate: turns texts around, and shows its translations', async () => {
    const { of, losses } = await trainOnce(
      { ...SMALL, task: 'translate', hidden: 24, epochs: 40 },
      rows((text) => [...text].reverse().join('')),
    );
    assert.ok((losses.at(-1) as number) < 0.1, `${losses.at(-1)}`);
    for (const { text, expected } of of('sample').slice(-3)) assert.equal(text, expected);
  });

  it('generate-from-label: writes texts of the label, and ends them', async () => {
    const { of, done } = await trainOnce(
      { ...SMALL, task: 'generate-from-label', epochs: 100 },
      {
        kind: 'rows',
        rows: Array.from({ length: 12 }, (_, index) => (index % 2 ? { input: 'aaa', target: 'a' } : { input: 'bb', target: 'b' })),
      },
    );
    const last = of('sample').filter(({ update }) => update === done.update);
    assert.ok(last.length > 0);
    for (const { prompt, text } of last) assert.equal(text, prompt === 'a' ? 'aaa' : 'bb');
  });

  it('infill: is surer than who sees one side only', async () => {
    const text = textMaterial('I am very hungry and I can eat half a pig. '.repeat(30));
    const options = { ...SMALL, window: 16, updates: 60, validateEvery: 60 };
    const loss = async (task: 'infill' | 'language-model') =>
      (await trainOnce({ ...options, task }, text)).of('validation')[0]?.loss as number;
    assert.ok((await loss('infill')) < (await loss('language-model')));
  });

  it('infill: shows what it fills a gap with', async () => {
    const { of } = await trainOnce(
      { ...SMALL, task: 'infill', window: 16, updates: 120 },
      textMaterial('one two three four five '.repeat(40)),
    );
    const { prompt, text, expected } = of('sample').at(-1) ?? {};
    assert.match(prompt as string, /____/);
    assert.equal(text, expected);
  });

  it('language-model with a window of 1: one to one', async () => {
    const { losses } = await trainOnce({ ...SMALL, window: 1, updates: 150 }, 'ab'.repeat(100));
    assert.ok((losses.at(-1) as number) < 0.05);
  });

  it('with a cell for each layer', async () => {
    const { of } = await trainOnce(
      { ...SMALL, task: 'classify', cell: 'rnn, lstm', layers: 2, updates: 2 },
      rows((text) => text[0] as string),
    );
    assert.equal(of('update').length, 2);
    await assert.rejects(trainOnce({ ...SMALL, cell: 'rnn, lstm', layers: 3, updates: 1 }, 'some text'), {
      name: 'ExperimentError',
      message: /2 cells .* and 3 layers/,
    });
  });

  it('refuses what a task cannot do', async () => {
    const refused = (options: ExperimentOptions, message: RegExp) =>
      assert.rejects(trainOnce({ updates: 1, ...options }, 'some text'), { name: 'ExperimentError', message });
    await refused({ bidirectional: 'concat' }, /is for infill, tag, classify and translate: .* the task is language-model/);
    await refused({ task: 'classify', attention: 'dot' }, /attention is for translate/);
    await refused({ task: 'infill', rule: 'case' }, /^rule is for tag, and the task is infill\. Leave it out/);
    await refused({ task: 'infill', bidirectional: 'no' }, /reads from both sides.*concat or sum/);
    await refused({ task: 'classify', decoderHidden: 9 }, /^decoderHidden is for translate/);
    await refused({ task: 'tag', teacherForcing: 0.5 }, /^teacherForcing is for translate/);
    await refused({ targetColumn: 3 }, /^targetColumn is for rows of a table .*, and the task is language-model/);
    await refused({ task: 'tag', rule: 'case', header: true }, /^header is for rows of a table .*, and the task is tag with a rule/);
    await assert.rejects(trainOnce({ task: 'translate' }, 'some text'), { name: 'DataError', message: /learns from rows/ });
  });
});
