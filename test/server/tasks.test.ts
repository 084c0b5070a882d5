/** What the engine process does with models of each task, as the host asks for it. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { CancelledError } from '../../src/protocol/asking';
import { engineBench, GENERATION } from './engineBench';

const NAMES = 'anna\tGerman\notto\tGerman\nhanna\tGerman\nivan\tRussian\nolga\tRussian\ntanya\tRussian\n';
const REVERSALS = ['ab', 'ba', 'abc', 'cab', 'bca', 'a'].map((word) => `${word}\t${[...word].reverse().join('')}\n`).join('');
const SMALL = {
  device: 'reference',
  cell: 'gru',
  hidden: 12,
  batch: 4,
  learningRate: 0.02,
  validation: 0,
  validateEvery: 1_000,
  updates: 60,
} as const;

describe('engine process: tasks', function () {
  this.timeout(60_000);
  const { engine, run, file, verse, beginnings, stated } = engineBench();

  it('classifies, tells its labels and evaluates', async () => {
    const { api, ask } = engine();
    const names = file('names.tsv', NAMES);
    await api.train({ folder: run('names'), files: [names], options: { ...SMALL, task: 'classify' } });
    assert.deepEqual(await ask(run('names'), 'labels', {}), ['German', 'Russian']);
    const [hanna, ivan] = await ask(run('names'), 'classify', { texts: ['hanna', 'ivan'] });
    assert.deepEqual([hanna?.labels[0]?.symbol, ivan?.labels[0]?.symbol], ['German', 'Russian']);
    const { trace } = await ask(run('names'), 'openTrace', { text: 'hanna' });
    const clamp = { kind: 'clamp', layer: 0, direction: 'backward', name: 'h', from: 0, value: -1 } as const;
    const { answers, loss } = await ask(run('names'), 'changeTrace', { trace, interventions: [clamp] });
    assert.deepEqual(answers?.plain, hanna?.labels);
    assert.deepEqual([answers?.changed.length, loss.total.characters], [2, 0]);
    assert.notDeepEqual(answers?.changed, answers?.plain);
    const { accuracy, confusion } = await ask(run('names'), 'evaluate', { files: [names] });
    assert.deepEqual(
      [accuracy, confusion?.counts],
      [
        1,
        [
          [3, 0],
          [0, 3],
        ],
      ],
    );
    await assert.rejects(
      ask(run('names'), 'translate', { sources: ['x'], beam: 1, lengthPenalty: 0 }),
      stated('TaskError', /^This run classifies texts\./),
    );
    await assert.rejects(ask(run('names'), 'generate', GENERATION), stated('TaskError', /^This run classifies texts\./));
  });

  it('writes texts of a label', async () => {
    const { api, ask } = engine();
    await api.train({
      folder: run('writer'),
      files: [file('names.tsv', NAMES)],
      options: { ...SMALL, task: 'generate-from-label', updates: 150 },
    });
    assert.deepEqual(await ask(run('writer'), 'labels', {}), ['German', 'Russian']);
    const { continuations } = await ask(run('writer'), 'generate', { ...GENERATION, prompt: '', temperature: 0, label: 'German' });
    assert.match(continuations[0]?.text ?? '', /^(anna|otto|hanna)$/);
    await assert.rejects(ask(run('writer'), 'generate', GENERATION), stated('LabelError', /German, Russian/));
  });

  it('translates, and shows both texts and where it looked', async () => {
    const { api, ask } = engine();
    await api.train({
      folder: run('turned'),
      files: [file('words.tsv', REVERSALS)],
      options: { ...SMALL, task: 'translate', updates: 200 },
    });
    const [translation] = await ask(run('turned'), 'translate', { sources: ['abc'], beam: 3, lengthPenalty: 0.6 });
    assert.equal(translation?.hypotheses[0]?.text, 'cba');
    const { trace, shape } = await ask(run('turned'), 'openTrace', { text: 'abc' });
    assert.deepEqual([shape.target?.text, shape.target?.boundary, shape.target?.length], ['cba', 'after', 4]);
    const alignment = { trace, part: 'target', from: 0, to: 4, step: 1, field: { kind: 'alignment' } } as const;
    assert.equal((await ask(run('turned'), 'traceField', alignment)).mean?.length, 16);
    assert.equal((await ask(run('turned'), 'openTrace', { text: 'abc', target: 'ab' })).shape.target?.text, 'ab');
  });

  it('trains a table that was never saved, as what it is proposed for, and goes on with it', async () => {
    const { api, ask } = engine();
    const proposals = await api.proposeTasks(1, [], REVERSALS);
    assert.equal(proposals.at(-1)?.task, 'language-model');
    const translator = proposals.find(({ task }) => task === 'translate') ?? assert.fail('no translator is proposed');
    const { experiment } = await api.train({
      folder: run('unsaved'),
      files: [],
      text: REVERSALS,
      options: { ...SMALL, ...translator.options, updates: 150 },
    });
    assert.deepEqual([experiment.task, experiment.files], ['translate', []]);
    await api.resume(run('unsaved'), { updates: 200 });
    const [translation] = await ask(run('unsaved'), 'translate', { sources: ['abc'], beam: 3, lengthPenalty: 0.6 });
    assert.equal(translation?.hypotheses[0]?.text, 'cba');
    assert.ok(beginnings('unsaved').every(({ notes }) => notes.every((note) => !note.includes('changed'))));
    // What is in the editor counts, and not what is on disk under its name.
    const saved = file('words.tsv', 'plain text\n');
    assert.equal((await api.proposeTasks(2, [saved], NAMES.repeat(2)))[0]?.task, 'classify');
    assert.equal((await api.proposeTasks(3, [file('notes.txt', NAMES)], 'no, columns\nhere, now\n'))[0]?.task, 'language-model');
  });

  it('reads no further for a proposal that is cancelled, and for others as before', async () => {
    const { api } = engine();
    for (let at = 0; at < 2_000; at++) file(`many-${at}.txt`, 'A sentence, and another.\n');
    const many = path.dirname(file('many-0.txt', 'A sentence, and another.\n'));
    const [first, second] = [api.proposeTasks(1, [many]), api.proposeTasks(2, [many])];
    api.cancelProposing(1);
    await assert.rejects(first, new CancelledError());
    assert.equal((await second)[0]?.task, 'language-model');
    api.cancelProposing(2);
    assert.equal((await api.proposeTasks(1, [file('many-0.txt', 'A text.\n')]))[0]?.task, 'language-model');
  });

  it('says what a file would say that is not UTF-8, and reads it as it is told to', async () => {
    const { api, ask } = engine();
    const text = 'Le café était fermé, où êtes-vous allé ? Ça va.\n'.repeat(4);
    const bytes = Buffer.from(text, 'latin1');
    const latin = file('latin.txt', bytes);
    const asked = await api.askedEncoding([file('plain.txt', text), latin]);
    assert.equal(asked?.file, latin);
    assert.equal(asked?.candidates[0]?.encoding, 'windows-1252');
    assert.match(asked?.candidates[0]?.excerpt ?? '', /^Le café était fermé, où/);
    assert.equal(await api.askedEncoding([latin], 'windows-1252'), undefined);
    assert.equal((await api.proposeTasks(4, [latin], undefined, 'windows-1252'))[0]?.task, 'language-model');
    const options = { ...SMALL, updates: 2, encoding: 'windows-1252' } as const;
    assert.equal((await api.train({ folder: run('latin'), files: [latin], options })).experiment.encoding, 'windows-1252');
    assert.ok(beginnings('latin')[0]?.notes.includes('latin.txt is read as windows-1252.'));
    assert.deepEqual((await ask(run('latin'), 'score', { text: 'café' })).unknown, []);
    await api.resume(run('latin'), { updates: 3 });
    assert.ok(beginnings('latin').every(({ notes }) => notes.every((note) => !note.includes('changed'))));
  });

  it('fills gaps and tags', async () => {
    const { api, ask } = engine();
    await api.train(verse('gaps', { ...SMALL, task: 'infill' }));
    const { fillings } = await ask(run('gaps'), 'fill', { before: 'the cat s', after: 't on the mat', shortest: 1, longest: 2, count: 3 });
    assert.deepEqual([fillings.length, fillings[0]?.text], [3, 'a']);
    await api.train(verse('marks', { ...SMALL, task: 'tag', rule: 'punctuation', window: 29 }));
    assert.equal((await ask(run('marks'), 'tag', { text: 'the cat' })).tags.length, 7);
  });

  it('can be told to let a long search be', async () => {
    const { api, ask } = engine();
    await api.train(verse('gaps', { ...SMALL, task: 'infill', updates: 5 }));
    const unwanted = new AbortController();
    const filling = assert.rejects(
      ask(run('gaps'), 'fill', { before: 'the', after: 'cat', shortest: 1, longest: 64, count: 5 }, { signal: unwanted.signal }),
      new CancelledError(),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    unwanted.abort();
    await filling;
  });
});
