import assert from 'node:assert/strict';
import type { Batch } from '../../../src/engine/data/batches';
import { type Material, textMaterial } from '../../../src/engine/data/material';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { openDataset } from '../../../src/engine/tasks/openDataset';

const P = 0.25;
const text = 'the quick brown fox jumps over the lazy dog. '.repeat(40);
const rows = text
  .split(' ')
  .slice(0, 300)
  .map((input, line) => ({ input: `${input}${line}`, target: line % 2 ? [...input].reverse().join('') : 'none' }));

/** A batch as it is, and the same one with dropout. */
function batchesOf(options: ExperimentOptions, material: Material, update = 3): [Batch, Batch] {
  const open = (inputDropout: number) =>
    openDataset(parseExperiment({ batch: 64, window: 64, ...options, inputDropout }), material).train.get(update);
  return [open(0), open(P)];
}

describe('input dropout', () => {
  const cases: readonly [ExperimentOptions, Material, readonly string[]][] = [
    [{ task: 'language-model', batch: 8 }, textMaterial(text), ['tokens']],
    [{ task: 'infill', batch: 8 }, textMaterial(text), ['tokens', 'after']],
    [{ task: 'classify' }, { kind: 'rows', rows: rows.map(({ input, target }) => ({ input, target: target.slice(0, 1) })) }, ['tokens']],
    [{ task: 'translate' }, { kind: 'rows', rows }, ['tokens', 'decoder.tokens']],
  ];
  for (const [options, material, inputs] of cases) {
    it(`reads characters as unknown ones, and changes nothing else: ${options.task}`, () => {
      const { vocabulary, targets } = openDataset(parseExperiment(options), material);
      const [whole, dropped] = batchesOf(options, material);
      assert.deepEqual(Object.keys(dropped.feed), Object.keys(whole.feed));
      assert.deepEqual([dropped.predicted, dropped.characters], [whole.predicted, whole.characters]);
      for (const [name, values] of Object.entries(whole.feed)) {
        const after = dropped.feed[name] as Float32Array;
        if (!inputs.includes(name)) {
          assert.deepEqual(after, values, name);
          continue;
        }
        const boundary = name === 'decoder.tokens' ? targets.length : vocabulary.size;
        const space = (name === 'decoder.tokens' ? targets : vocabulary.characters).indexOf(' ');
        let [changed, changeable] = [0, 0];
        values.forEach((symbol, index) => {
          if (symbol !== boundary && symbol !== Math.max(0, space)) changeable++;
          if (after[index] === symbol) return;
          changed++;
          assert.equal(after[index], Math.max(0, space));
          assert.notEqual(symbol, boundary);
        });
        const spread = Math.sqrt((P * (1 - P)) / changeable);
        assert.ok(Math.abs(changed / changeable - P) < 5 * spread, `${name}: ${changed} of ${changeable}`);
      }
    });
  }

  it('drops others in the next epoch, and the same in the same update', () => {
    const experiment = parseExperiment({ batch: 8, window: 16, inputDropout: P });
    const { train, validation } = openDataset(experiment, textMaterial(text));
    assert.deepEqual(train.get(2).feed, train.get(2).feed);
    assert.notDeepEqual(train.get(2).feed.tokens, train.get(2 + train.perEpoch).feed.tokens);
    const without = openDataset(parseExperiment({ batch: 8, window: 16 }), textMaterial(text));
    assert.deepEqual(validation, without.validation);
  });
});
