/** `inspect units`, as a script uses it. */
import assert from 'node:assert/strict';
import { cliBench } from '../cliBench';

describe('command line: inspect units', function () {
  this.timeout(60_000);
  const { unroll, trained } = cliBench();

  it('ranks units by what they tell, in words and in JSON', async () => {
    await trained();
    const words = ['inspect', 'units', '--run', 'run', '--file', 'verse.txt', '--count', '3'];
    const [plain, json, letters] = await Promise.all([
      unroll(words),
      unroll([...words, '--json', '--all']),
      unroll([...words, '--property', 'white space']),
    ]);
    assert.match(plain.stdout, /^(l0:h\[\d\] ≈ .+, (AUC|\|r\|) \d\.\d\d\n){3}$/);
    assert.match(letters.stdout, /^(l0:h\[\d\] ≈ (not )?white space, AUC \d\.\d\d\n){3}$/);
    const [told] = json.json() as { units: { score: number }[]; left: { name: string }[]; every: number }[];
    assert.equal(told?.units.length, 3);
    assert.equal(told?.every, 1);
    assert.ok(told?.left.some(({ name }) => name === 'digit'));
  });

  it('says which properties there are, and that a text is needed', async () => {
    await trained();
    const unknown = await unroll(['inspect', 'units', '--run', 'run', '--file', 'verse.txt', '--property', 'digit']);
    assert.deepEqual([unknown.code, /Nothing can be said of “digit”: too few.* There are: .*letter/s.test(unknown.stderr)], [2, true]);
    const none = await unroll(['inspect', 'units', '--run', 'run']);
    assert.deepEqual([none.code, /Give a text with --text/.test(none.stderr)], [2, true]);
  });
});
