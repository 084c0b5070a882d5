/** The yardstick of a run, on the command line. */
import assert from 'node:assert/strict';
import { cliBench } from '../cliBench';

describe('command line: inspect baseline', function () {
  this.timeout(60_000);
  const { unroll, trained, refuses, write } = cliBench();

  it('says what n-grams reach on what was held out, of the order that is chosen or said', async () => {
    await trained();
    const plain = await unroll(['inspect', 'baseline', '--run', 'run']);
    assert.match(
      plain.stdout,
      /^\d-gram +\d\.\d{4} nats\/char +\d\.\d{4} bits\/char +over the \d+ characters held out; \d+ were counted\n$/,
      plain.stderr,
    );
    const of = async (order: string) =>
      (await unroll(['inspect', 'baseline', '--run', 'run', '--order', order, '--json'])).json()[0] as { order: number; nats: number };
    const [one, four] = [await of('1'), await of('4')];
    assert.deepEqual([one.order, four.order, one.nats > four.nats], [1, 4, true]);
    write('rows.tsv', 'a\tx\nb\ty\nc\tx\nd\ty\n');
    assert.equal((await unroll(['train', 'rows.tsv', '--task', 'classify', '--out', 'labels', '--updates', '2', '--hidden', '4'])).code, 0);
    await refuses(['inspect', 'baseline', '--run', 'labels'], /language models alone/);
  });
});
