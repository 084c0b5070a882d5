/** Questions over a channel: ids, cancelling, progress, blocks; over one channel, and over two in a row as from a panel to the engine. */
import assert from 'node:assert/strict';
import { Answerer, type Answering, Asker, CancelledError, wasCancelled } from '../../src/protocol/asking';
import type { AnyQuestion } from '../../src/protocol/queries';

type Answers = (question: AnyQuestion, answering: Answering) => Promise<unknown>;

/** Both ends of a channel: what is called at one end happens at the other in a later task. */
function channel(answers: Answers) {
  const later = async <Result>(call: () => Result): Promise<Awaited<Result>> => {
    await new Promise((resolve) => setImmediate(resolve));
    return await call();
  };
  const sent: string[] = [];
  const asker: Asker = new Asker(() => ({
    ask: (id, question) => {
      sent.push(`ask ${id}`);
      return later(() => answerer.ask(id, question));
    },
    cancel: (id) => {
      sent.push(`cancel ${id}`);
      void later(() => answerer.cancel(id));
    },
  }));
  const answerer = new Answerer(answers, {
    answerProgress: (id, fraction) => void later(() => asker.hears.answerProgress(id, fraction)),
    answerBlock: (id, block) => later(() => asker.hears.answerBlock(id, block)),
  });
  return { asker, answerer, sent };
}

/** Never answers, and notes when it is told to end. */
const endless = (ended: unknown[]): Answers => {
  return ({ arguments: given }, { signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        ended.push(given);
        reject(new CancelledError());
      });
    });
};

const moment = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('questions over a channel', () => {
  it('cancels by id: of two about one run, only the one that is not wanted', async () => {
    const ended: unknown[] = [];
    const { asker, sent } = channel((question, answering) =>
      question.kind === 'tag' ? endless(ended)(question, answering) : moment().then(() => ['German']),
    );
    const unwanted = new AbortController();
    const tagging = asker.ask('/run', 'tag', { text: 'a' }, { signal: unwanted.signal });
    const labels = asker.ask('/run', 'labels', {}, { signal: new AbortController().signal });
    unwanted.abort();
    await assert.rejects(tagging, new CancelledError());
    assert.deepEqual(await labels, ['German']);
    await moment();
    assert.deepEqual(ended, [{ text: 'a' }]);
    assert.deepEqual(sent, ['ask 1', 'ask 2', 'cancel 1']);
  });

  it('does not wait for the other end when it cancels', async () => {
    const { asker } = channel(() => new Promise(() => undefined));
    const unwanted = new AbortController();
    const asked = asker.ask('/run', 'labels', {}, { signal: unwanted.signal });
    unwanted.abort();
    await assert.rejects(asked, (error) => wasCancelled(error));
  });

  it('sends nothing that is cancelled already, and cancels nothing that was answered', async () => {
    const { asker, sent } = channel(async () => []);
    await assert.rejects(asker.ask('/run', 'labels', {}, { signal: AbortSignal.abort() }), new CancelledError());
    assert.deepEqual(sent, []);
    const late = new AbortController();
    await asker.ask('/run', 'labels', {}, { signal: late.signal });
    late.abort();
    assert.deepEqual(sent, ['ask 1']);
  });

  it('lets an id be that nothing is asked under, and refuses one that is in use', async () => {
    const ended: unknown[] = [];
    const { asker, answerer } = channel(endless(ended));
    const asked = asker.ask('/run', 'tag', { text: 'a' });
    await moment();
    answerer.cancel(7);
    answerer.cancel(Number.NaN);
    assert.deepEqual(ended, []);
    await assert.rejects(answerer.ask(1, { kind: 'labels', arguments: {} }), /asked already/);
    answerer.cancelAll();
    await assert.rejects(asked, (error) => wasCancelled(error));
  });

  it('counts from the beginning for who asks next, though what was cancelled has not ended yet', async () => {
    let end = () => {};
    const { answerer } = channel(({ kind }) =>
      kind === 'tag' ? new Promise((resolve) => (end = () => resolve('late'))) : Promise.resolve([]),
    );
    const gone = answerer.ask(1, { kind: 'tag', arguments: { text: 'a' } });
    answerer.cancelAll();
    const next = answerer.ask(1, { kind: 'labels', arguments: {} });
    end();
    assert.deepEqual(await Promise.all([gone, next]), ['late', []]);
  });

  it('tells how far it is, to the one who asked, and no more than can be seen', async () => {
    const { asker } = channel(async (_, { progress }) => {
      for (let step = 1; step <= 1000; step++) progress(step / 1000);
      await new Promise((resolve) => setTimeout(resolve, 60));
      progress(1);
      await moment();
      return [];
    });
    const told: number[][] = [[], []];
    await Promise.all(told.map((mine) => asker.ask('/run', 'labels', {}, { onProgress: (fraction) => mine.push(fraction) })));
    assert.deepEqual(told, [
      [0.001, 1],
      [0.001, 1],
    ]);
  });

  it('tells nothing of what was cancelled', async () => {
    const told: number[] = [];
    let progress = (_: number) => {};
    const answerer = new Answerer(
      (_, answering) => {
        progress = answering.progress;
        return new Promise(() => undefined);
      },
      { answerProgress: (_, fraction) => told.push(fraction), answerBlock: async () => undefined },
    );
    void answerer.ask(1, { kind: 'labels', arguments: {} });
    answerer.cancel(1);
    progress(0.5);
    assert.deepEqual(told, []);
  });

  it('sends the next block when the last was taken, and collects them where nobody takes them', async () => {
    let made = 0;
    const { asker } = channel(async (_, { block }) => {
      for (; made < 3; made++) await block([`block ${made}`]);
      return ['rest'];
    });
    assert.deepEqual(await asker.ask('/run', 'labels', {}), ['block 0', 'block 1', 'block 2', 'rest']);
    made = 0;
    const taken: unknown[] = [];
    let take = () => {};
    const rest = asker.ask(
      '/run',
      'labels',
      {},
      {
        onBlock: (block) => {
          taken.push(block);
          return new Promise((resolve) => (take = resolve));
        },
      },
    );
    await moment();
    await moment();
    assert.deepEqual([taken, made], [[['block 0']], 0]);
    for (let left = 3; left > 0; left--) {
      take();
      await moment();
    }
    assert.deepEqual(await rest, ['rest']);
    assert.deepEqual(taken, [['block 0'], ['block 1'], ['block 2']]);
  });

  it('hands on what another end answers: its blocks in their time, its progress, its end', async () => {
    const ended: unknown[] = [];
    let made = 0;
    const engine = channel(async (question, answering) => {
      if (question.kind === 'tag') return endless(ended)(question, answering);
      answering.progress(0.5);
      for (; made < 2; made++) await answering.block([made]);
      return ['rest'];
    });
    const host = channel(({ kind, arguments: given }, { signal, progress, block }) =>
      engine.asker.ask('/run', kind, given as never, { signal, onProgress: progress, onBlock: block }),
    );
    const unwanted = new AbortController();
    const tagging = host.asker.ask(undefined, 'tag', { text: 'a' }, { signal: unwanted.signal });
    const told: number[] = [];
    const onProgress = (fraction: number) => told.push(fraction);
    assert.deepEqual(await host.asker.ask(undefined, 'labels', {}, { onProgress }), [0, 1, 'rest']);
    assert.deepEqual(told, [0.5]);
    let take = () => {};
    made = 0;
    const slow = host.asker.ask(undefined, 'labels', {}, { onBlock: () => new Promise((resolve) => (take = resolve)) });
    await moment();
    await moment();
    assert.equal(made, 0);
    for (let left = 2; left > 0; left--) {
      take();
      await moment();
    }
    assert.deepEqual(await slow, ['rest']);
    unwanted.abort();
    await assert.rejects(tagging, new CancelledError());
    await moment();
    assert.deepEqual(ended, [{ text: 'a' }]);
  });

  it('says why it was refused', async () => {
    const { asker } = channel(() => Promise.reject(new RangeError('Too far.')));
    await assert.rejects(asker.ask('/run', 'labels', {}), new RangeError('Too far.'));
  });
});
