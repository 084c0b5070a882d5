import assert from 'node:assert/strict';
import { type Experiment, ExperimentError, experimentSchema } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { readStoredExperiment } from '../../src/engine/storedExperiment';

const stored = (experiment: Experiment, changes: object = {}) =>
  readStoredExperiment(JSON.parse(JSON.stringify({ ...experiment, ...changes })));

describe('an experiment that was stored', () => {
  it('is read exactly, with every setting that there is', () => {
    const everything: Experiment = {
      ...parseExperiment({
        task: 'translate',
        decoderHidden: 7,
        updates: 5,
        epochs: 2,
        minutes: 1,
        patience: 3,
        validateEvery: 4,
        keepCheckpoints: 3,
        init: 'start.safetensors',
        initVocabulary: 'vocab.json',
      }),
      rule: 'case',
    };
    assert.deepEqual(Object.keys(everything).sort(), Object.keys(experimentSchema.shape).sort(), 'a setting is missing in this test');
    assert.deepEqual(stored(everything), everything);
  });

  it('takes no default of today: what came later is as if it did not exist', () => {
    const { inputDropout, teacherForcing, bidirectional, encoding: _, ...others } = parseExperiment({ task: 'classify' });
    const { lineEnds, normalization, ...old } = others;
    assert.deepEqual([lineEnds, normalization], ['lf', 'nfc']);
    assert.ok(inputDropout > 0 && bidirectional !== 'no');
    const read = readStoredExperiment(JSON.parse(JSON.stringify(old)));
    assert.deepEqual([read.inputDropout, read.teacherForcing, read.bidirectional], [0, 1, 'no']);
    assert.deepEqual([read.encoding, read.lineEnds, read.normalization], ['auto', 'keep', 'keep']);
  });

  it('is held against no rule of today, only against what a setting can be', () => {
    const experiment = parseExperiment({});
    for (const changes of [{ hidden: 10_000 }, { momentum: 0.9999 }, { attention: 'dot' }, { learningRate: 1000 }, { initializer: 'old' }])
      assert.deepEqual(stored(experiment, changes), { ...experiment, ...changes });
    for (const changes of [
      { hidden: 0.5 },
      { hidden: null },
      { task: 'dance' },
      { dropout: 2 },
      { files: 'a.txt' },
      { version: 2 },
      { more: 1 },
    ])
      assert.throws(() => stored(experiment, changes), ExperimentError, JSON.stringify(changes));
  });

  it('echoes no more of a strange one than a person reads', () => {
    const strange = Object.fromEntries(Array.from({ length: 1000 }, (_, k) => [`${k}`.padEnd(1000, 'x'), k]));
    assert.throws(
      () => stored(parseExperiment({}), strange),
      (error: Error) => error.message.length < 400,
    );
  });
});
