/** What may be asked: whoever asks may lie. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Arguments, type Kind, QUERIES, QuestionError, readQuestion } from '../../src/protocol/queries';

const GENERATION = { prompt: 'the', length: 20, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 2 };

const PROPER: { readonly [K in Kind]?: Arguments<K> } = {
  generate: GENERATION,
  openTrace: { text: 'a', target: 'b' },
  traceField: {
    trace: 'a',
    part: 'source',
    from: 0,
    to: 512,
    step: 2,
    planes: ['mean', 'high'],
    field: { kind: 'activation', layer: 0, direction: 'backward', name: 'h', unit: 3 },
  },
  tracePredictions: { trace: 'a', part: 'target', from: 0, to: 1 },
  gradientsBack: { trace: 'a', from: 0, to: 400, reach: 128 },
  eigenvalues: { trace: 'a', layer: 0, at: 3 },
  closeTrace: { trace: 'a' },
  classify: { texts: ['a', ''] },
  fill: { before: '', after: 'b', shortest: 1, longest: 8, count: 3 },
  translate: { sources: [], beam: 4, lengthPenalty: 0.6 },
  tag: { text: '😀' },
  evaluate: { files: ['/a.tsv'] },
  labels: {},
  score: { text: '' },
};

describe('a question that is read', () => {
  for (const kind of Object.keys(PROPER) as Kind[]) {
    it(`is ${kind}, with its arguments as they were given, and with no others`, () => {
      assert.deepEqual(readQuestion(kind, PROPER[kind]), { kind, arguments: PROPER[kind] });
      for (const given of [undefined, null, 1, 'text', [], [PROPER[kind]], { ...PROPER[kind], run: '/another' }])
        assert.throws(() => readQuestion(kind, given), QuestionError, JSON.stringify(given));
    });
  }

  it('is of a kind that there is', () => {
    for (const kind of [
      '',
      'train',
      'toString',
      '__proto__',
      'constructor',
      'generate ',
      0,
      null,
      undefined,
      {},
      ['generate'],
      { toString: 'x' },
    ])
      assert.throws(() => readQuestion(kind, {}), QuestionError);
    assert.throws(() => readQuestion('overwrite', {}), /There is no question "overwrite"\./);
    assert.throws(
      () => readQuestion('x'.repeat(100_000), {}),
      ({ message }) => message.length < 100,
    );
  });

  it('keeps within bounds', () => {
    for (const wrong of [
      { length: 0 },
      { length: 1e9 },
      { length: 1.5 },
      { length: '20' },
      { temperature: -1 },
      { temperature: Number.NaN },
      { temperature: Number.POSITIVE_INFINITY },
      { temperature: null },
      { topP: 2 },
      { count: 1e6 },
      { seed: -1 },
      { prompt: 1 },
      { prompt: 'x'.repeat(20_000_001) },
      { label: ['German'] },
    ])
      assert.throws(() => readQuestion('generate', { ...GENERATION, ...wrong }), QuestionError, Object.keys(wrong)[0]);
    assert.throws(() => readQuestion('translate', { ...PROPER.translate, beam: 1e9 }), {
      message: 'translate cannot be answered so: beam: give a whole number from 1 to 64.',
    });
    assert.throws(() => readQuestion('classify', { texts: new Array(1_000_001).fill('') }), QuestionError);
    assert.throws(() => readQuestion('classify', { texts: ['a', 1] }), /texts\.1/);
  });

  it('takes no harm from anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...Object.keys(QUERIES))), fc.anything(), (kind, given) => {
        try {
          readQuestion(kind, given);
        } catch (error) {
          assert.ok(error instanceof QuestionError);
        }
      }),
    );
    assert.equal(({} as { polluted?: true }).polluted, undefined);
  });
});
