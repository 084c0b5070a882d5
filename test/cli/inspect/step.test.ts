/** `inspect step`, as a script uses it. */
import assert from 'node:assert/strict';
import { cliBench } from '../cliBench';

describe('command line: inspect step', function () {
  this.timeout(60_000);
  const { unroll, trained, refuses } = cliBench();

  it('writes the numbers of a unit into the equations, in words and in JSON', async () => {
    await trained();
    const words = ['inspect', 'step', '--run', 'run', '--text', 'the cat', '--unit', '3', '--at', '5'];
    const [plain, json, traced] = await Promise.all([
      unroll(words),
      unroll([...words, '--json']),
      unroll(['trace', '--run', 'run', '--text', 'the cat', '--json']),
    ]);
    assert.match(plain.stdout, /^r = sigmoid\(W_xr x \+ W_hr h \+ b_r\)\n {2}= sigmoid\(.*\) = 0\.\d{4}\n/);
    assert.match(plain.stdout, /\ndh = /);
    const [told] = json.json() as { equations: { name: string; value: number }[] }[];
    const [all] = traced.json() as { layers: { activations: { name: string; values: number[][] }[] }[] }[];
    for (const { name, value } of told?.equations ?? assert.fail()) {
      const activation = all?.layers[0]?.activations.find((one) => one.name === name);
      assert.ok(Math.abs((activation?.values[4]?.[3] as number) - value) < 1e-6, name);
    }
    await refuses([...words.slice(0, -1), '8'], /There is no character 8\./);
    await refuses(['inspect', 'step', '--run', 'run', '--text', 'the cat', '--unit', '8'], /There is no unit 8 of layer 0/);
  });
});
