/** Questions to the engine process: side by side, cancelled, followed, answered in blocks. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../src/protocol/asking';
import { engineBench, GENERATION, VERSE } from './engineBench';

describe('engine process: questions', function () {
  this.timeout(60_000);
  const { engine, run, file, verse, stated } = engineBench();
  const ENDLESS = { ...GENERATION, length: 10_000_000, count: 1 };

  it('ends the one that is cancelled; what else is asked of that run is answered', async () => {
    const { api, ask } = engine();
    await api.train(verse('shared', { updates: 5 }));
    const [first, second] = [new AbortController(), new AbortController()];
    const writing = assert.rejects(ask(run('shared'), 'generate', ENDLESS, { signal: first.signal }), new CancelledError());
    const waiting = assert.rejects(ask(run('shared'), 'generate', ENDLESS, { signal: second.signal }), new CancelledError());
    const scored = ask(run('shared'), 'score', { text: VERSE });
    await new Promise((resolve) => setTimeout(resolve, 300));
    second.abort();
    await waiting;
    first.abort();
    await writing;
    assert.equal((await scored).characters, VERSE.length - 1);
  });

  it('ends a search through the corpus that is cancelled on its way; the same is found when it is asked for again', async () => {
    const { api, ask } = engine();
    const long = file('long.txt', VERSE.repeat(Math.ceil(400_000 / VERSE.length)));
    const options = { device: 'wasm', cell: 'rnn', hidden: 64, layers: 1, updates: 2, batch: 2, window: 16 } as const;
    await api.train({ folder: run('long'), files: [long], options });
    const units = [{ layer: 0, direction: 'forward', name: 'h', unit: 1 } as const];
    const searches = [
      ['corpusMatches', { units, threshold: 0, length: 8 }],
      ['unitInCorpus', { unit: units[0] as (typeof units)[0] }],
    ] as const;
    for (const [kind, given] of searches) {
      const unwanted = new AbortController();
      const told: number[] = [];
      const onProgress = (fraction: number) => {
        told.push(fraction);
        unwanted.abort();
      };
      await assert.rejects(ask(run('long'), kind, given, { signal: unwanted.signal, onProgress }), new CancelledError());
      assert.ok((told[0] ?? 1) < 1, `${kind} was ended on its way`);
      const began = performance.now();
      await ask(run('long'), 'labels', {}).catch(() => undefined); // whoever asks next does not wait for what was cancelled
      const waited = performance.now() - began;
      const found = await ask(run('long'), kind, given);
      const whole = performance.now() - began - waited;
      assert.ok('matches' in found ? found.matches.length > 0 : found.characters > 390_000);
      assert.ok(waited < Math.max(1_000, whole), `${waited} ms, and the whole search ${whole} ms`);
    }
  });

  it('ends a report that is cancelled while its n-grams are counted, and makes it when it is asked for again', async () => {
    const { api, ask } = engine();
    const long = file('reported.txt', VERSE.repeat(Math.ceil(1_000_000 / VERSE.length)));
    const options = { device: 'wasm', cell: 'rnn', hidden: 4, layers: 1, updates: 2, batch: 2, window: 16 } as const;
    await api.train({ folder: run('reported'), files: [long], options });
    const output = path.join(path.dirname(long), 'reported.html');
    const wanted = { format: 'html', output } as const;
    const unwanted = new AbortController();
    const told: number[] = [];
    const onProgress = (fraction: number) => {
      told.push(fraction);
      unwanted.abort();
    };
    await assert.rejects(ask(run('reported'), 'exportRun', wanted, { signal: unwanted.signal, onProgress }), new CancelledError());
    assert.ok((told[0] ?? 1) < 1, 'it was ended on its way');
    assert.equal(existsSync(output), false, 'nothing is left of it');
    assert.equal(await ask(run('reported'), 'exportRun', wanted), output);
    assert.match(readFileSync(output, 'utf8'), /class="ngram"/);
  });

  it('says how far it is', async () => {
    const { api, ask } = engine();
    await api.train(verse('followed', { updates: 5 }));
    const told: number[] = [];
    await ask(run('followed'), 'generate', { ...GENERATION, length: 5_000 }, { onProgress: (fraction) => told.push(fraction) });
    assert.ok(told.length >= 2, `${told.length} times`);
    assert.ok(told.every((fraction, at) => fraction > (told[at - 1] ?? 0) && fraction <= 1));
  });

  it('answers in blocks, the next when the last was taken, in the order of the texts', async () => {
    const { api, ask } = engine();
    const names = file('names.tsv', 'anna\tGerman\notto\tGerman\nivan\tRussian\nolga\tRussian\n');
    const options = { device: 'reference', task: 'classify', cell: 'rnn', hidden: 4, layers: 1, updates: 2 } as const;
    await api.train({ folder: run('names'), files: [names], options });
    const texts = Array.from({ length: 2_100 }, (_, at) => `anna${at}`);
    const whole = await ask(run('names'), 'classify', { texts });
    assert.deepEqual(
      whole.map(({ text }) => text),
      texts,
    );
    const blocks: (readonly unknown[])[] = [];
    let atOnce = 0;
    const rest = await ask(
      run('names'),
      'classify',
      { texts },
      {
        onBlock: async (block) => {
          assert.equal(++atOnce, 1);
          blocks.push(block);
          await new Promise((resolve) => setTimeout(resolve, 100));
          atOnce--;
        },
      },
    );
    assert.deepEqual([...blocks.map(({ length }) => length), rest.length], [1_000, 1_000, 100]);
    assert.deepEqual([...blocks.flat(), ...rest], whole);
    assert.deepEqual(await ask(run('names'), 'classify', { texts: [] }), []);
  });

  it('says by name why it does not answer', async () => {
    const { api, ask } = engine();
    await api.train(verse('writer', { updates: 5 }));
    await assert.rejects(ask(run('writer'), 'classify', { texts: ['a'] }), stated('TaskError', /./));
    await assert.rejects(ask(undefined, 'labels', {}), stated('RunFolderError', /which run/));
  });
});
