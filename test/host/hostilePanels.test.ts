/** Whatever a page sends, a host does only what is agreed, with what is agreed, and always answers; whatever was stored, it reads something usable. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { connectPanel } from '../../src/host/panels/panelChannel';
import { PanelMemory } from '../../src/host/panels/panelMemory';
import { CHECKPOINT_CALLS } from '../../src/protocol/checkpointProtocol';
import { COMPARE_CALLS, keptSides, MOST_SIDES } from '../../src/protocol/compareProtocol';
import { PANEL_CALLS } from '../../src/protocol/panelProtocol';
import { drawingSettings } from '../../src/protocol/queries';
import { asVsCodeSends } from '../webview/asVsCodeSends';
import { memento } from './fakes';
import { EventEmitter } from './fakeVscode';

/** What the protocol says of each call, written down apart from its schemas. */
const isName = (value: unknown) => typeof value === 'string' && value.length <= 1000;
const isText = (value: unknown) => typeof value === 'string' && value.length <= 10_000_000;
const AGREED: Readonly<Record<string, (given: readonly unknown[]) => boolean>> = {
  ...Object.fromEntries(
    ['ready', 'stop', 'resume', 'chooseExamples', 'openCell', 'openCheckpoint', 'besides', 'trainBesides'].map((name) => [
      name,
      (given) => given.length === 0,
    ]),
  ),
  ...Object.fromEntries(
    ['insert', 'replace', 'copy', 'writeNote'].map((name) => [name, ([text, ...more]) => isText(text) && more.length === 0]),
  ),
  ...Object.fromEntries(['showing', 'tokenKinds'].map((name) => [name, ([text, ...more]) => isName(text) && more.length === 0])),
  saveFile: ([name, bytes, ...more]) => /^[\w-]+\.(png|svg|csv)$/u.test(String(name)) && bytes instanceof Uint8Array && more.length === 0,
  selection: (given) => given.length === 0 || (given.length === 1 && ['before the cursor', 'line', 'in view'].includes(given[0] as string)),
  highlight: ([passage, index, ...more]) => isName(passage) && (index === undefined || Number.isSafeInteger(index)) && more.length === 0,
  openRun: ([folder, ...more]) => typeof folder === 'string' && folder.length <= 4096 && more.length === 0,
  showPassage: ([passage, index, ...more]) => isName(passage) && Number.isSafeInteger(index) && (index as number) >= 0 && more.length === 0,
  showPlaces: ([places, chosen]) =>
    Array.isArray(places) &&
    places.every(({ file, line, column }) => typeof file === 'string' && line >= 1 && column >= 1) &&
    Number.isSafeInteger(chosen),
  act: ([action, ...more]) => ['use', 'inspect', 'resume'].includes(action as string) && more.length === 0,
  reopen: ([how, ...more]) => ['text', 'other'].includes(how as string) && more.length === 0,
  ask: ([id, question]) => Number.isSafeInteger(id) && typeof question === 'object' && question !== null,
  cancel: ([id]) => Number.isSafeInteger(id),
};

const anything = fc.anything({ withBigInt: false, withTypedArray: true, maxDepth: 3 });
/** Often near what is meant: strings and numbers, alone or in twos. */
const given = fc.oneof(
  fc.array(anything, { maxLength: 3 }),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.double(), fc.constantFrom('line', 'use', 'text', 'a.png', undefined, null)), {
    maxLength: 3,
  }),
  fc.constantFrom<unknown[]>(
    ['../../a.png', new Uint8Array(2)],
    ['a.png', new Uint8Array(2)],
    ['.png', new Uint8Array(2)],
    ['a.exe', new Uint8Array(2)],
  ),
);

describe('a page that may send anything', () => {
  for (const [panel, calls] of Object.entries({ run: PANEL_CALLS, compare: COMPARE_CALLS, checkpoint: CHECKPOINT_CALLS })) {
    it(`has what is agreed done, and nothing else: ${panel}`, async () => {
      const did: (readonly [string, readonly unknown[]])[] = [];
      const host = Object.fromEntries(Object.keys(calls).map((name) => [name, async (...all: unknown[]) => void did.push([name, all])]));
      const { send, dispose } = page({ ...host, secret: async () => void did.push(['secret', []]) }, calls);
      const names = fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...Object.keys(calls)) },
        fc.constantFrom('secret', 'constructor', '__proto__', 'toString', '$close', ''),
      );
      let [done, refused] = [0, 0];
      await fc.assert(
        fc.asyncProperty(names, given, async (name, all) => {
          did.length = 0;
          const { e: refusal } = await send(name, all);
          assert.ok(did.length <= 1);
          for (const [called, with_] of did) {
            assert.equal(called, name);
            assert.ok(AGREED[called]?.(with_), `${called} ${JSON.stringify(with_)}`);
          }
          assert.equal(did.length === 0, refusal !== undefined);
          if (refusal) assert.ok(refusal.message.length < 300, refusal.message);
          if (refusal) refused++;
          else done++;
        }),
        { numRuns: 2_000 },
      );
      assert.ok(done > 50 && refused > 50, `${done} done, ${refused} refused`);
      dispose();
    });

    it(`is heard on, whatever it sends besides calls: ${panel}`, async () => {
      let stopped = 0;
      const { post, send, dispose } = page({ cancel: async () => void stopped++ }, calls);
      const message = fc.oneof(
        anything,
        fc.record(
          { t: fc.constantFrom('q', 's', 'x', 1), i: anything, m: anything, a: anything, r: anything, e: anything },
          { requiredKeys: [] },
        ),
      );
      fc.assert(
        fc.property(message, (sent) => {
          post(sent);
        }),
        { numRuns: 2_000 },
      );
      for (const deep of [5_000, 200_000]) {
        let nested: unknown = 1;
        for (let depth = 0; depth < deep; depth++) nested = depth % 2 ? [nested] : { a: nested };
        post({ t: 'q', m: 'cancel', a: nested, i: 'deep' });
        post(nested);
      }
      await send('cancel', [1]);
      assert.equal(stopped, 1);
      dispose();
    });
  }

  it('brings a comparison back of sides that are some, and no more than can be told apart', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.array(fc.record({ folder: anything, checkpoint: anything }, { requiredKeys: [] }))), (stored) => {
        const { data } = keptSides.safeParse(stored);
        if (data === undefined) return;
        assert.ok(data.length <= MOST_SIDES);
        for (const { folder, checkpoint } of data) {
          assert.equal(typeof folder, 'string');
          assert.ok(checkpoint === undefined || Number.isSafeInteger(checkpoint));
        }
      }),
    );
  });
});

describe('what outlives a panel', () => {
  it('may be anything: what is read of it is usable, and can be written over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(anything, fc.array(fc.tuple(anything, anything)), fc.record({ used: anything, settings: anything })),
        async (stored) => {
          const state = memento();
          for (const key of ['tab:/r', 'generation:/r', 'lastUsedRun', 'runOfFile']) await state.update(key, stored);
          const memory = new PanelMemory(state);
          assert.equal(typeof memory.tab('/r'), 'string');
          assert.ok(drawingSettings.safeParse(memory.generation('/r')).success);
          for (const name of [memory.lastUsedRun, memory.runFor('/f')]) assert.ok(name === undefined || typeof name === 'string');
          await memory.useRun('/r', '/f');
          assert.deepEqual([memory.lastUsedRun, memory.runFor('/f')], ['/r', '/r']);
          await memory.forget('/r');
          assert.deepEqual([memory.lastUsedRun, memory.runFor('/f'), memory.tab('/r')], [undefined, undefined, '']);
        },
      ),
    );
  });
});

interface Reply {
  readonly r?: unknown;
  readonly e?: { readonly message: string };
}

function page(host: object, calls: object) {
  const fromPage = new EventEmitter<unknown>();
  const replies = new Map<string, (reply: Reply) => void>();
  const webview = {
    onDidReceiveMessage: (listener: (message: unknown) => unknown) => fromPage.event(listener),
    postMessage: async (message: unknown) => {
      const { t, i, ...rest } = asVsCodeSends(message) as { t: string; i: string };
      if (t === 's') replies.get(i)?.(rest);
      return true;
    },
  };
  const { dispose } = connectPanel(webview as never, host as never, calls as never, []);
  let last = 0;
  const post = (message: unknown) => fromPage.fire(message);
  const send = (m: string, a: readonly unknown[]) => {
    const i = String(++last);
    const reply = new Promise<Reply>((resolve) => replies.set(i, resolve));
    post({ t: 'q', m, a, i });
    return reply;
  };
  return { post, send, dispose };
}
