/** Evaluations against the graphs that training validates with, and against what can be counted by hand. */
import assert from 'node:assert/strict';
import { evaluate, type Model, trace, translate } from '../../../src/engine/abilities';
import { type Material, textMaterial } from '../../../src/engine/data/material';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { toSlots } from '../../../src/engine/model/parameters';
import { openDataset } from '../../../src/engine/tasks/openDataset';
import { taskOf } from '../../../src/engine/tasks/tasks';
import { openValidator } from '../../../src/engine/train/validator';
import { modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../tasks/modelOf';
import { running } from '../trainOnce';

const TAGGED = rowsOf(['abcab', '12312'], ['bca', '231'], ['ccab', '3312'], ['a', '1']);
const cases: readonly (readonly [ExperimentOptions, Material])[] = [
  [{ task: 'classify' }, NAMES],
  [{ task: 'tag' }, TAGGED],
  [{ task: 'translate' }, REVERSALS],
  [{ task: 'translate', attention: 'none', bidirectional: 'no', layers: 2 }, REVERSALS],
  [{ task: 'generate-from-label', layers: 2, cell: 'lstm' }, NAMES],
  [{ task: 'infill', window: 500 }, textMaterial(VERSE)],
  [{ task: 'tag', rule: 'punctuation', window: 500 }, textMaterial(VERSE)],
];

describe('evaluate', function () {
  this.timeout(60_000);

  for (const [options, material] of cases)
    it(`gives the nats and the accuracy that a validation on the same examples has (${JSON.stringify(options)})`, async () => {
      const model = await modelOf(options, material);
      const told = await evaluate(model, material, running);
      const validated = await validation(model, material);
      assert.ok(Math.abs(told.nats - validated.loss) < 1e-5, `${told.nats} is not ${validated.loss}`);
      assert.ok(Math.abs(told.perplexity - Math.exp(told.nats)) < 1e-9);
      assert.equal(told.accuracy, validated.accuracy);
      assert.deepEqual(told.confusion, validated.confusion);
      assert.deepEqual(told.unknown, []);
      model.dispose();
    });

  it('of an infill model: the mean over the text, each character given all others', async () => {
    const model = await modelOf({ task: 'infill', window: 64 }, VERSE);
    const text = VERSE.slice(3, 50);
    const { nats } = await evaluate(model, textMaterial(text), running);
    const { surprise } = await trace(model, text, running);
    assert.ok(Math.abs(nats - (surprise.reduce((sum, bits) => sum + bits, 0) * Math.LN2) / text.length) < 1e-5);
    model.dispose();
  });

  it('counts a label that was never seen as wrong, and says so', async () => {
    const model = await modelOf({ task: 'classify', updates: 150, hidden: 12, initializer: 'uniform' }, NAMES);
    const material = rowsOf(['anna', 'German'], ['ivan', 'Russian'], ['pierre', 'French'], ['yuki', 'Japanese']);
    const { accuracy, confusion, examples, unknown } = await evaluate(model, material, running);
    assert.deepEqual([accuracy, examples], [0.75, 4]);
    assert.deepEqual(confusion?.labels, ['German', 'Japanese', 'Russian', 'French']);
    assert.equal(
      confusion?.counts[3]?.reduce((sum, count) => sum + count, 0),
      1,
    );
    assert.equal(confusion?.counts[3]?.[3], 0);
    assert.deepEqual(unknown, ['p', 'e', 'French']);
    model.dispose();
  });

  it('of a translator: what its greedy translations deserve', async () => {
    const model = await modelOf({ task: 'translate', hidden: 16, updates: 120, learningRate: 0.02, initializer: 'uniform' }, REVERSALS);
    const sources = ['ab', 'abc', 'cab', 'cabab', 'ccabcc'];
    const truths = ['ba', 'cba', 'bac', 'babac', 'xxbacc'];
    const { exact, byLength, characterErrorRate, unknown } = await evaluate(
      model,
      rowsOf(...sources.map((source, index) => [source, truths[index] as string] as const)),
      running,
    );
    const translations = await translate(model, sources, { beam: 1, lengthPenalty: 0 }, running);
    const right = translations.map(({ hypotheses }, index) => hypotheses[0]?.text === truths[index]);
    assert.equal(exact, right.filter(Boolean).length / 5);
    assert.equal(right[4], false);
    assert.deepEqual(
      byLength?.map(({ length, examples }) => [length, examples]),
      [
        [2, 1],
        [3, 2],
        [5, 1],
        [6, 1],
      ],
    );
    assert.ok((characterErrorRate as number) >= 2 / 19, 'two characters cannot be said');
    assert.deepEqual(unknown, ['x']);
    model.dispose();
  });

  it('refuses examples of another kind', async () => {
    const classifier = await modelOf({ task: 'classify' }, NAMES);
    await assert.rejects(evaluate(classifier, textMaterial(VERSE), running), { name: 'DataError', message: /learned from rows/ });
    classifier.dispose();
    const other = await modelOf({ task: 'infill' }, VERSE);
    await assert.rejects(evaluate(other, NAMES, running), { name: 'DataError', message: /learned from running text/ });
    await assert.rejects(evaluate(other, textMaterial(''), running), { name: 'DataError' });
    other.dispose();
  });
});

async function validation({ experiment, shape, vocabulary, targets, labels, weights, backend }: Model, material: Material) {
  const data = openDataset({ ...experiment, validation: 0, inputDropout: 0 }, material, { vocabulary, targets, labels });
  const validator = await openValidator(shape, { kind: 'batches', batches: data.train }, backend, taskOf(experiment).judging, targets);
  const judgement = await validator.judge(toSlots(parameterSlots(shape), weights), running);
  validator.dispose();
  assert.ok(judgement);
  return judgement;
}
