/** Tasks that read and write words: what is not kept is read and scored as unknown, and never written. */
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { classify, evaluate, generate, openModel, openTrace, score, trace, translate } from '../../../src/engine/abilities';
import { textMaterial } from '../../../src/engine/data/material';
import { Vocabulary } from '../../../src/engine/data/vocabulary';
import { UNKNOWN } from '../../../src/engine/text/units';
import { trainOnce } from '../trainOnce';
import { lastOf, modelOf, rowsOf, VERSE } from './modelOf';

const running = { stop: { aborted: false }, seconds: () => 0 };
const DRAWING = { length: 60, temperature: 1, topK: 0, topP: 1, seed: 3, count: 3 };
const WORDS = { units: 'words', vocabulary: 7, embedding: 3 } as const;

describe('words', () => {
  it('are scored as unknown where they are, and never drawn', async () => {
    const model = await modelOf({ ...WORDS, updates: 1 }, VERSE);
    assert.deepEqual([model.vocabulary.size, model.targets[0], model.experiment.embedding], [8, UNKNOWN, 3]);
    const options = [DRAWING, { ...DRAWING, temperature: 0 }, { ...DRAWING, temperature: 3, topK: 5 }, { ...DRAWING, topP: 0.99 }];
    for (const each of options) {
      const { continuations } = await generate(model, { ...each, prompt: 'The cat ' }, running);
      for (const { text, characters } of continuations) {
        assert.equal(characters.length, 60);
        assert.ok(!text.includes(UNKNOWN) && !text.startsWith(' '), text);
        assert.equal(characters.map(({ character }) => character).join(''), text);
        assert.ok(characters.some(({ alternatives }) => alternatives.some(({ symbol }) => symbol === UNKNOWN)));
      }
    }
    const scored = await score(model, 'The quick cat', running);
    assert.deepEqual(
      scored.perCharacter.map(({ character }) => character),
      [' quick', ' cat'],
    );
    assert.deepEqual(scored.unknown, ['quick']);
    const other = await score(model, `The slow cat`, running);
    assert.equal(scored.nats, other.nats);
    model.dispose();
  });

  it('are traced and evaluated as they are scored', async () => {
    const model = await modelOf(WORDS, VERSE);
    const text = 'The cat sat on 😀 mats.\nThe dog';
    const [scored, traced] = [await score(model, text, running), await trace(model, text, running)];
    assert.deepEqual(traced.characters, ['The', ' cat', ' sat', ' on', ' 😀', ' mats', '.', '\n', 'The', ' dog']);
    const bits = [...traced.surprise.subarray(1)].reduce((sum, each) => sum + each, 0);
    assert.ok(Math.abs(bits * Math.LN2 - scored.nats) < 1e-4);
    const evaluation = await evaluate(model, textMaterial(text), running);
    assert.ok(Math.abs(evaluation.nats - scored.nats / 9) < 1e-9);
    const opened = await openTrace(model, text, running);
    assert.equal(opened.shape.source.units, 'words');
    const edited = await opened.changed([{ kind: 'edit', at: 1, character: 'rat' }], running);
    assert.equal(edited.shape.source.text, text.replace('cat', 'rat'));
    await assert.rejects(opened.changed([{ kind: 'reset', at: 99 }], running), /has \d+ words; there is none at 100/);
    await assert.rejects(opened.changed([{ kind: 'edit', at: 1, character: 'two rats' }], running), {
      message: 'Give one word in place of another.',
    });
    await assert.rejects(opened.words(1, running), /whole words/);
    const { symbol } = await opened.connectivity({ at: 1, symbol: 'on', occlusion: false }, running);
    assert.equal(symbol, ' on');
    model.dispose();
  });

  it('go on exactly where training stood', async () => {
    const settings = {
      cell: 'gru',
      hidden: 6,
      batch: 2,
      window: 8,
      validation: 0,
      validateEvery: 1_000,
      schedule: 'constant',
      ...WORDS,
    } as const;
    const whole = await trainOnce({ ...settings, updates: 6 }, VERSE);
    const half = await trainOnce({ ...settings, updates: 3 }, VERSE);
    const resumed = await trainOnce({ ...settings, updates: 6 }, VERSE, { resume: half.last.bytes });
    assert.deepEqual([...half.losses, ...resumed.losses], whole.losses);
    const model = await openModel(resumed.last.bytes, openReference());
    assert.deepEqual(model.vocabulary, new Vocabulary([UNKNOWN, ' The', ' cat', ' mat', ' on', ' sat', ' the', ','], 'words'));
    model.dispose();
  });

  it('are classified, the first of a text like any other', async () => {
    const rows = rowsOf(
      ...['good film', 'a good play', 'good'].map((text) => [text, 'praise'] as const),
      ...['bad film', 'a bad play', 'bad'].map((text) => [text, 'blame'] as const),
    );
    const model = await modelOf(
      { task: 'classify', units: 'words', vocabulary: 0, embedding: 4, updates: 60, layers: 1, dropout: 0, inputDropout: 0 },
      rows,
    );
    assert.deepEqual(model.vocabulary.characters, [UNKNOWN, ' a', ' bad', ' film', ' good', ' play']);
    const labels = (await classify(model, ['really good', 'bad'], running)).map((each) => each.labels[0]?.symbol);
    assert.deepEqual(labels, ['praise', 'blame']);
    model.dispose();
  });

  it('are translated, and no unknown word is written', async () => {
    const rows = rowsOf(
      ['I run.', 'je cours.'],
      ['you run.', 'tu cours.'],
      ['I eat.', 'je mange.'],
      ['you eat.', 'tu manges.'],
      ['I sing.', 'je chante.'],
    );
    const model = await modelOf({ task: 'translate', units: 'words', vocabulary: 4, embedding: 4, hidden: 12, updates: 100 }, rows);
    assert.deepEqual([model.vocabulary.characters[0], model.targets[0]], [UNKNOWN, UNKNOWN]);
    for (const beam of [1, 4]) {
      const [translation] = await translate(model, ['I laugh.'], { beam, lengthPenalty: 0 }, running);
      assert.deepEqual(translation?.unknown, ['laugh']);
      for (const { text, characters } of translation?.hypotheses ?? []) {
        assert.ok(!text.includes(UNKNOWN), text);
        assert.equal(characters.map(({ character }) => character).join(''), text);
      }
    }
    const { nats } = await evaluate(model, rows, running);
    assert.ok(Number.isFinite(nats));
    model.dispose();
  });

  it('are refused by tasks of characters, and have a vector each where nothing is said', async () => {
    await assert.rejects(
      lastOf({ task: 'infill', units: 'words' }, VERSE),
      /units is for language-model, classify and translate, and the task is infill/,
    );
    const model = await modelOf({ units: 'words', updates: 1 }, VERSE);
    assert.deepEqual([model.experiment.vocabulary, model.experiment.embedding, model.shape.embedding], [10_000, 128, 128]);
    model.dispose();
  });
});
