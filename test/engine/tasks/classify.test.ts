/** Labels of texts, and texts of labels. */
import assert from 'node:assert/strict';
import { classify, generate, score, trace } from '../../../src/engine/abilities';
import { running, seconds } from '../trainOnce';
import { modelOf, NAMES, VERSE } from './modelOf';

const GENERATION = { prompt: '', length: 40, temperature: 1, topK: 0, topP: 1, seed: 1, count: 3 };

describe('classify', function () {
  this.timeout(60_000);

  it('gives each text the labels that it gets alone, likeliest first, in the order of the texts', async () => {
    const model = await modelOf({ task: 'classify', bidirectional: 'concat', cell: 'lstm' }, NAMES);
    const texts = ['ivan', '', 'a much longer text than all the others were', 'otto', 'ß', 'a'];
    const together = await classify(model, texts, running);
    for (const [index, text] of texts.entries()) {
      const [alone] = await classify(model, [text], running);
      assert.deepEqual(together[index], alone);
      const { labels } = alone as NonNullable<typeof alone>;
      assert.deepEqual(labels.map(({ symbol }) => symbol).sort(), ['German', 'Japanese', 'Russian']);
      assert.ok(Math.abs(labels.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-12);
      labels.forEach(({ probability }, k) => {
        assert.ok(k === 0 || probability <= (labels[k - 1]?.probability as number));
      });
      const { predictions, characters } = await trace(model, text, running);
      assert.deepEqual(predictions.at(-1), labels);
      assert.equal(characters.length, predictions.length);
    }
    assert.deepEqual(together[4]?.unknown, ['ß']);
    assert.deepEqual(await classify(model, [], running), []);
    model.dispose();
  });

  it('learns them', async () => {
    const model = await modelOf({ task: 'classify', bidirectional: 'concat', updates: 150, hidden: 12, initializer: 'uniform' }, NAMES);
    const names = ['hanna', 'tanya', 'akira'];
    const found = await classify(model, names, running);
    assert.deepEqual(
      found.map(({ labels }) => labels[0]?.symbol),
      ['German', 'Russian', 'Japanese'],
    );
    model.dispose();
  });
});

describe('generate from a label', function () {
  this.timeout(60_000);

  it('writes texts of the label, that end by themselves, and goes on from a prompt', async () => {
    const model = await modelOf({ task: 'generate-from-label', updates: 200, hidden: 24, initializer: 'uniform' }, NAMES);
    const texts = async (label: string, prompt = '') => {
      const { continuations } = await generate(model, { ...GENERATION, label, prompt, temperature: 0.3 }, { ...running, seconds });
      return continuations.map(({ text }) => text);
    };
    for (const text of await texts('Japanese')) assert.match(text, /^(akira|yuki)$/);
    for (const text of await texts('German')) assert.match(text, /^(anna|otto|hanna)$/);
    assert.deepEqual(await texts('Russian', 'ta'), ['nya', 'nya', 'nya']);
    model.dispose();
  });

  it('draws by what the network says: the boundary, the prompt and each character read from the states of the label', async () => {
    const model = await modelOf({ task: 'generate-from-label', cell: 'lstm', layers: 2 }, NAMES);
    for (const label of model.labels) {
      const { continuations } = await generate(model, { ...GENERATION, label, prompt: 'a' }, { ...running, seconds });
      for (const { text, characters } of continuations) {
        const { surprise, characters: traced } = await trace(model, `a${text}`, running, { label });
        assert.equal(traced.join(''), `a${text}`);
        characters.forEach(({ probability }, t) => {
          assert.ok(Math.abs(-Math.log2(probability) - (surprise[t + 2] as number)) < 1e-5);
        });
      }
    }
    model.dispose();
  });

  it('says which labels there are, and what else a model does', async () => {
    const model = await modelOf({ task: 'generate-from-label' }, NAMES);
    const draw = (label?: string) => generate(model, { ...GENERATION, ...(label !== undefined && { label }) }, { ...running, seconds });
    await assert.rejects(draw('French'), { name: 'LabelError', message: /no label “French”.*German, Japanese, Russian/ });
    await assert.rejects(draw(), { name: 'LabelError', message: /^Say of which label/ });
    await assert.rejects(score(model, 'anna', running), { name: 'TaskError', message: /^This run writes texts of a label\./ });
    model.dispose();
    const classifier = await modelOf({ task: 'classify' }, NAMES);
    await assert.rejects(generate(classifier, GENERATION, { ...running, seconds }), {
      name: 'TaskError',
      message: /^This run classifies texts/,
    });
    classifier.dispose();
    const other = await modelOf({}, VERSE);
    await assert.rejects(classify(other, ['a'], running), { name: 'TaskError', message: /^This run continues texts\. .*classif/ });
    other.dispose();
  });
});
