/** Kinds of errors: on a text whose kinds are known, and against the definitions spelled out. */
import assert from 'node:assert/strict';
import { errorBreakdown } from '../../../src/engine/baseline/errorBreakdown';
import { NgramModel } from '../../../src/engine/baseline/ngramModel';
import { Vocabulary } from '../../../src/engine/data/vocabulary';
import { Random } from '../../../src/engine/random';

const running = { stop: { aborted: false } };
/** Nats of a network that is wrong where told, by so much probability. */
const wrongAt = (text: string, wrong: (t: number) => boolean, probability = 0.25) =>
  [...text].slice(1).map((_, index) => -Math.log(wrong(index + 1) ? probability : 0.9));

const TRAINING = `${'the cat sat on the mat. '.repeat(40)}a rat.`;
/** Shares of kinds, without counts of zero. */
const kindsOf = async (text: string, wrong: (t: number) => boolean, probability?: number) => {
  const { kinds } = await errorBreakdown(text, wrongAt(text, wrong, probability), TRAINING, { validation: 0 }, running);
  return kinds.map(({ kind, upTo, errors }) => [kind, ...(upTo === undefined ? [] : [upTo]), errors]);
};

describe('kinds of errors', () => {
  it('are taken away one after another, as the oracles of the paper do', async () => {
    assert.deepEqual(await kindsOf('the cat', (t) => t === 2), [['n-gram', 1]]); // “th” is followed by e
    assert.deepEqual(await kindsOf('eat tom tom', (t) => t === 10), [['memory', 100, 1]]); // m of the second tom
    assert.deepEqual(await kindsOf('eat tom', (t) => t === 6), [['rare word', 0, 1]]);
    assert.deepEqual(await kindsOf('no rat', (t) => t === 3), [['rare word', 1, 1]]); // r of rat, which was trained on once
    assert.deepEqual(await kindsOf('mat cat', (t) => t === 4), [['word break', 1]]); // a known word, that comes as no n-gram has it
    assert.deepEqual(await kindsOf('at ..', (t) => t === 4), [['punctuation', 1]]);
    assert.deepEqual(await kindsOf('the  ', (t) => t === 4), [['word break', 1]]);
    assert.deepEqual(await kindsOf(`tom${' '.repeat(600)}tom`, (t) => t === 605), [['memory', 1000, 1]]);
    assert.deepEqual(await kindsOf('the', () => false), []);
    assert.deepEqual(await kindsOf('', () => true), []);
    assert.deepEqual(await kindsOf('o.ttt', (t) => t === 2, 0.35), [['rare word', 0, 1]]);
  });

  it('says how much of the training text was counted, where it has more n-grams than are kept', async () => {
    const random = Random.fromSeed(1);
    const letters = [...'abcdefghijklmnopqrstuvwxyz ,.'];
    const training = Array.from({ length: 900_000 }, () => letters[Math.floor(random.uniform() * letters.length)]).join('');
    const { counted, trained } = await errorBreakdown('abc', [1, 1], training, { validation: 0.1 }, running);
    assert.equal(trained, 810_000);
    assert.ok(counted > 400_000 && counted < trained, String(counted));
    const whole = await errorBreakdown('abc', [1, 1], TRAINING, { validation: 0 }, running);
    assert.deepEqual([whole.counted, whole.trained], [TRAINING.length, TRAINING.length]);
  });

  it('sum to all errors, each what the definitions say', async () => {
    const random = Random.fromSeed(4);
    const letters = ['t', 'h', 'e', 'a', 'm', ' ', '.', '"', 'é', '😀'];
    const text = Array.from({ length: 1200 }, () => letters[Math.floor(random.uniform() ** 1.5 * letters.length)] as string);
    const nats = text.slice(1).map(() => -Math.log(0.05 + 0.9 * random.uniform()));
    const training = `${text.slice(0, 500).join('')} the mat. "a he"`;
    const found = await errorBreakdown(text.join(''), nats, training, { validation: 0 }, running);

    const vocabulary = Vocabulary.of(training);
    const tokens = vocabulary.encode(text.join('')).tokens;
    const models = await Promise.all(
      Array.from({ length: 9 }, (_, index) => NgramModel.count(vocabulary.encode(training).tokens, vocabulary.size, index + 1, running)),
    );
    const told = await Promise.all(models.map((model) => model.nats(tokens, running)));
    const isLetter = (character = '') => /[\p{L}\p{N}]/u.test(character);
    const words = training.split(/[^\p{L}\p{N}]+/u);
    const expected: Record<string, number> = {};
    for (let t = 1; t < text.length; t++) {
      const probability = Math.exp(-(nats[t - 1] as number));
      if (probability >= 0.5) continue;
      let [start, end] = [t, t];
      while (start > 0 && isLetter(text[start - 1]) && isLetter(text[t])) start--;
      while (end < text.length && isLetter(text[end])) end++;
      const word = isLetter(text[t]) ? text.slice(start, end).join('') : undefined;
      const memory = [100, 500, 1000, 5000].find(
        (most) =>
          word !== undefined &&
          t > start &&
          text
            .slice(Math.max(0, start - most), start)
            .join('')
            .includes(word),
      );
      const seen = words.filter((each) => each === word).length;
      const boost = [0.1, 0.2, 0.3, 0.4, 0.5].find((more) => probability + more >= 0.5);
      const kind = told.some((of) => Math.exp(-(of[t] as number)) > 0.5)
        ? 'n-gram undefined'
        : memory !== undefined
          ? `memory ${memory}`
          : word !== undefined && seen <= 5
            ? `rare word ${seen}`
            : [' ', '"'].includes(text[t - 1] as string)
              ? 'word break undefined'
              : ['.', '"', '😀'].includes(text[t] as string)
                ? 'punctuation undefined'
                : `other ${boost}`;
      expected[kind] = (expected[kind] ?? 0) + 1;
    }
    assert.deepEqual(Object.fromEntries(found.kinds.map(({ kind, upTo, errors }) => [`${kind} ${upTo}`, errors])), expected);
    assert.equal(
      found.kinds.reduce((sum, { errors }) => sum + errors, 0),
      found.errors,
    );
    assert.equal(found.characters, text.length - 1);
    assert.ok(Object.keys(expected).length >= 9, JSON.stringify(expected));
  });
});
