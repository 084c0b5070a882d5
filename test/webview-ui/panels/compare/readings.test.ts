/** A text is read by all sides or by none: what was opened for a reading that failed is closed, and its refusal stands. */
import assert from 'node:assert/strict';
import { computed, effect } from '@preact/signals';
import { CancelledError } from '../../../../src/protocol/asking';
import type { Side } from '../../../../src/protocol/compareProtocol';
import { KeptState } from '../../../../webview-ui/components/keptState';
import { Readings } from '../../../../webview-ui/panels/compare/readings';

const LAYER = { layer: 0, direction: 'forward', activations: [{ name: 'h' }] };
const LOOK = { first: 0, end: 3, step: 1, count: 3, kept: 1 };

/** Two sides whose engine knows which traces are open. */
function bench() {
  const open = new Set<string>();
  const asked: string[] = [];
  let fails: (question: string) => Error | undefined = () => undefined;
  let opened = 0;
  const ask = async ({ folder }: Side, kind: string, { trace = '', text = '' }: { trace?: string; text?: string }) => {
    const question = `${kind} ${folder} ${text}`.trim();
    asked.push(question);
    await new Promise((resolve) => setTimeout(resolve));
    const failure = fails(question);
    if (failure) throw failure;
    if (kind === 'closeTrace') return open.delete(trace);
    if (kind === 'openTrace') {
      open.add(`${folder} ${++opened}`);
      return {
        trace: `${folder} ${opened}`,
        shape: { kept: 1, source: { text, units: 'characters', length: text.length, mostSurprise: 1, layers: [LAYER] } },
      };
    }
    if (!open.has(trace)) throw Object.assign(new Error('It was put away.'), { name: 'TraceExpiredError' });
    return { mean: new Float32Array(3), from: 0, step: 1, columns: 3 };
  };
  const sides = ['a', 'b'].map((folder) => ({ folder, checkpoint: undefined }));
  const comparison = { kept: new KeptState(undefined, () => {}), sides: computed(() => sides), nameOf: ({ folder }: Side) => folder, ask };
  const readings = new Readings(comparison as never);
  const fail = (with_: typeof fails) => {
    fails = with_;
  };
  /** As the pictures do. */
  const look = async () => {
    const drawn = effect(() => {
      for (const side of readings.all.value) side.tiles(LAYER as never, { name: 'h' } as never, LOOK);
    });
    await settled();
    drawn();
  };
  return { asked, fail, look, open, readings };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));
const refused = (which: string) => (question: string) => (question.startsWith(which) ? new Error('It has no j.') : undefined);

describe('how all read a text', () => {
  for (const [what, which] of [
    ['opens', 'openTrace b'],
    ['is asked how surprised it is', 'traceField b'],
  ] as const)
    it(`closes what was read where a side refuses when it ${what}, and the refusal stands when the old pictures are looked at`, async () => {
      const { asked, fail, look, open, readings } = bench();
      await readings.read('abc');
      assert.equal(open.size, 2);
      fail(refused(which));
      await readings.read('jjj');
      await settled();
      assert.deepEqual([...open], []);
      fail(() => undefined);
      await look();
      assert.equal(readings.reading.refusal.value, 'It has no j.');
      assert.equal(asked.filter((question) => question.endsWith('abc')).length, 2, 'the old text is not read again');
      await readings.read('def');
      assert.deepEqual([readings.reading.refusal.value, open.size], [undefined, 2]);
    });

  it('closes what was read where one cancels, and reads the old text again for its pictures', async () => {
    const { fail, look, open, readings } = bench();
    await readings.read('abc');
    fail((question) => (question === 'openTrace b jjj' ? new CancelledError() : undefined));
    await readings.read('jjj');
    await settled();
    assert.deepEqual([...open], []);
    await look();
    await settled();
    assert.equal(readings.characters.value.join(''), 'abc');
    assert.equal(open.size, 2);
  });
});
