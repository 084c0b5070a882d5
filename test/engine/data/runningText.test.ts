import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Streams } from '../../../src/engine/data/streams';
import { Vocabulary } from '../../../src/engine/data/vocabulary';
import { infillData } from '../../../src/engine/tasks/infill/data';
import { languageModelData } from '../../../src/engine/tasks/languageModel/data';

const CHARACTERS = { units: 'characters', vocabulary: 0 } as const;

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
          const streams = new Streams({ tokens: symbols.subarray(0, length - 1), targets: symbols.subarray(1) }, batch, window);
          const perStream = Math.floor((length - 1) / streams.batch);
          for (let b = 0; b < streams.batch; b++) {
            const read: number[] = [];
            for (let k = 0; k < streams.perEpoch; k++) {
              const { tokens = [], targets = [] } = streams.get(k).feed;
              for (let t = 0; t < streams.window; t++) {
                assert.equal(targets[t * streams.batch + b], (tokens[t * streams.batch + b] as number) + 1);
                read.push(tokens[t * streams.batch + b] as number);
              }
            }
            assert.deepEqual(
              read,
              Array.from({ length: streams.perEpoch * streams.window }, (_, index) => b * perStream + index),
            );
          }
          assert.ok(perStream - streams.perEpoch * streams.window < streams.window);
        },
      ),
    );
  });

  it('shrink for a short text, and say so', () => {
    const { train, notes, validation } = languageModelData('hello', { ...CHARACTERS, batch: 32, window: 64, validation: 0.05 });
    assert.deepEqual([train.batch, train.window, train.perEpoch, validation], [1, 4, 1, undefined]);
    assert.equal(notes.length, 2);
  });

  it('hold out the end of the text', () => {
    const data = languageModelData(`${'a'.repeat(90)}${'b'.repeat(10)}`, { ...CHARACTERS, batch: 1, window: 5, validation: 0.1 });
    assert.deepEqual([data.trainCharacters, data.validationCharacters], [90, 10]);
    assert.ok(data.train.get(0).feed.targets?.every((token) => token === 0));
    assert.ok(data.validation?.kind === 'text');
    const { columns, from } = data.validation;
    assert.deepEqual([...(columns.tokens as Uint32Array).subarray(from)], [0, ...Array(9).fill(1)], 'the first is told by the text before');
    assert.deepEqual([...(columns.targets as Uint32Array).subarray(from)], Array(10).fill(1));
  });
});

describe('infill', () => {
  it('predicts each character once, from the one before it and the one after it', () => {
    const { train, vocabulary } = infillData('hello', { batch: 1, window: 5, validation: 0 });
    const { tokens = [], after = [], targets = [] } = train.get(0).feed;
    const read = (numbers: Iterable<number>) => Array.from(numbers, (number) => vocabulary.characters[number] ?? '|').join('');
    assert.equal(vocabulary.boundary, 4);
    assert.deepEqual([read(tokens), read(targets), read(after)], ['|hell', 'hello', 'ello|']);
  });

  it('in streams too: what is after one window is where the next one goes on', () => {
    const { train } = infillData('abcdefgh', { batch: 2, window: 2, validation: 0 });
    const batches = Array.from({ length: train.perEpoch }, (_, k) => train.get(k).feed);
    assert.deepEqual(
      batches.map(({ tokens = [], targets = [], after = [] }) => [[...tokens], [...targets], [...after]]),
      [
        [
          [8, 3, 0, 4],
          [0, 4, 1, 5],
          [1, 5, 2, 6],
        ],
        [
          [1, 5, 2, 6],
          [2, 6, 3, 7],
          [3, 7, 4, 8],
        ],
      ],
    );
  });
});
