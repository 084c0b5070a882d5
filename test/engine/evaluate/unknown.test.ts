/** What a model does not know is scored as unknown: by its own symbol for that, or as a guess among n symbols and one more; never as another. */
import assert from 'node:assert/strict';
import { evaluate, score, trace } from '../../../src/engine/abilities';
import { textMaterial } from '../../../src/engine/data/material';
import { surprise } from '../../../src/engine/infer/distribution';
import { stepperOf } from '../../../src/engine/infer/stepper';
import type { Model } from '../../../src/engine/model/model';
import { modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../tasks/modelOf';
import { running } from '../trainOnce';

const near = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-6, `${one} is not ${other}`);

describe('what a model does not know', function () {
  this.timeout(30_000);

  it('costs ln(n + 1) nats where it has no symbol for it, and is read as a space', async () => {
    const model = await modelOf({}, VERSE);
    const text = 'The cätß sat';
    const scored = await score(model, text, running);
    const guess = Math.log(model.vocabulary.size + 1);
    const unlike = await natsOfEach(model, 'The c t  sat');
    const expected = unlike.map((nats, t) => (t === 4 || t === 6 ? guess : nats));
    scored.perCharacter.forEach(({ nats }, t) => near(nats, expected[t] as number));
    assert.deepEqual(
      scored.perCharacter.map(({ character }) => character),
      [...text].slice(1),
    );
    assert.deepEqual([scored.unknown, scored.strange?.count], [['ä', 'ß'], 2]);
    near(scored.strange?.nats ?? 0, 2 * guess);
    near(
      scored.nats,
      expected.reduce((sum, nats) => sum + nats, 0),
    );
    assert.notEqual(expected[4], unlike[4]);
    const { surprise: bits } = await trace(model, text, running);
    assert.ok(Number.isNaN(bits[0]));
    bits.slice(1).forEach((each, t) => near(each * Math.LN2, expected[t] as number));
    const evaluated = await evaluate(model, textMaterial(text), running);
    assert.deepEqual([evaluated.strange, evaluated.examples], [scored.strange, 11]);
    near(evaluated.nats, scored.nats / 11);
    assert.equal((await score(model, 'The cat', running)).strange, undefined);
    model.dispose();
  });

  it('costs what its symbol for unknown ones does where it has one', async () => {
    const model = await modelOf({ vocabulary: 6 }, VERSE);
    const { vocabulary } = model;
    assert.equal(vocabulary.unknown, 0);
    const { perCharacter, strange } = await score(model, 'a ß', running);
    const stepper = stepperOf(model);
    stepper.reset();
    await stepper.step(vocabulary.encode('a').tokens[0] as number);
    const { logits } = await stepper.step(vocabulary.encode(' ').tokens[0] as number);
    near(perCharacter[1]?.nats ?? 0, surprise(logits as Float64Array, 0));
    assert.equal(strange?.count, 1);
    near(strange?.nats ?? 0, perCharacter[1]?.nats ?? 1);
    model.dispose();
  });

  it('counts in an evaluation of any task', async () => {
    const cases = [
      [await modelOf({ task: 'infill' }, VERSE), textMaterial('The cät sat'), 1, 0],
      [await modelOf({ task: 'generate-from-label' }, NAMES), rowsOf(['annä', 'German']), 1, 1],
      [await modelOf({ task: 'translate' }, REVERSALS), rowsOf(['ab', 'bä']), 1, 1],
      [await modelOf({ task: 'classify' }, NAMES), rowsOf(['anna', 'French'], ['ivan', 'Russian']), 1, 0],
      [await modelOf({ task: 'tag' }, rowsOf(['abc', 'xyx'], ['cab', 'yyx'])), rowsOf(['abc', 'xzx']), 1, 0],
    ] as const;
    for (const [model, material, count, ends] of cases) {
      const { strange, task } = await evaluate(model, material, running);
      assert.equal(strange?.count, count, task);
      near(strange?.nats ?? 0, count * Math.log(model.targets.length + ends + 1));
      model.dispose();
    }
  });
});

/** At each character but the first, one step at a time. */
async function natsOfEach(model: Model, text: string): Promise<number[]> {
  const stepper = stepperOf(model);
  const { tokens } = model.vocabulary.encode(text);
  stepper.reset();
  const nats: number[] = [];
  for (let t = 0; t + 1 < tokens.length; t++) {
    const { logits } = await stepper.step(tokens[t] as number);
    const values = Array.from(logits as Float64Array);
    const most = Math.max(...values);
    const sum = values.reduce((total, logit) => total + Math.exp(logit - most), 0);
    nats.push(most + Math.log(sum) - (values[tokens[t + 1] as number] as number));
  }
  return nats;
}
