/** Units of a real network scored, against a slow count over what its trace tells. */
import assert from 'node:assert/strict';
import { openTrace } from '../../../../src/engine/inspect/openTrace';
import { rankUnits, unitWords } from '../../../../src/protocol/rankedUnits';
import { modelOf, VERSE } from '../../tasks/modelOf';
import { running } from '../../trainOnce';

const TEXT = `${VERSE.slice(0, 300)}\n`;

describe('what units know of a text', function () {
  this.timeout(60_000);

  it('is the AUC, and |r|, of their values on the stretches that did not choose the sign', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'lstm', layers: 2 }, VERSE);
    const trace = await openTrace(model, TEXT, running);
    const given = [{ name: 'marked', spans: [20, 90, 130, 240] }];
    const scores = await trace.unitScores({ part: 'source', activations: 'all', given }, running);
    assert.equal(scores.every, 1);
    assert.deepEqual(
      scores.groups.map(({ layer, name }) => `${layer} ${name}`),
      trace.shape.source.layers.flatMap(({ layer, activations }) => activations.map(({ name }) => `${layer} ${name}`)),
    );
    const half = (t: number) => Math.floor((t * 20) / TEXT.length) % 2;
    const marked = (t: number) => (t >= 20 && t < 90) || (t >= 130 && t < 240);
    const auc = (values: Float32Array, which: number) => {
      let [wins, pairs] = [0, 0];
      for (const [a, x] of values.entries())
        for (const [b, y] of values.entries()) {
          if (half(a) !== which || half(b) !== which || !marked(a) || marked(b)) continue;
          wins += x > y ? 1 : x === y ? 0.5 : 0;
          pairs++;
        }
      return wins / pairs;
    };
    const index = scores.properties.findIndex(({ name }) => name === 'marked');
    let row = 0;
    for (const { layer, direction, name, units } of scores.groups) {
      const field = { kind: 'activation', layer, direction, name, unit: 3 } as const;
      const { mean } = await trace.field({ part: 'source', from: 0, to: TEXT.length, step: 1, field }, running);
      const values = mean as Float32Array;
      const sign = auc(values, 0) < 0.5 ? -1 : 1;
      const at = (row + 3) * scores.properties.length + index;
      assert.equal(scores.signs[at], sign);
      const expected = auc(values, 1);
      assert.ok(Math.abs((scores.scores[at] as number) - (sign > 0 ? expected : 1 - expected)) < 1e-6);
      row += units;
    }
    const [first, ...rest] = rankUnits(scores, 'marked');
    assert.ok(first && rest.every(({ score }) => score <= first.score));
    assert.match(unitWords(first), /^l[01]:[hcifog]\[\d+\] ≈ (not )?marked, AUC 0\.\d\d$/);
    model.dispose();
  });

  it('says of what nothing can be said, and why', async () => {
    const model = await modelOf({ task: 'language-model' }, VERSE);
    for (const text of ['a', 'aa a', TEXT]) {
      const trace = await openTrace(model, text, running);
      const { properties, left } = await trace.unitScores({ part: 'source', activations: 'output and states', given: [] }, running);
      assert.ok(left.some(({ name, why }) => name === 'digit' && why === 'too few characters of this text are so'));
      assert.equal(properties.length > 0, text === TEXT);
    }
    model.dispose();
  });
});
