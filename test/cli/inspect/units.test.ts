/** `inspect units` and `inspect match`, as a script uses them. */
import assert from 'node:assert/strict';
import { cliBench } from '../cliBench';

describe('command line: inspect', function () {
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

  it('names the units of as many factors as are asked for', async () => {
    await trained();
    const words = ['inspect', 'units', '--run', 'run', '--file', 'verse.txt', '--factors'];
    const [plain, json, many] = await Promise.all([unroll([...words, '8']), unroll([...words, '8', '--json']), unroll([...words, '17'])]);
    assert.match(plain.stdout, /^(\d: [+-]\[\d\] 1\.00(, [+-]\[\d\] 0\.\d\d)*\n){8}$/);
    const [told] = json.json() as { factors: { unit: number; weight: number }[][] }[];
    assert.deepEqual([told?.factors.length, told?.factors[0]?.[0]?.weight], [8, 1]);
    assert.deepEqual([many.code, /Give a whole number from 8 to 16/.test(many.stderr)], [2, true]);
  });

  it('says which properties there are, and that a text is needed', async () => {
    await trained();
    const unknown = await unroll(['inspect', 'units', '--run', 'run', '--file', 'verse.txt', '--property', 'digit']);
    assert.deepEqual([unknown.code, /Nothing can be said of “digit”: too few.* There are: .*letter/s.test(unknown.stderr)], [2, true]);
    const none = await unroll(['inspect', 'units', '--run', 'run']);
    assert.deepEqual([none.code, /Give a text with --text/.test(none.stderr)], [2, true]);
  });

  it('finds units over a span, and where the run’s own text has them on too', async () => {
    await trained();
    const words = ['inspect', 'match', '--run', 'run', '--text', 'the cat sat on the mat', '--from', '5', '--to', '7', '--json'];
    const low = await unroll([...words, '--threshold=-0.9']);
    assert.deepEqual(low.json(), [{ units: [], matches: [], cut: false }]);
    const thresholds = [-0.1, -0.05, 0, 0.05, 0.1];
    const found = await Promise.all(thresholds.map((threshold) => unroll([...words, `--threshold=${threshold}`])));
    const told = found.flatMap(({ json }) => json() as { units: unknown[]; matches: { location: { file: string; line: number } }[] }[]);
    const some = told.find(({ units }) => units.length > 0);
    assert.ok(some, 'some unit is on over the span alone');
    assert.match(some.matches[0]?.location.file ?? '', /verse\.txt$/);
    const backwards = await unroll([...words.slice(0, -1), '--to', '2']);
    assert.deepEqual([backwards.code, /ends before it begins/.test(backwards.stderr)], [2, true]);
  });
});
