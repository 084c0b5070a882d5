/** A panel may lie, be closed while it waits, and load anew: what it asks is checked, and ends with it alone. */
import assert from 'node:assert/strict';
import { connectPanel } from '../../src/host/panels/panelChannel';
import { PanelQuestions } from '../../src/host/panels/panelQuestions';
import { type AskOptions, CancelledError } from '../../src/protocol/asking';
import { PANEL_CALLS, type PanelApi, type PanelHostApi } from '../../src/protocol/panelProtocol';
import { asVsCodeSends } from '../webview/asVsCodeSends';
import { EventEmitter } from './fakeVscode';

const RUN = '/runs/mine';
interface Asked {
  readonly run: string;
  readonly kind: string;
  readonly given: unknown;
  readonly options: AskOptions<unknown>;
}

/** The host, with an engine that answers when it is told to, and a page whose messages the test writes. */
function host() {
  const asked: Asked[] = [];
  let answer: (asked: Asked) => Promise<unknown> = async () => ['German'];
  const engine = {
    pid: 1,
    ask: (run: string, kind: string, given: unknown, options: AskOptions<unknown>) => {
      asked.push({ run, kind, given, options });
      return answer({ run, kind, given, options });
    },
  };
  const used: unknown[] = [];
  const memory = { useGeneration: async (run: string, options: unknown) => void used.push([run, options]) };
  const did: unknown[] = [];
  const actions = [
    'ready',
    'stop',
    'resume',
    'insert',
    'replace',
    'copy',
    'chooseExamples',
    'selection',
    'highlight',
    'showing',
    'openCell',
  ];
  const calls = Object.fromEntries(actions.map((name) => [name, async (...given: unknown[]) => void did.push([name, ...given])]));
  const fromPage = new EventEmitter<unknown>();
  const replies = new Map<string, (message: { r?: unknown; e?: { name: string; message: string } }) => void>();
  const webview = {
    onDidReceiveMessage: (listener: (message: unknown) => unknown) => fromPage.event(listener),
    postMessage: async (message: unknown) => {
      posted++;
      const { t, i, ...rest } = asVsCodeSends(message) as { t: string; i: string };
      if (t === 's') replies.get(i)?.(rest);
      return true;
    },
  };
  const { panel, dispose } = connectPanel<PanelApi, PanelHostApi>(
    webview as never,
    {
      ...calls,
      ask: (id, question) => questions.ask(id, question),
      cancel: (id) => questions.cancel(id),
    } as PanelHostApi,
    PANEL_CALLS,
    ['progress', 'summary', 'show', 'cursor'],
  );
  const questions = new PanelQuestions(() => RUN, engine as never, memory, panel);
  let posted = 0;
  let last = 0;
  /** As the page would send it, were it honest or not. */
  const call = (m: unknown, a: unknown) => {
    const i = String(++last);
    const reply = new Promise<{ r?: unknown; e?: { name: string; message: string } }>((resolve) => replies.set(i, resolve));
    fromPage.fire({ t: 'q', m, a, i });
    return reply;
  };
  return {
    panel,
    dispose,
    posted: () => posted,
    asked,
    used,
    did,
    questions,
    call,
    send: (message: unknown) => fromPage.fire(message),
    answerWith: (next: typeof answer) => (answer = next),
  };
}

/** An engine that answers nothing until it is told to end. */
const endless = ({ options: { signal } }: Asked) =>
  new Promise<unknown>((_, reject) => signal?.addEventListener('abort', () => reject(new CancelledError())));

const GENERATION = { prompt: 'the', length: 20, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 2 };
const moment = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('what a panel asks', () => {
  it('is asked of the run that the panel is of, whatever the panel says', async () => {
    const { call, asked, used } = host();
    assert.deepEqual(await call('ask', [1, { run: '/etc', kind: 'labels', arguments: {} }]), { r: ['German'] });
    await call('ask', [2, { kind: 'generate', arguments: GENERATION }]);
    assert.deepEqual(
      asked.map(({ run, kind, given }) => [run, kind, given]),
      [
        [RUN, 'labels', {}],
        [RUN, 'generate', GENERATION],
      ],
    );
    assert.deepEqual(used, [['/runs/mine', GENERATION]]);
  });

  it('leaves no trace open when the page that opened it is gone', async () => {
    const { call, asked, questions, answerWith } = host();
    answerWith(async ({ kind, given }) => (kind === 'openTrace' ? { trace: (given as { text: string }).text } : true));
    for (const text of ['one', 'two']) await call('ask', [1, { kind: 'openTrace', arguments: { text } }]);
    await call('ask', [1, { kind: 'closeTrace', arguments: { trace: 'one' } }]);
    questions.cancelAll();
    questions.cancelAll();
    assert.deepEqual(
      asked.slice(2).map(({ run, kind, given }) => [run, kind, given]),
      [
        [RUN, 'closeTrace', { trace: 'one' }],
        [RUN, 'closeTrace', { trace: 'two' }],
      ],
    );
  });

  it('is refused where it is no question, and the engine never hears of it', async () => {
    const { call, asked, used } = host();
    for (const given of [
      [1, { kind: 'train', arguments: {} }],
      [1, { kind: '__proto__', arguments: {} }],
      [1, { kind: 'classify', arguments: { texts: 'a' } }],
      [1, { kind: 'generate', arguments: { ...GENERATION, count: 1e9 } }],
      [1, { kind: 'generate', arguments: { ...GENERATION, prompt: { toString: 'x' } } }],
      [1, { kind: 'labels' }],
      [1, null],
      [1],
      ['1', { kind: 'labels', arguments: {} }],
      [1.5, { kind: 'labels', arguments: {} }],
      [1, { kind: 'labels', arguments: {} }, 'more'],
      {},
      undefined,
      'ask',
    ]) {
      const { e } = await call('ask', given);
      assert.ok(e, JSON.stringify(given));
    }
    assert.match((await call('ask', [1, { kind: 'train', arguments: {} }])).e?.message ?? '', /There is no question "train"/);
    assert.deepEqual([asked, used], [[], []]);
  });

  it('has no files read but those that the user chose', async () => {
    const { call, asked, questions, answerWith } = host();
    answerWith(async () => ({ examples: 3 }));
    const evaluate = (...files: string[]) => call('ask', [1, { kind: 'evaluate', arguments: { files } }]);
    assert.match((await evaluate('/etc/passwd')).e?.message ?? '', /Only files that were chosen/);
    questions.allow(['/a.tsv']);
    assert.ok((await evaluate('/a.tsv', '/etc/passwd')).e);
    assert.deepEqual(asked, []);
    assert.deepEqual((await evaluate('/a.tsv')).r, { examples: 3 });
    assert.deepEqual(questions.evaluation, { files: ['/a.tsv'], evaluation: { examples: 3 } });
  });

  it('writes no file for a panel', async () => {
    const { call, asked } = host();
    const exported = await call('ask', [1, { kind: 'exportRun', arguments: { format: 'html', output: '/home/me/.profile' } }]);
    assert.match(exported.e?.message ?? '', /only where the user says where/);
    assert.deepEqual(asked, []);
  });

  it('ends when it is cancelled by its id, and no other does', async () => {
    const { call, send, asked, answerWith } = host();
    answerWith(endless);
    const first = call('ask', [1, { kind: 'labels', arguments: {} }]);
    void call('ask', [2, { kind: 'labels', arguments: {} }]);
    for (const id of [7, '1', null, { id: 1 }, -1]) send({ t: 'q', m: 'cancel', a: [id] });
    await moment();
    assert.deepEqual(
      asked.map(({ options }) => options.signal?.aborted),
      [false, false],
    );
    send({ t: 'q', m: 'cancel', a: [1] });
    assert.equal((await first).e?.name, 'CancelledError');
    assert.deepEqual(
      asked.map(({ options }) => options.signal?.aborted),
      [true, false],
    );
  });

  it('ends with its panel; what others ask of the same run goes on', async () => {
    const [closed, other] = [host(), host()];
    for (const { call, answerWith } of [closed, other]) {
      answerWith(endless);
      void call('ask', [1, { kind: 'labels', arguments: {} }]);
    }
    await moment();
    closed.questions.cancelAll();
    assert.deepEqual(
      [closed, other].map(({ asked }) => asked[0]?.options.signal?.aborted),
      [true, false],
    );
  });

  it('is answered to nobody when the panel was closed meanwhile', async () => {
    const { call, dispose, posted, answerWith } = host();
    let finish = () => {};
    answerWith(() => new Promise((resolve) => (finish = () => resolve([]))));
    void call('ask', [1, { kind: 'labels', arguments: {} }]);
    await moment();
    dispose();
    finish();
    await moment();
    assert.equal(posted(), 0);
  });

  it('counts from one again when the page has loaded anew', async () => {
    const { call, questions, answerWith } = host();
    answerWith(() => new Promise(() => undefined));
    void call('ask', [1, { kind: 'labels', arguments: {} }]);
    await moment();
    questions.cancelAll();
    answerWith(async () => ['Greek']);
    assert.deepEqual(await call('ask', [1, { kind: 'labels', arguments: {} }]), { r: ['Greek'] });
  });
});

describe('what a panel calls', () => {
  it('is what the protocol names, with what it takes', async () => {
    const { call, send, did } = host();
    for (const [name, ...given] of [
      ['constructor'],
      ['__proto__'],
      ['toString'],
      ['hasOwnProperty', 'insert'],
      ['nothing'],
      ['insert'],
      ['insert', 1],
      ['insert', 'a', 'b'],
      ['insert', 'x'.repeat(10_000_001)],
      ['showing', ['inside']],
      ['selection', 'everything'],
      ['highlight', 'passage', '3'],
      ['highlight', 'passage', { $: 'NaN' }],
      ['stop', '/runs/another'],
    ])
      assert.ok((await call(name, given)).e, name as string);
    for (const message of [null, undefined, 3, 'ask', [], { t: 's', i: 'x', e: { message: { toString: 1 } } }, { t: 'q' }]) send(message);
    await moment();
    assert.deepEqual(did, []);
    await call('insert', ['a']);
    await call('highlight', ['passage', { $: 'undefined' }]);
    assert.deepEqual(did, [
      ['insert', 'a'],
      ['highlight', 'passage', undefined],
    ]);
  });
});
