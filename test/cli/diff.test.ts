/** `diff`: which lines became more predictable, in words and in JSON, as `score` says of the whole. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BehaviourChange } from '../../src/protocol/behaviourChange';
import { cliBench } from './cliBench';

const TEXT = 'the cat sat on the mat;\nxyzzy\nthe rat sat on the cat.\n';

describe('command line: diff', function () {
  this.timeout(60_000);
  const { folder, unroll, write, trained, refuses } = cliBench();

  it('holds two checkpoints of a run against each other, line by line', async () => {
    await trained('--updates', '40', '--keep-checkpoints', '3');
    write('text.txt', TEXT);
    const early = path.join('run', 'update-1.safetensors');
    assert.ok(existsSync(path.join(folder(), early)));
    const words = ['diff', early, 'run', 'text.txt'];
    const [plain, json] = await Promise.all([unroll(words), unroll([...words, '--json'])]);
    const { lines, before, after, characters } = json.json()[0] as unknown as BehaviourChange;
    for (const [run, bits] of [
      [early, before],
      ['run', after],
    ] as const) {
      const { nats } = (await unroll(['score', '--run', run, 'text.txt', '--json'])).json()[0] as unknown as { readonly nats: number };
      assert.ok(Math.abs(nats / Math.LN2 - bits) < 1e-3, `${nats / Math.LN2} ${bits}`);
    }
    assert.deepEqual(
      lines.map((line) => [line.line, line.unknown]),
      [
        [0, false],
        [1, true],
        [2, false],
      ],
    );
    assert.match(
      plain.stdout,
      /^run \(update-1\.safetensors\) → run\n\d\.\d{3} → \d\.\d{3} bits\/char \(−\d\.\d{3}\) over 53 characters in 3 lines$/m,
    );
    assert.equal(characters, 53);
    assert.match(
      plain.stdout,
      /More predictable \(\d lines?\)\n +line +change +before +after\n +[13] +−\d\.\d{3} +\d\.\d{3} +\d\.\d{3} {3}the (cat|rat) sat/,
    );
    const one = await unroll([...words, '--lines', '1']);
    assert.ok(one.stdout.split('\n').length < plain.stdout.split('\n').length);
  });

  it('says that a run is the same as itself, and takes a text from standard input', async () => {
    await trained();
    const { stdout } = await unroll(['diff', 'run', 'run', '-'], { input: TEXT });
    assert.match(stdout, /\(\+0\.000\) over 53 characters in 3 lines\n\nNo line changed\.\n$/);
  });

  it('is refused where there is nothing to hold, and where the runs do something else', async () => {
    await trained();
    write('short.txt', 't');
    await refuses(['diff', 'run', 'run', 'short.txt'], /no line in short\.txt that both could be held against/);
    write('names.tsv', 'anna\tGerman\nivan\tRussian\notto\tGerman\nolga\tRussian\n');
    const made = await unroll([
      'train',
      'names.tsv',
      '--task',
      'classify',
      '--device',
      'reference',
      '--hidden',
      '4',
      '--updates',
      '2',
      '--out',
      'namer',
    ]);
    assert.equal(made.code, 0, made.stderr);
    write('text.txt', TEXT);
    await refuses(['diff', 'run', 'namer', 'text.txt'], /This run classifies|This run .*Choose one that continues texts/);
  });
});
