/** The engine process when something goes wrong: killed, full disks, divergence, refusals, slow hosts. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { engineBench, GENERATION, LONG, SMALL, VERSE } from './engineBench';
import type { EngineChild } from './engineChild';

describe('engine process in trouble', function () {
  this.timeout(60_000);
  const { script, root, engine, run, file, verse, losses, standing, stated } = engineBench();

  it('is killed, and goes on in another process from the last checkpoint', async () => {
    const first = engine();
    first.api.train(verse('killed')).catch(() => undefined);
    await first.reached(50);
    first.child.kill('SIGKILL');
    assert.equal(await first.exited, 'SIGKILL');
    const { api } = engine();
    const [summary] = (await api.runs(path.dirname(run('killed')))).runs;
    assert.deepEqual([summary?.status, summary?.hasCheckpoint], ['interrupted', true]);
    const from = standing('killed').update;
    assert.ok(from >= 20 && from % 10 === 0 && from < LONG);
    await api.resume(run('killed'));
    await api.train(verse('whole'));
    assert.deepEqual(losses(await api.history(run('killed'))), losses(await api.history(run('whole'))));
    assert.deepEqual(standing('killed'), standing('whole'));
  });

  for (const [how, end] of [
    ['the channel closes', (child) => child.disconnect()],
    ['it is asked to terminate', (child) => child.kill('SIGTERM')],
  ] as [string, (child: EngineChild['child']) => void][]) {
    it(`writes a checkpoint and leaves when ${how}`, async () => {
      const { api, child, reached, exited } = engine();
      api.train(verse('left', { checkpointEvery: LONG, validateEvery: LONG })).catch(() => undefined);
      await reached(20);
      end(child);
      assert.equal(await exited, 0);
      const other = engine();
      const { summary } = await other.api.history(run('left'));
      assert.equal(summary.status, 'stopped');
      assert.ok(summary.update >= 20);
      assert.equal(standing('left').update, summary.update);
    });
  }

  it('writes a checkpoint though the channel closes while a question is followed', async () => {
    const { api, ask, child, reached, exited } = engine();
    await api.train(verse('asked', { updates: 2 }));
    api.train(verse('left', { checkpointEvery: LONG, validateEvery: LONG })).catch(() => undefined);
    await reached(20);
    const following = new Promise<void>((told) => {
      ask(run('asked'), 'score', { text: VERSE.repeat(1_000) }, { onProgress: () => told() }).catch(() => undefined);
    });
    await following;
    child.disconnect();
    assert.equal(await exited, 0);
    assert.ok(standing('left').update >= 20);
  });

  it('does not flood a slow host, and tells it all the same', async () => {
    let unanswered = 0;
    let most = 0;
    const { api, batches } = engine(async () => {
      most = Math.max(most, ++unanswered);
      await new Promise((resolve) => setTimeout(resolve, 300));
      unanswered--;
    });
    await api.train(verse('slow'));
    assert.equal(most, 1);
    assert.deepEqual(batches.flatMap(({ events }) => events).filter(({ kind }) => kind === 'update').length, LONG);
    assert.ok(batches.length < 60);
  });

  it('trains on though the host cannot draw', async () => {
    const { api } = engine(() => Promise.reject(new Error('The panel is broken.')));
    assert.equal((await api.train(verse('undrawn', { updates: 60 }))).update, 60);
  });

  it('ends in words when training diverges, and keeps the last good checkpoint', async () => {
    const { api } = engine();
    const summary = await api.train(
      verse('diverged', { cell: 'rnn-relu', optimizer: 'sgd', learningRate: 100, clip: 0, checkpointEvery: 1 }),
    );
    assert.equal(summary.status, 'failed');
    assert.match(summary.message ?? '', /lower learning rate/);
    for (const { data } of readCheckpoint(readFileSync(path.join(run('diverged'), 'last.safetensors'))).tensors.values())
      assert.ok(data.every(Number.isFinite));
    const told = losses(await api.history(run('diverged')));
    assert.deepEqual(told.at(-1), { update: summary.update, loss: summary.latest?.loss });
    assert.ok(told.length > 1 && told.every(({ loss }) => Number.isFinite(loss)));
    assert.ok((summary.latest?.loss ?? 0) > (told[0]?.loss ?? Infinity));
  });

  it('refuses in words what cannot be trained, and leaves no folder behind', async () => {
    const { api } = engine();
    const train = (text: string, options: ExperimentOptions = {}) =>
      api.train({ folder: run('refused'), files: [file('some.txt', text)], options: { ...SMALL, updates: 1, ...options } });
    await assert.rejects(train(''), stated('TextFileError', /no text in it/));
    await assert.rejects(train('x'), stated('DataError', /one character/));
    await assert.rejects(train(VERSE, { cell: 'lstn' }), stated('ExperimentError', /no cell “lstn”. Built in are rnn, /));
    await assert.rejects(
      train(VERSE, { cell: file('bad.cell', "cell bad\nstate h\nh' = tanh(W_x x +\n") }),
      stated('CellSyntaxError', /^bad\.cell:3:\d+: /),
    );
    await assert.rejects(train(VERSE, { cell: path.join(root(), 'none.cell') }), stated('StorageError', /There is no file none\.cell in/));
    await assert.rejects(train(VERSE, { hidden: -1 }), stated('ExperimentError', /hidden/));
    assert.ok(!existsSync(run('refused')));
  });

  it('refuses a run that trains, that has no checkpoint, that is none, or that is damaged', async () => {
    const { api, ask, reached } = engine();
    // Without an end, and without a validation, whose best checkpoint would answer in the place of the damaged one.
    const training = api.train(verse('busy', { updates: 1_000_000, validation: 0 }));
    await reached(1);
    await assert.rejects(api.resume(run('busy')), stated('RunFolderError', /training already/));
    await api.stop(run('busy'));
    await training;
    await assert.rejects(api.train(verse('busy')), stated('RunFolderError', /already a run/));
    await assert.rejects(ask(run('none'), 'generate', GENERATION), stated('RunFolderError', /no run in/));
    const weights = path.join(run('busy'), 'last.safetensors');
    writeFileSync(weights, readFileSync(weights).subarray(0, 5000));
    await assert.rejects(ask(run('busy'), 'generate', GENERATION), stated('CheckpointError', /last\.safetensors: /));
    await assert.rejects(api.resume(run('busy')), stated('CheckpointError', /last\.safetensors: /));
    assert.equal((await api.history(run('busy'))).summary.status, 'stopped');
    rmSync(weights);
    await assert.rejects(ask(run('busy'), 'generate', GENERATION), stated('RunFolderError', /no checkpoint yet/));
  });

  it('says so when the disk is full, and loses nothing', async () => {
    const { api } = engine(undefined, { full: 'full/metrics.jsonl$' });
    const failure = await api.train(verse('full')).then(
      () => assert.fail(),
      (error: Error) => error,
    );
    assert.match(failure.message, /metrics\.jsonl could not be written: the disk is full/);
    const elsewhere = / is in (\S+) instead: copy the files there to /.exec(failure.message)?.[1] as string;
    assert.equal(readCheckpoint(readFileSync(path.join(elsewhere, 'last.safetensors'))).update, 0);
    assert.match(readFileSync(path.join(elsewhere, 'metrics.jsonl'), 'utf8'), /^{"kind":"started".*\n{"kind":"failed".*\n$/);
    rmSync(elsewhere, { recursive: true });
  });

  it('puts the model elsewhere when it cannot be written where it belongs', async () => {
    const { api } = engine();
    mkdirSync(path.join(run('stuck'), 'last.safetensors', 'in the way'), { recursive: true });
    const failure = await api.train(verse('stuck')).then(
      () => assert.fail(),
      (error: Error) => error,
    );
    const elsewhere = /The model as of update \d+ is in (\S+) instead: copy the files there to (\S+)/.exec(failure.message);
    assert.equal(elsewhere?.[2], run('stuck'));
    assert.equal(readCheckpoint(readFileSync(path.join(elsewhere?.[1] as string, 'last.safetensors'))).experiment.hidden, 8);
    rmSync(elsewhere?.[1] as string, { recursive: true });
  });

  it('says where the model is when neither it nor the metrics can be written, nor anything be cleared away', async () => {
    const { api } = engine(undefined, { full: '(metrics.jsonl|lost.\\.last.*partial)$', keeps: '(partial|training.lock)$' });
    const failure = await api.train(verse('lost')).then(
      () => assert.fail(),
      (error: Error) => error,
    );
    const elsewhere = / is in (\S+) instead/.exec(failure.message)?.[1] as string;
    assert.equal(readCheckpoint(readFileSync(path.join(elsewhere, 'last.safetensors'))).experiment.hidden, 8);
    assert.match(failure.message, /Its last updates will be missing in the curve \(\S+metrics\.jsonl could not be written/);
    rmSync(elsewhere, { recursive: true });
    assert.ok(existsSync(path.join(run('lost'), 'training.lock')), 'it was left behind');
  });

  it('is known to be training by others, who keep their hands off', async () => {
    const first = engine();
    const endless = 1_000_000;
    const training = first.api.train(verse('mine', { updates: endless, checkpointEvery: endless, validateEvery: endless }));
    await first.reached(20);
    const { api } = engine();
    assert.equal((await api.history(run('mine'))).summary.status, 'training');
    await assert.rejects(api.resume(run('mine'), { updates: 1 }), stated('RunFolderError', /mine is training in another process \(\d+\)/));
    assert.equal(await api.stop(run('mine')), false);
    assert.equal((await api.history(run('mine'))).summary.status, 'training');
    assert.equal(await first.api.stop(run('mine')), true);
    await training;
    assert.equal((await api.history(run('mine'))).summary.status, 'stopped');
    assert.equal((await api.history(run('mine'))).summary.experiment.updates, endless);
  });

  it('writes a checkpoint though its host was killed, and nobody reads what it says', async () => {
    const request = verse('orphan', { checkpointEvery: 10_000, validateEvery: 10_000, updates: 10_000 });
    const host = `
      const engine = require('node:child_process').fork(${JSON.stringify(script())}, { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
      engine.on('message', ({ t, i, m }) => {
        if (t !== 'q') return;
        engine.send({ t: 's', i, r: undefined });
        console.log(m);
      });
      engine.send({ t: 'q', i: '1', m: 'train', a: [${JSON.stringify(request)}] });`;
    const parent = spawn(process.execPath, ['-e', host], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(parent.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, 300));
    parent.kill('SIGKILL');
    for (let waited = 0; existsSync(path.join(run('orphan'), 'training.lock')) && waited < 100; waited++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const { summary } = await engine().api.history(run('orphan'));
    assert.equal(summary.status, 'stopped');
    assert.equal(standing('orphan').update, summary.update);
  });
});
