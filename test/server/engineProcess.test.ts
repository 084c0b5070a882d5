/** The engine process as the host uses it: forked, over RPC. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../src/protocol/asking';
import { extend, NO_CURVE } from '../../src/protocol/runCurve';
import { engineBench, GENERATION, LONG, SMALL, VERSE } from './engineBench';

describe('engine process', function () {
  this.timeout(60_000);
  const { engine, run, file, verse, beginnings, losses, standing, stated } = engineBench();

  it('learns hello, tells of it in order, and says it', async () => {
    const { api, ask, batches } = engine();
    const summary = await api.train({
      folder: run('hello'),
      files: [file('hello.txt', 'hello')],
      options: { device: 'reference', hidden: 16, learningRate: 0.02, updates: 100 },
    });
    assert.deepEqual([summary.name, summary.status, summary.update, summary.hasCheckpoint], ['hello', 'done', 100, true]);
    const told = batches.flatMap(({ events }) => events);
    assert.equal(told[0]?.kind, 'started');
    assert.equal(told.at(-1)?.kind, 'done');
    assert.deepEqual(
      told.filter(({ kind }) => kind === 'update').map(({ update }) => update),
      Array.from({ length: 100 }, (_, k) => k + 1),
    );
    assert.deepEqual((await api.history(run('hello'))).curve, extend(NO_CURVE, told));
    assert.deepEqual(readdirSync(run('hello')).sort(), [
      'curve.json',
      'experiment.json',
      'last.safetensors',
      'metrics.jsonl',
      'samples.jsonl',
      'summary.json',
    ]);
    assert.equal(JSON.parse(readFileSync(path.join(run('hello'), 'experiment.json'), 'utf8')).files[0], 'hello.txt');
    const { continuations } = await ask(run('hello'), 'generate', { ...GENERATION, prompt: 'h', temperature: 0, length: 4, count: 1 });
    assert.equal(continuations[0]?.text, 'ello');
  });

  it('goes on after a stop as if it had never stopped', async () => {
    const options = { layers: 2, dropout: 0.3, schedule: 'cosine' } as const;
    const { api, reached } = engine();
    const training = api.train(verse('stopped', options));
    await reached(30);
    assert.equal((await api.runs(path.dirname(run('stopped')))).runs[0]?.status, 'training');
    assert.equal(await api.stop(run('stopped')), true);
    const stopped = await training;
    assert.equal(stopped.status, 'stopped');
    assert.ok(stopped.update >= 30 && stopped.update < LONG);
    assert.equal(standing('stopped').update, stopped.update);
    assert.equal(await api.stop(run('stopped')), false);
    rmSync(path.join(run('stopped'), 'best.safetensors'), { force: true });
    assert.equal((await api.resume(run('stopped'))).status, 'done');
    await api.train(verse('whole', options));
    assert.deepEqual(losses(await api.history(run('stopped'))), losses(await api.history(run('whole'))));
    assert.deepEqual(standing('stopped'), standing('whole'));
  });

  it('says that a run has reached its end; goes on for as long again where that is asked, and to a new end when it is given one', async () => {
    const { api } = engine();
    await api.train(verse('again', { updates: 10 }));
    await assert.rejects(api.resume(run('again')), stated('ExperimentError', /reached its end, after 10 updates\. .*--further/));
    assert.equal((await api.resume(run('again'), {}, { further: true })).update, 20);
    assert.equal((await api.resume(run('again'), { updates: 25 })).update, 25);
    await assert.rejects(api.resume(run('again'), { hidden: 9 }), stated('ExperimentError', /keeps its hidden/));
  });

  it('names a run while it trains, deletes none that does, and brings one back that goes on as if nothing had been', async () => {
    const { api, reached } = engine();
    const root = path.dirname(run('named'));
    const training = api.train(verse('named'));
    await reached(30);
    const named = await api.describe(run('named'), { name: 'The verse', note: 'first\nsecond' });
    assert.deepEqual([named.name, named.note, named.status], ['The verse', 'first\nsecond', 'training']);
    await assert.rejects(api.trash(run('named')), stated('RunFolderError', /^The verse is training already/));
    await api.stop(run('named'));
    assert.equal((await training).name, 'The verse');
    const deleted = await api.trash(run('named'));
    const listing = await api.runs(root);
    assert.deepEqual([listing.runs, listing.deleted.map(({ name, folder }) => [name, folder])], [[], [['The verse', deleted]]]);
    assert.equal(await api.restore(deleted), run('named'));
    assert.deepEqual((await api.runs(root)).deleted, []);
    await api.resume(run('named'));
    await api.train(verse('whole'));
    assert.deepEqual(losses(await api.history(run('named'))), losses(await api.history(run('whole'))));
    await api.removeDeleted(await api.trash(run('named')));
    assert.deepEqual((await api.runs(root)).deleted, []);
  });

  it('keeps the text of a document that is no file', async () => {
    const { api } = engine();
    await api.train({ folder: run('untitled'), files: [], text: VERSE, options: { ...SMALL, updates: 5 } });
    assert.equal((await api.resume(run('untitled'), { updates: 10 })).update, 10);
  });

  it('does not mind that the file is deleted while it trains; to resume, it must be there', async () => {
    const { api, reached } = engine();
    const request = verse('deleted');
    const training = api.train(request);
    await reached(1);
    rmSync(request.files[0] as string);
    assert.equal((await training).status, 'done');
    await assert.rejects(api.resume(run('deleted'), { updates: 500 }), stated('MovedTextError', /verse\.txt, which is not there/));
    assert.equal((await api.history(run('deleted'))).summary.experiment.updates, LONG);
  });

  it('refuses a text that has changed since a run began, says how, and leaves the run as it is', async () => {
    const { api } = engine();
    await api.train(verse('changed', { updates: 5 }));
    const before = readFileSync(path.join(run('changed'), 'metrics.jsonl'));
    const refused = async (text: string, says: RegExp) => {
      file('verse.txt', text);
      await assert.rejects(api.resume(run('changed'), { updates: 6 }), stated('ChangedTextError', says));
      assert.deepEqual(readFileSync(path.join(run('changed'), 'metrics.jsonl')), before);
    };
    await refused(
      `${VERSE}😀`,
      /\(verse\.txt\): it had 960 characters, and has 961\. Put it back .* Continue Training on… or train FILE --init RUN\./,
    );
    await refused(VERSE.replaceAll('c', 'b'), /it has 960 characters as before, but others\./);
    file('verse.txt', VERSE);
    await api.resume(run('changed'), { updates: 6 });
    // A line end of Windows is no change: the model reads it as it did.
    file('verse.txt', VERSE.replaceAll('\n', '\r\n'));
    await api.resume(run('changed'), { updates: 7 });
  });

  it('knows a run of before hashes were kept by its length, and tells what it never saw', async () => {
    const { api } = engine();
    await api.train(verse('swapped', { updates: 5 }));
    const metrics = path.join(run('swapped'), 'metrics.jsonl');
    const withoutHashes = () => writeFileSync(metrics, readFileSync(metrics, 'utf8').replaceAll(/"textHash":"[0-9a-f]{64}",/g, ''));
    withoutHashes();
    file('verse.txt', VERSE.replaceAll('c', 'b').replaceAll('r', 'é'));
    await api.resume(run('swapped'), { updates: 6 });
    assert.ok(
      beginnings('swapped').at(-1)?.notes.includes('The text has characters that this model never saw: b, é; they are read as spaces.'),
    );
    withoutHashes();
    file('verse.txt', `${VERSE}more`);
    await assert.rejects(api.resume(run('swapped'), { updates: 7 }), stated('ChangedTextError', /had 960 characters, and has 964/));
  });

  it('goes on with a text that was moved, where it is said where it is now, and knows it from then on', async () => {
    const { api } = engine();
    const request = verse('moved', { updates: 5 });
    await api.train(request);
    renameSync(request.files[0] as string, file('elsewhere.txt', ''));
    const elsewhere = path.join(path.dirname(request.files[0] as string), 'elsewhere.txt');
    await assert.rejects(
      api.resume(run('moved'), { updates: 6 }),
      stated('MovedTextError', /^moved learned from .*verse\.txt, which is not there\. If it was moved or renamed, say where it is now/),
    );
    await assert.rejects(
      api.resume(run('moved'), { updates: 6 }, { moved: [elsewhere, elsewhere] }),
      stated('RunFolderError', /learned from \S+ alone\. Say where that one file or folder is now/),
    );
    await assert.rejects(
      api.resume(run('moved'), { updates: 6 }, { moved: [file('other.txt', 'another text')] }),
      stated('ChangedTextError', /\(other\.txt\)/),
    );
    await api.resume(run('moved'), { updates: 6 }, { moved: [elsewhere] });
    assert.deepEqual(
      (await api.history(run('moved'))).summary.experiment.files.map((name) => path.basename(name)),
      ['elsewhere.txt'],
    );
    await api.resume(run('moved'), { updates: 7 });
  });

  it('refuses an end that has passed, and leaves the run as it is', async () => {
    const { api } = engine();
    await api.train(verse('past', { updates: 1_100, checkpointEvery: 1_000, validateEvery: 1_000 }));
    const files = () => ['experiment.json', 'metrics.jsonl', 'last.safetensors'].map((name) => readFileSync(path.join(run('past'), name)));
    const before = files();
    for (const [end, words] of [
      [{ updates: 905 }, /^This run is already at update 1,100: give a later end\.$/],
      [{ updates: 1_100 }, /^This run is already at update 1,100: give a later end\.$/],
      [{ epochs: 2 }, /^This run is already at update 1,100, 78\.5 times through the text: give a later end\.$/],
      [{ minutes: 0.001 }, /^This run is already at update 1,100, after [0-9.]+ minutes: give a later end\.$/],
    ] as const)
      await assert.rejects(api.resume(run('past'), end), stated('ExperimentError', words));
    assert.deepEqual(files(), before);
  });

  it('goes on with a run that ended by patience', async () => {
    const { api } = engine();
    const ended = await api.train(verse('patient', { patience: 2, validateEvery: 5, learningRate: 0.5, updates: 2_000 }));
    assert.match(ended.message ?? '', /stopped getting better/);
    assert.ok((await api.resume(run('patient'), {}, { further: true })).update >= ended.update + 10);
  });

  it("trains a cell of the user's own, and keeps its equations", async () => {
    const cell = file('mine.cell', "cell mine\nstate h\nh' = tanh(W_x x + W_h h + b)\n");
    const { api, ask } = engine();
    const { experiment } = await api.train(verse('mine', { cell, updates: 5 }));
    assert.deepEqual([experiment.cell, experiment.cellSource], ['mine', readFileSync(cell, 'utf8')]);
    rmSync(cell);
    assert.equal((await ask(run('mine'), 'openTrace', { text: 'the' })).shape.cell, 'mine');
  });

  it('does one thing at a time with one model', async () => {
    const { api, ask } = engine();
    await api.train(verse('shared', { updates: 30 }));
    const both = () =>
      [
        ask(run('shared'), 'generate', GENERATION),
        ask(run('shared'), 'score', { text: VERSE }),
        ask(run('shared'), 'generate', GENERATION),
      ] as const;
    const [first, score, second] = await Promise.all(both());
    assert.deepEqual(first.continuations, second.continuations);
    assert.deepEqual(await ask(run('shared'), 'score', { text: VERSE }), score);
  });

  it('reads the new checkpoint after more training', async () => {
    const { api, ask } = engine();
    await api.train(verse('fresh', { updates: 5 }));
    const before = await ask(run('fresh'), 'score', { text: VERSE });
    await api.resume(run('fresh'), { updates: 200 });
    assert.ok((await ask(run('fresh'), 'score', { text: VERSE })).nats < before.nats);
  });

  it('answers with the best checkpoint where there is one, and goes on from the last', async () => {
    const { api, ask } = engine();
    const at = (name: string) => path.join(run('both'), `${name}.safetensors`);
    await api.train(verse('both', { updates: 50 }));
    assert.equal((await api.history(run('both'))).summary.answersFrom, 'best');
    const earlier = readFileSync(at('last'));
    await api.resume(run('both'), { updates: 60 });
    writeFileSync(at('best'), earlier);
    const [best, last] = [await ask(at('best'), 'score', { text: VERSE }), await ask(at('last'), 'score', { text: VERSE })];
    assert.notEqual(best.nats, last.nats);
    assert.equal((await ask(run('both'), 'score', { text: VERSE })).nats, best.nats);
    rmSync(at('best'));
    assert.equal((await ask(run('both'), 'score', { text: VERSE })).nats, last.nats);
    assert.deepEqual([(await api.history(run('both'))).summary.answersFrom, standing('both').update], ['last', 60]);
  });

  it('can be told to let a long generation be', async () => {
    const { api, ask } = engine();
    await api.train(verse('cancelled', { updates: 5 }));
    const unwanted = new AbortController();
    const generating = assert.rejects(
      ask(run('cancelled'), 'generate', { ...GENERATION, length: 10_000_000 }, { signal: unwanted.signal }),
      new CancelledError(),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    unwanted.abort();
    await generating;
    assert.equal((await ask(run('cancelled'), 'generate', GENERATION)).continuations.length, 2);
  });

  it('tells of cells, their mistakes, and devices', async () => {
    const { api } = engine();
    assert.ok(
      (await api.cells()).some(
        ({ name, title, source }) => name === 'lstm' && title === 'Long Short-Term Memory' && source.includes('cell lstm'),
      ),
    );
    assert.deepEqual(await api.checkCell("cell ok\nstate h\nh' = tanh(W_x x + W_h h)\n"), []);
    assert.equal((await api.checkCell("cell bad\nstate h\nh' = tanh(W_x y)\n"))[0]?.line, 3);
    assert.ok((await api.devices()).some(({ device, available }) => device === 'reference' && available));
  });
});
