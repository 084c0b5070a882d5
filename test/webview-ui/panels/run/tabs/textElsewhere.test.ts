/** Of the text that another run reads, one trace is open at most, and none when nobody looks any more. */
import assert from 'node:assert/strict';
import { textElsewhere } from '../../../../../webview-ui/panels/run/tabs/memory/textElsewhere';

const STRETCH = { from: 0, to: 1, reach: 1 };

/** An engine that knows which traces are open, and answers when it is told to. */
function bench() {
  const open = new Set<string>();
  const kept = { text: 'a' };
  let [opened, held] = [0, false];
  const waiting: (() => void)[] = [];
  const panel = {
    inspected: { kept: { peek: () => kept } },
    ask: async (kind: string, { trace = '', text }: { trace?: string; text?: string }, { run }: { run?: string }) => {
      assert.equal(run, '/runs/gru');
      if (held) await new Promise<void>((resolve) => waiting.push(resolve));
      if (kind === 'closeTrace') return open.delete(trace);
      if (kind === 'openTrace') {
        const name = `${text} ${++opened}`;
        open.add(name);
        return { trace: name };
      }
      if (!open.has(trace)) throw Object.assign(new Error('It was put away.'), { name: 'TraceExpiredError' });
      return trace;
    },
  };
  const { ask, close } = textElsewhere(panel as never, '/runs/gru');
  const hold = () => {
    held = true;
  };
  const go = () => {
    held = false;
    for (const each of waiting.splice(0)) each();
  };
  return { ask: () => ask('gradientsBack', STRETCH), close, go, hold, kept, open };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the text elsewhere', () => {
  it('is opened once, anew when it has expired or is another one, and closed then', async () => {
    const { ask, kept, open } = bench();
    for (const [text, trace] of [
      ['a', 'a 1'],
      ['a', 'a 1'],
      ['b', 'b 2'],
    ] as const) {
      kept.text = text;
      assert.equal(await ask(), trace);
      assert.deepEqual([...open], [trace]);
    }
    open.clear();
    assert.equal(await ask(), 'b 3');
    assert.deepEqual([...open], ['b 3']);
  });

  it('is closed when nobody looks any more', async () => {
    const { ask, close, open } = bench();
    await ask();
    close();
    await settled();
    assert.deepEqual([...open], []);
    await ask();
    assert.deepEqual([...open], ['a 2']);
  });

  it('is open once where two ask at the same time', async () => {
    const { ask, go, hold, open } = bench();
    hold();
    const both = [ask(), ask()];
    await settled();
    go();
    await Promise.all(both);
    await settled();
    assert.equal(open.size, 1);
  });
});
