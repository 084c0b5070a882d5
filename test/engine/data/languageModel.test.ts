import assert from 'node:assert/strict';
import fc from 'fast-check';
import { languageModelData, Streams } from '../../../src/engine/data/languageModel';
import { Vocabulary } from '../../../src/engine/data/vocabulary';

describe('vocabulary', () => {
  it('sorts code points and keeps astral ones whole', () => {
    assert.deepEqual(Vocabulary.of('b𝄞a\nab').characters, ['\n', 'a', 'b', '𝄞']);
  });

  it('encodes and decodes every text of its own characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const vocabulary = Vocabulary.of(text);
        const { tokens, unknown } = vocabulary.encode(text);
        assert.deepEqual(unknown, []);
        assert.equal(vocabulary.decode(tokens), text);
      }),
    );
  });

  it('reads an unknown character as a space, and reports it once', () => {
    const { tokens, unknown } = Vocabulary.of('a b').encode('aééb');
    assert.deepEqual([...tokens], [1, 0, 0, 2]);
    assert.deepEqual(unknown, ['é']);
  });
});

describe('streams', () => {
  it('cover L·B targets exactly once, in order, each input the symbol before its target', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 40 }),
        (length, batch, window) => {
          const symbols = Uint32Array.from({ length }, (_, index) => index);
          const streams = new Streams(symbols, batch, window);
          const perStream = Math.floor((length - 1) / streams.batch);
          for (let b = 0; b < streams.batch; b++) {
            const read: number[] = [];
            for (let k = 0; k < streams.windows; k++) {
              const { tokens, targets } = streams.get(k);
              for (let t = 0; t < streams.window; t++) {
                assert.equal(targets[t * streams.batch + b], (tokens[t * streams.batch + b] as number) + 1);
                read.push(tokens[t * streams.batch + b] as number);
              }
            }
            assert.deepEqual(
              read,
              Array.from({ length: streams.windows * streams.window }, (_, index) => b * perStream + index),
            );
          }
          assert.ok(perStream - streams.windows * streams.window < streams.window);
        },
      ),
    );
  });

  it('shrink for a short text, and say so', () => {
    const { train, notes, validation } = languageModelData('hello', { batch: 32, window: 64, validation: 0.05 });
    assert.deepEqual([train.batch, train.window, train.windows, validation], [1, 4, 1, undefined]);
    assert.equal(notes.length, 2);
  });

  it('hold out the end of the text', () => {
    const data = languageModelData(`${'a'.repeat(90)}${'b'.repeat(10)}`, { batch: 1, window: 5, validation: 0.1 });
    assert.deepEqual([data.trainCharacters, data.validationCharacters], [90, 10]);
    assert.ok(data.train.get(0).targets.every((token) => token === 0));
    assert.ok(data.validation?.get(0).tokens.every((token) => token === 1));
  });
});
