/** Translations against the network as it is trained: all symbols of source and target in one graph. */
import assert from 'node:assert/strict';
import { evaluate, trace, translate } from '../../../src/engine/abilities';
import type { Backend } from '../../../src/engine/backend';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import type { Hypothesis } from '../../../src/engine/results';
import { running } from '../trainOnce';
import { modelOf, NAMES, REVERSALS, rowsOf } from './modelOf';

const SOURCES = ['abc', '', 'cabcabcabca', 'b', 'ccc', 'acacaca'];
const networks: readonly (readonly [string, ExperimentOptions])[] = [
  ['one way', { bidirectional: 'no', attention: 'none' }],
  ['both ways, side by side, with dot attention', { bidirectional: 'concat', attention: 'dot' }],
  ['both ways, added, two layers, with additive attention', { bidirectional: 'sum', attention: 'additive', layers: 2, cell: 'lstm' }],
  ['a wider decoder and an embedding', { bidirectional: 'no', decoderHidden: 9, embedding: 4, attention: 'dot' }],
];

describe('translate', function () {
  this.timeout(60_000);

  for (const [name, options] of networks)
    it(`says of its hypotheses what the network says of them (${name})`, async () => {
      const model = await modelOf({ task: 'translate', ...options }, REVERSALS);
      for (const source of SOURCES) {
        const [translation] = await translate(model, [source], { beam: 3, lengthPenalty: 0.6 }, running);
        for (const hypothesis of translation?.hypotheses.slice(0, 2) ?? []) {
          const { target, alignment } = await trace(model, source, running, { target: hypothesis.text });
          const bits = [...(target?.surprise ?? [])].slice(0, hypothesis.characters.length);
          close(hypothesis.logProbability, -bits.reduce((sum, each) => sum + each, 0) * Math.LN2);
          hypothesis.characters.forEach(({ character, probability }, t) => {
            assert.equal(character, target?.characters[t]);
            close(Math.log2(probability), -(bits[t] as number));
          });
          assert.equal(hypothesis.alignment === undefined, options.attention === 'none');
          if (hypothesis.alignment) alike(hypothesis, source, alignment as Float32Array);
        }
      }
      model.dispose();
    });

  it('refuses what is too long for a sentence, by name, and passes over such rows when it is evaluated', async () => {
    const model = await modelOf({ task: 'translate' }, REVERSALS);
    const long = 'ab'.repeat(1001);
    await assert.rejects(translate(model, ['ab', long], { beam: 4, lengthPenalty: 0 }, running), {
      name: 'SentenceError',
      message: /“abab.*…” is too long.*at most 2,000 characters, and this has 2,002/,
    });
    const { examples, notes } = await evaluate(model, rowsOf(['ab', 'ba'], [long, 'ba']), running);
    assert.equal(examples, 1);
    assert.match(notes?.join() ?? '', /Passed over a row that is too long to be translated/);
    model.dispose();
  });

  it('looks at whether it shall end before each group of sources is compiled for', async () => {
    const model = await modelOf({ task: 'translate' }, REVERSALS);
    let compiled = 0;
    const stop = { aborted: false };
    const backend: Backend = {
      ...model.backend,
      updatesPerLaunch: 1,
      description: model.backend.description,
      compile: (graph) => {
        compiled++;
        return model.backend.compile(graph);
      },
      dispose() {},
    };
    const sources = [4, 40, 400].map((length) => 'a'.repeat(length));
    const progress = () => {
      stop.aborted = true;
    };
    await assert.rejects(translate({ ...model, backend }, sources, { beam: 2, lengthPenalty: 0 }, { stop, progress }), {
      name: 'CancelledError',
    });
    assert.equal(compiled, 2); // encoder and decoder of the first
    model.dispose();
  });

  it('greedily, many at once, gives what it gives one by one, and what a beam of 1 would', async () => {
    const model = await modelOf({ task: 'translate', bidirectional: 'concat', attention: 'dot' }, REVERSALS);
    const options = { beam: 1, lengthPenalty: 0 };
    const together = await translate(model, SOURCES, options, running);
    assert.deepEqual(
      together.map(({ source }) => source),
      SOURCES,
    );
    for (const [index, source] of SOURCES.entries()) {
      const [alone] = await translate(model, [source], options, running);
      assert.deepEqual(together[index], alone);
      const { target } = await trace(model, source, running);
      const text = target?.characters.join('') as string;
      assert.equal(alone?.hypotheses[0]?.text, text);
      target?.predictions.forEach((expected, t) => {
        const last = t === target.characters.length - 1;
        if (!last || alone?.hypotheses[0]?.characters.at(-1)?.character === '') assert.equal(expected[0]?.symbol, target.characters[t]);
      });
    }
    model.dispose();
  });

  it('learns to turn words round, and a wider beam finds nothing less likely', async () => {
    const model = await modelOf(
      {
        task: 'translate',
        bidirectional: 'concat',
        attention: 'dot',
        hidden: 16,
        updates: 250,
        learningRate: 0.02,
        initializer: 'uniform',
      },
      REVERSALS,
    );
    const words = ['abc', 'cab', 'ccab', 'a'];
    const [greedy, beam] = [1, 4].map((width) => translate(model, words, { beam: width, lengthPenalty: 0 }, running));
    for (const [index, { hypotheses }] of (await (beam as NonNullable<typeof beam>)).entries()) {
      assert.equal(hypotheses[0]?.text, [...(words[index] as string)].reverse().join(''));
      assert.ok((hypotheses[0]?.score as number) >= ((await greedy)?.[index]?.hypotheses[0]?.score as number) - 1e-9);
    }
    model.dispose();
  });

  it('translates sources far longer than any that it learned from', async () => {
    const model = await modelOf({ task: 'translate', bidirectional: 'concat', attention: 'additive' }, REVERSALS);
    const source = 'abc'.repeat(30);
    const [[beam], [greedy, short]] = await Promise.all([
      translate(model, [source], { beam: 2, lengthPenalty: 0.6 }, running),
      translate(model, [source, 'ab'], { beam: 1, lengthPenalty: 0 }, running),
    ]);
    for (const translation of [beam, greedy]) {
      const [hypothesis] = translation?.hypotheses ?? [];
      assert.ok((hypothesis?.characters.length as number) <= 2 * 91 + 1);
      assert.equal(hypothesis?.alignment?.length, 91 * (hypothesis?.characters.length as number));
    }
    assert.deepEqual(short, (await translate(model, ['ab'], { beam: 1, lengthPenalty: 0 }, running))[0]);
    model.dispose();
  });

  it('reads unknown characters as others and says so; a model of another task says what it does', async () => {
    const model = await modelOf({ task: 'translate' }, REVERSALS);
    const [translation] = await translate(model, ['aβc'], { beam: 2, lengthPenalty: 1 }, running);
    assert.deepEqual(translation?.unknown, ['β']);
    assert.deepEqual(await translate(model, [], { beam: 2, lengthPenalty: 1 }, running), []);
    model.dispose();
    const classifier = await modelOf({ task: 'classify' }, NAMES);
    await assert.rejects(translate(classifier, ['abc'], { beam: 2, lengthPenalty: 1 }, running), {
      name: 'TaskError',
      message: /^This run classifies texts\. .*translate/,
    });
    await assert.rejects(translate(model, ['abc'], { beam: 1, lengthPenalty: 0 }, { stop: { aborted: true } }), { name: 'CancelledError' });
    classifier.dispose();
  });
});

function alike({ alignment, characters }: Hypothesis, source: string, traced: Float32Array): void {
  const columns = [...source].length + 1;
  assert.equal(alignment?.length, characters.length * columns);
  alignment?.forEach((weight, index) => {
    close(weight, traced[index] as number);
  });
  for (let row = 0; row < characters.length; row++)
    close(alignment?.subarray(row * columns, (row + 1) * columns).reduce((sum, weight) => sum + weight, 0) as number, 1);
}

function close(a: number, b: number): void {
  assert.ok(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);
}
