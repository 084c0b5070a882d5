/** What a reader should notice in the pictures of memory, from numbers that are known. */
import assert from 'node:assert/strict';
import {
  besideWords,
  eigenvaluesInWords,
  halvesInWords,
  keptInWords,
  reachInWords,
  share,
} from '../../../../../webview-ui/panels/run/tabs/memory/memoryWords';

const fading = { from: 0, to: 1, reach: 128, window: 64, ahead: 1, lines: [], steps: [] };

describe('memory in words', () => {
  it('says how far back a mistake is felt, and what a longer window would do', () => {
    assert.deepEqual(
      reachInWords(fading, (back) => 0.5 ** back, 'e'),
      [
        'Of the gradient of the mistake at “e” 1 % is left 6 characters back, and less before that.',
        'Training lets it flow 64 characters back, where less than 10⁻⁶ % is left: a longer window would teach this network hardly more.',
      ],
    );
    const [all, window] = reachInWords(fading, () => 0.5, 'e');
    assert.match(all ?? '', /as far back as the picture goes/);
    assert.match(window ?? '', /there 50 % is still left/);
    assert.deepEqual(
      reachInWords(fading, (back) => (back === 0 ? 1 : Number.NaN), 'e'),
      ['Nothing comes before “e”, so its mistake is felt in no earlier state. Look at a later character, or a longer text.'],
    );
  });

  it('says whether eigenvalues lie inside the unit circle, and how soon a gradient halves', () => {
    const values = (...real: number[]) => ({ real: Float64Array.from(real), imaginary: new Float64Array(real.length) });
    assert.match(eigenvaluesInWords(values(0.5, -0.9)), /^all 2 inside the unit circle, the largest 0\.90/);
    assert.match(eigenvaluesInWords(values(0.5, -1.5, 0)), /^1 of 3 outside the unit circle, the largest 1\.50/);
    assert.deepEqual(
      [[-0.43], [0.01], []].map((exponents) => halvesInWords(Float64Array.from(exponents))),
      ['1.6 characters', 'does not fade', 'the text is too short'],
    );
    assert.deepEqual([share(0.021), share(1.2), share(1e-12)], ['2.1 %', '120 %', 'less than 10⁻⁶ %']);
  });

  it('says what other cells cost, and beside the button why they cannot be trained', () => {
    const trained = { cell: 'rnn', folder: '/runs/rnn', seconds: 60 };
    const missing = [trained, { cell: 'gru', seconds: 20 }, { cell: 'lstm', seconds: 30 }];
    assert.equal(besideWords(missing, { saved: true, training: false }), 'trains gru and lstm, about 50 s');
    assert.equal(besideWords(missing, { saved: true, training: true }), 'trains gru and lstm');
    assert.match(
      besideWords(missing, { saved: false, training: false }),
      /^cannot train gru and lstm: this run learned from a text that was not saved\. Save it, /,
    );
    assert.equal(besideWords([trained], { saved: false, training: false }), 'takes rnn, trained before');
  });

  it('says which cell keeps more', () => {
    assert.equal(
      keptInWords(new Map(Object.entries({ rnn: 0.02, gru: 0.07, lstm: 0.03 })), 10),
      '10 characters back gru keeps 3.5 times as much of a gradient as rnn.',
    );
    assert.match(keptInWords(new Map(Object.entries({ rnn: 0.02, gru: 0.021 })), 10) ?? '', /about as much/);
    assert.equal(keptInWords(new Map([['rnn', 0.02]]), 10), undefined);
  });
});
