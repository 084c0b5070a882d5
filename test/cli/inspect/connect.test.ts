/** `inspect connect`, as a script uses it. */
import assert from 'node:assert/strict';
import { cliBench } from '../cliBench';

describe('command line: inspect connect', function () {
  this.timeout(60_000);
  const { refuses, trained, unroll, write } = cliBench();

  it('says on which characters a prediction depends, and which words may come, in words and in JSON', async () => {
    await trained();
    const words = ['inspect', 'connect', '--run', 'run', '--text', 'the cat', '--against', 't'];
    const [plain, json, refused] = await Promise.all([
      unroll(words),
      unroll([...words, '--json', '--at', '6']),
      unroll([...words, '--symbol', 'ß']),
    ]);
    assert.match(plain.stdout, /^Why “.” and not “t” after “the·cat”: logit -?\d+\.\d\d nats\n/u);
    assert.equal(plain.stdout.match(/^ {5}[1-7] . {2}( +-?\d+\.\d{3}){3}$/gmu)?.length, 7);
    assert.match(plain.stdout, /\nWords to come: .* \d+ %/);
    const [told] = json.json() as { symbol: string; from: number; norms: number[]; occluded: number[]; words: { rest: string }[] }[];
    assert.deepEqual([told?.symbol, told?.from, told?.norms.length, told?.occluded.length], ['t', 0, 6, 6]);
    assert.ok((told?.words.length ?? 0) > 0);
    // Past a state that is held nothing reaches the prediction; that is told of the changed network.
    const held = await unroll([...words.slice(0, 6), '--json', '--at', '6', '--zero', 'l0:h@3-3']);
    const [cut] = held.json() as { shares: number[]; words: unknown[] }[];
    assert.ok(cut?.shares.slice(0, 3).every((share) => share === 0) && cut.shares.slice(3).every((share) => share !== 0));
    assert.deepEqual(cut?.words, []);
    assert.deepEqual([refused.code === 0, /cannot say “ß”/.test(refused.stderr)], [false, true]);
  });

  it('keeps words apart that it names in one piece', async () => {
    await trained('--units', 'words');
    const { stdout } = await unroll(['inspect', 'connect', '--run', 'run', '--text', 'the cat sat; the rat', '--symbol', 'sat']);
    assert.match(stdout, /^Why “sat” after “the·cat·sat;·the·rat”: /u);
    write('one.txt', 'cat');
    await refuses(['evaluate', '--run', 'run', 'one.txt'], /has no word that could be predicted. Give a file with at least two words/);
  });
});
