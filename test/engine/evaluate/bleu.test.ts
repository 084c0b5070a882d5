import assert from 'node:assert/strict';
import { bleu, wordsOf } from '../../../src/engine/evaluate/bleu';

/** Truth and guess, with words and marks parted as `wordsOf` does. */
const PAIRS = [
  [
    'It is a guide to action that ensures that the military will forever heed Party commands',
    'It is a guide to action which ensures that the military always obeys the commands of the party',
  ],
  ['the cat is on the mat .', 'the the the the the the the'],
  ['he was interested in world history because he read the book', 'he read the book because he was interested in world history'],
  ['Je suis adulte .', 'Je suis un adulte .'],
  ["C'est juste .", "C'est juste ."],
].map(([truth = '', guess = '']) => ({ truth, guess }));

describe('bleu', () => {
  it('agrees with SacreBLEU (corpus_bleu, no smoothing)', () => {
    close(bleu(PAIRS), 0.44725482284268686);
    close(bleu(PAIRS.slice(0, 1)), 0.41180376356915777);
    close(bleu(PAIRS.slice(2, 3)), 0.7400828044922853);
  });

  it('punishes what is too short, by e^(1 − r/c)', () => {
    close(bleu([{ truth: 'a b c d e f g h', guess: 'a b c d' }]), 0.36787944117144233);
  });

  it('is 1 for the truth, 0 where no four words are right, and undefined where no truth has four', () => {
    assert.equal(bleu([{ truth: 'one two three four', guess: 'one two three four' }]), 1);
    assert.equal(bleu([{ truth: 'one two three four', guess: 'one two four three' }]), 0);
    assert.equal(bleu([{ truth: 'one two three four', guess: '' }]), 0);
    assert.equal(
      bleu(
        [
          { truth: '2024-01-01', guess: '2024-01-01' },
          { truth: 'a b', guess: 'a b' },
        ].slice(1),
      ),
      undefined,
    );
  });

  it('parts words from marks, and leaves apostrophes in them', () => {
    assert.deepEqual(wordsOf("J'ai paniqué, non ?"), ["J'ai", 'paniqué', ',', 'non', '?']);
  });
});

function close(found: number | undefined, expected: number): void {
  assert.ok(found !== undefined && Math.abs(found - expected) < 1e-12, `${found} is not ${expected}`);
}
