/** Characters are Unicode code points, in their order; what a model never saw is said once and read as something it knows. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { generate, openModel, score, trace } from '../../src/engine/abilities';
import { Vocabulary } from '../../src/engine/data/vocabulary';
import { runOf } from './run';

const anything = fc.string({
  unit: fc.oneof(fc.constantFrom(' ', '\t', '\n', 'a', 'é', '😀', '\ud800'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  maxLength: 60,
});

describe('vocabulary', () => {
  it('has each code point of a text once, sorted, and gives the text back', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const vocabulary = Vocabulary.of(text);
        const points = vocabulary.characters.map((character) => character.codePointAt(0) as number);
        assert.deepEqual(
          points,
          [...new Set(Array.from(text, (character) => character.codePointAt(0) as number))].sort((a, b) => a - b),
        );
        const { tokens, unknown } = vocabulary.encode(text);
        assert.equal(vocabulary.decode(tokens), text);
        assert.equal(tokens.length, [...text].length);
        assert.deepEqual(unknown, []);
      }),
    );
  });

  it('keeps halves of a surrogate pair as characters of their own', () => {
    const text = 'a\ud83dz\ude00\ud83d\ude00';
    const vocabulary = Vocabulary.of(text);
    assert.deepEqual(vocabulary.characters, ['a', 'z', '\ud83d', '\ude00', '😀']);
    assert.equal(vocabulary.decode(vocabulary.encode(text).tokens), text);
  });

  it('reads unknown characters as the fallback and names each once', () => {
    fc.assert(
      fc.property(
        anything.filter((text) => text !== ''),
        anything,
        (text, other) => {
          const vocabulary = Vocabulary.of(text);
          const known = new Set(vocabulary.characters);
          const { tokens, unknown } = vocabulary.encode(other);
          assert.deepEqual(
            unknown,
            [...new Set(other)].filter((character) => !known.has(character)),
          );
          assert.equal(
            vocabulary.decode(tokens),
            [...other].map((character) => (known.has(character) ? character : vocabulary.characters[vocabulary.fallback])).join(''),
          );
          assert.equal(vocabulary.characters[vocabulary.fallback], known.has(' ') ? ' ' : vocabulary.characters[0]);
        },
      ),
    );
  });

  it('tells of unknown characters wherever a model reads a text, and treats them as the fallback', async () => {
    const { last } = await runOf(
      { cell: 'rnn', hidden: 4, updates: 3, batch: 2, window: 4, validation: 0 },
      'a tale of a bad bed and a fed lad',
    );
    const model = await openModel(last, openReference());
    const interruption = { stop: { aborted: false }, seconds: () => 0 };
    const [strange, plain] = ['fed 😀x!x bed', 'fed      bed'];
    const unknown = ['😀', 'x', '!'];
    const scored = await score(model, strange, interruption);
    assert.deepEqual(scored.unknown, unknown);
    // What is right there is not what is read there: it is scored as unknown.
    const told = (nats: number, at: number) => (unknown.includes([...strange][at] as string) ? Math.log(model.vocabulary.size + 1) : nats);
    const asPlain = await score(model, plain, interruption);
    assert.deepEqual(
      scored.perCharacter.map(({ nats }) => nats),
      asPlain.perCharacter.map(({ nats }, at) => told(nats, at + 1)),
    );
    const traced = await trace(model, strange, interruption);
    assert.deepEqual(traced.unknown, unknown);
    assert.deepEqual(traced.characters, [...strange]);
    assert.deepEqual(
      traced.surprise,
      (await trace(model, plain, interruption)).surprise.map((bits, at) => told(bits * Math.LN2, at) / Math.LN2),
    );
    const options = { length: 8, temperature: 1, topK: 0, topP: 1, seed: 3, count: 1 };
    const drawn = await generate(model, { ...options, prompt: strange }, interruption);
    assert.deepEqual(drawn.unknown, unknown);
    assert.equal(drawn.continuations[0]?.text, (await generate(model, { ...options, prompt: plain }, interruption)).continuations[0]?.text);
    model.dispose();
  });
});
