/** `inspect memory`, as a script uses it. */
import assert from 'node:assert/strict';
import { cliBench } from '../cliBench';

describe('command line: inspect memory', function () {
  this.timeout(60_000);
  const { unroll, trained, refuses } = cliBench();

  it('says what is left of a gradient so many characters back, in words and in JSON', async () => {
    await trained();
    const words = ['inspect', 'memory', '--run', 'run', '--file', 'verse.txt', '--reach', '12'];
    const [plain, json] = await Promise.all([unroll(words), unroll([...words, '--at', '6', '--json'])]);
    assert.match(plain.stdout, /^Layer 0, h: of a loss's gradient there is left [\d.e+-]+ % 1 back, .* 10 back\.\n/);
    assert.match(
      plain.stdout,
      /Layer 0: λ₁ -\d\.\d+ nats a character: it halves in [\d.]+ characters; largest \|λ\| of the step \d\.\d+\./,
    );
    const [told] = json.json() as {
      at: number;
      states: { state: string; left: number[]; mean: number[] }[];
      layers: { exponents: number[]; eigenvalues: number[][]; largest: number }[];
    }[];
    const { at, states, layers } = told ?? assert.fail();
    assert.equal(at, 5);
    assert.equal(states[0]?.left.length, 5, 'five characters come before it');
    assert.equal(states[0]?.left[0], 1);
    assert.equal(states[0]?.mean.length, 13);
    const moduli = layers[0]?.eigenvalues.map(([real = 0, imaginary = 0]) => Math.hypot(real, imaginary)) as number[];
    assert.equal(layers[0]?.largest, Math.max(...moduli));
  });

  it('says of a text of one character that nothing comes before it', async () => {
    await trained();
    const { stdout } = await unroll(['inspect', 'memory', '--run', 'run', '--text', 't']);
    await refuses(['inspect', 'memory', '--run', 'run', '--text', 't', '--at', '2'], /There is no character 2\./);
    assert.match(stdout, /^Layer 0, h: no loss in this text has an earlier state\.\nLayer 0: the text is too short for exponents; largest/);
  });
});
