/** The engine process from outside: forked as the extension host forks it, and told to train, stop, resume, die. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import type { Updated } from '../../src/engine/trainingEvent';
import type { RunHistory } from '../../src/protocol/engineProtocol';
import { builtEntry } from './builtEntry';
import { type EngineChild, forkEngine } from './engineChild';
import { temporaryFolder } from './temporaryFolder';

const VERSE = 'the cat sat on the mat; the rat sat on the cat. '.repeat(20);
const SMALL: ExperimentOptions = {
  device: 'reference',
  hidden: 8,
  batch: 4,
  window: 16,
  learningRate: 0.01,
  validateEvery: 50,
  checkpointEvery: 20,
};
/** Long enough to be caught in the middle. */
const LONG = 250;
const GENERATION = { prompt: 'the', length: 20, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 2 };

describe('engine process', function () {
  this.timeout(60_000);
  const script = builtEntry('src/process/node.ts');
  const root = temporaryFolder();
  let engines: EngineChild[] = [];
  afterEach(() => {
    for (const { child } of engines) child.kill('SIGKILL');
    engines = [];
  });
  const engine = (acknowledge?: () => Promise<void>) => {
    engines.push(forkEngine(script(), acknowledge));
    return engines.at(-1) as EngineChild;
  };
  const run = (name: string) => path.join(root(), '.unroll', 'runs', name);
  const file = (name: string, text: string) => {
    writeFileSync(path.join(root(), name), text);
    return path.join(root(), name);
  };
  const verse = (name: string, options: ExperimentOptions = {}) => ({
    folder: run(name),
    files: [file('verse.txt', VERSE)],
    options: { ...SMALL, updates: LONG, ...options },
  });
  const losses = ({ events }: RunHistory) =>
    events.filter((event): event is Updated => event.kind === 'update').map(({ update, loss }) => ({ update, loss }));
  /** All that a checkpoint says of where training stands, but for the clock. */
  const standing = (name: string) => {
    const { experiment, progress, tensors, ...rest } = readCheckpoint(readFileSync(path.join(run(name), 'last.safetensors')));
    return { ...rest, progress: { ...progress, elapsed: 0 }, tensors: [...tensors].sort() };
  };
  const stated = (name: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, words);
    assert.equal(error.stack, `${name}: ${error.message}`);
    return true;
  };

  it('learns hello, tells of it in order, and says it', async () => {
    const { api, batches } = engine();
    const summary = await api.train({
      folder: run('hello'),
      files: [file('hello.txt', 'hello')],
      options: { device: 'reference', hidden: 16, learningRate: 0.02, updates: 100 },
    });
    assert.deepEqual([summary.name, summary.state, summary.update, summary.hasCheckpoint], ['hello', 'done', 100, true]);
    const told = batches.flatMap(({ events }) => events);
    assert.equal(told[0]?.kind, 'started');
    assert.equal(told.at(-1)?.kind, 'done');
    assert.deepEqual(
      told.filter(({ kind }) => kind === 'update').map(({ update }) => update),
      Array.from({ length: 100 }, (_, k) => k + 1),
    );
    assert.deepEqual((await api.history(run('hello'))).events, told);
    assert.deepEqual(readdirSync(run('hello')).sort(), ['experiment.json', 'last.safetensors', 'metrics.jsonl', 'samples.jsonl']);
    assert.equal(JSON.parse(readFileSync(path.join(run('hello'), 'experiment.json'), 'utf8')).files[0], 'hello.txt');
    const { continuations } = await api.generate(run('hello'), { ...GENERATION, prompt: 'h', temperature: 0, length: 4, count: 1 });
    assert.equal(continuations[0]?.text, 'ello');
  });

  it('goes on after a stop as if it had never stopped', async () => {
    const options = { layers: 2, dropout: 0.3, schedule: 'cosine' } as const;
    const { api, reached } = engine();
    const training = api.train(verse('stopped', options));
    await reached(30);
    assert.equal((await api.runs(path.dirname(run('stopped'))))[0]?.state, 'training');
    assert.equal(await api.stop(run('stopped')), true);
    const stopped = await training;
    assert.equal(stopped.state, 'stopped');
    assert.ok(stopped.update >= 30 && stopped.update < LONG);
    assert.equal(standing('stopped').update, stopped.update);
    assert.equal(await api.stop(run('stopped')), false);
    rmSync(path.join(run('stopped'), 'best.safetensors'), { force: true });
    assert.equal((await api.resume(run('stopped'))).state, 'done');
    await api.train(verse('whole', options));
    assert.deepEqual(losses(await api.history(run('stopped'))), losses(await api.history(run('whole'))));
    assert.deepEqual(standing('stopped'), standing('whole'));
  });

  it('is killed, and goes on in another process from the last checkpoint', async () => {
    const first = engine();
    first.api.train(verse('killed')).catch(() => undefined);
    await first.reached(50);
    first.child.kill('SIGKILL');
    assert.equal(await first.exited, 'SIGKILL');
    const { api } = engine();
    const [summary] = await api.runs(path.dirname(run('killed')));
    assert.deepEqual([summary?.state, summary?.hasCheckpoint], ['interrupted', true]);
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
      assert.equal(summary.state, 'stopped');
      assert.ok(summary.update >= 20);
      assert.equal(standing('left').update, summary.update);
    });
  }

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

  it('goes on for as long again when a finished run is resumed, and to a new end when it is given one', async () => {
    const { api } = engine();
    await api.train(verse('again', { updates: 10 }));
    assert.equal((await api.resume(run('again'))).update, 20);
    assert.equal((await api.resume(run('again'), { updates: 25 })).update, 25);
    await assert.rejects(api.resume(run('again'), { hidden: 9 }), stated('ExperimentError', /keeps its hidden/));
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
    assert.equal((await training).state, 'done');
    await assert.rejects(api.resume(run('deleted'), { updates: 500 }), stated('TextFileError', /“verse.txt” is not there/));
    assert.equal((await api.history(run('deleted'))).summary.experiment.updates, LONG);
  });

  it('says so when the text has changed before a run is resumed', async () => {
    const { api } = engine();
    await api.train(verse('changed', { updates: 5 }));
    file('verse.txt', `${VERSE}😀`);
    await api.resume(run('changed'), { updates: 6 });
    const [first, second] = (await api.history(run('changed'))).events.filter((event) => event.kind === 'started');
    assert.ok(!first?.notes.some((note) => note.includes('has changed')));
    assert.ok(
      second?.notes.includes(
        'The text has changed since this run began, from 960 characters to 961. Training goes on with it as it is now.',
      ),
    );
  });

  it("trains a cell of the user's own, and keeps its equations", async () => {
    const cell = file('mine.cell', "cell mine\nstate h\nh' = tanh(W_x x + W_h h + b)\n");
    const { api } = engine();
    const { experiment } = await api.train(verse('mine', { cell, updates: 5 }));
    assert.deepEqual([experiment.cell, experiment.cellSource], ['mine', readFileSync(cell, 'utf8')]);
    rmSync(cell);
    assert.equal((await api.trace(run('mine'), 'the')).cell, 'mine');
  });

  it('does one thing at a time with one model', async () => {
    const { api } = engine();
    await api.train(verse('shared', { updates: 30 }));
    const both = () =>
      [api.generate(run('shared'), GENERATION), api.score(run('shared'), VERSE), api.generate(run('shared'), GENERATION)] as const;
    const [first, score, second] = await Promise.all(both());
    assert.deepEqual(first.continuations, second.continuations);
    assert.deepEqual(await api.score(run('shared'), VERSE), score);
  });

  it('reads the new checkpoint after more training', async () => {
    const { api } = engine();
    await api.train(verse('fresh', { updates: 5 }));
    const before = await api.score(run('fresh'), VERSE);
    await api.resume(run('fresh'), { updates: 200 });
    assert.ok((await api.score(run('fresh'), VERSE)).nats < before.nats);
  });

  it('can be told to let a long generation be', async () => {
    const { api } = engine();
    await api.train(verse('cancelled', { updates: 5 }));
    const generating = assert.rejects(
      api.generate(run('cancelled'), { ...GENERATION, length: 10_000_000 }),
      stated('CancelledError', /Cancelled/),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await api.cancel(run('cancelled'));
    await generating;
    assert.equal((await api.generate(run('cancelled'), GENERATION)).continuations.length, 2);
  });

  it('ends in words when training diverges, and keeps the last good checkpoint', async () => {
    const { api } = engine();
    const summary = await api.train(
      verse('diverged', { cell: 'rnn-relu', optimizer: 'sgd', learningRate: 100, clip: 0, checkpointEvery: 1 }),
    );
    assert.equal(summary.state, 'failed');
    assert.match(summary.message ?? '', /lower learning rate/);
    for (const { data } of readCheckpoint(readFileSync(path.join(run('diverged'), 'last.safetensors'))).tensors.values())
      assert.ok(data.every(Number.isFinite));
    assert.ok(Number.isNaN(losses(await api.history(run('diverged'))).at(-1)?.loss) || summary.update > 0);
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
    await assert.rejects(train(VERSE, { cell: path.join(root(), 'none.cell') }), stated('StorageError', /none\.cell could not be read/));
    await assert.rejects(train(VERSE, { hidden: -1 }), stated('ExperimentError', /hidden/));
    assert.ok(!existsSync(run('refused')));
  });

  it('refuses a run that trains, that has no checkpoint, that is none, or that is damaged', async () => {
    const { api, reached } = engine();
    const training = api.train(verse('busy'));
    await reached(1);
    await assert.rejects(api.resume(run('busy')), stated('RunFolderError', /training already/));
    await api.stop(run('busy'));
    await training;
    await assert.rejects(api.train(verse('busy')), stated('RunFolderError', /already a run/));
    await assert.rejects(api.generate(run('none'), GENERATION), stated('RunFolderError', /no run in/));
    const weights = path.join(run('busy'), 'last.safetensors');
    writeFileSync(weights, readFileSync(weights).subarray(0, 5000));
    await assert.rejects(api.generate(run('busy'), GENERATION), stated('CheckpointError', /last\.safetensors: /));
    await assert.rejects(api.resume(run('busy')), stated('CheckpointError', /last\.safetensors: /));
    assert.equal((await api.history(run('busy'))).summary.state, 'stopped');
    rmSync(weights);
    await assert.rejects(api.generate(run('busy'), GENERATION), stated('RunFolderError', /no checkpoint yet/));
  });

  it('says so when the disk is full, and loses nothing', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const { api } = engine();
    mkdirSync(run('full'), { recursive: true });
    symlinkSync('/dev/full', path.join(run('full'), 'metrics.jsonl'));
    await assert.rejects(api.train(verse('full')), stated('StorageError', /metrics\.jsonl could not be written: the disk is full/));
    assert.ok(existsSync(path.join(run('full'), 'last.safetensors')));
  });

  it('puts the model elsewhere when it cannot be written where it belongs', async () => {
    const { api } = engine();
    mkdirSync(path.join(run('stuck'), 'last.safetensors', 'in the way'), { recursive: true });
    const failure = await api.train(verse('stuck')).then(
      () => assert.fail(),
      (error: Error) => error,
    );
    const elsewhere = /The model as of update \d+ is in (\S+) instead: copy it to (\S+)/.exec(failure.message);
    assert.equal(elsewhere?.[2], path.join(run('stuck'), 'last.safetensors'));
    assert.equal(readCheckpoint(readFileSync(elsewhere?.[1] as string)).experiment.hidden, 8);
    rmSync(path.dirname(elsewhere?.[1] as string), { recursive: true });
  });

  it('says where the model is when neither it nor the metrics can be written', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const { api } = engine();
    mkdirSync(path.join(run('lost'), 'last.safetensors', 'in the way'), { recursive: true });
    symlinkSync('/dev/full', path.join(run('lost'), 'metrics.jsonl'));
    const failure = await api.train(verse('lost')).then(
      () => assert.fail(),
      (error: Error) => error,
    );
    const elsewhere = / is in (\S+) instead/.exec(failure.message)?.[1] as string;
    assert.equal(readCheckpoint(readFileSync(elsewhere)).experiment.hidden, 8);
    rmSync(path.dirname(elsewhere), { recursive: true });
  });

  it('is known to be training by others, who keep their hands off', async () => {
    const first = engine();
    const training = first.api.train(verse('mine'));
    await first.reached(20);
    const { api } = engine();
    assert.equal((await api.history(run('mine'))).summary.state, 'training');
    await assert.rejects(api.resume(run('mine'), { updates: 1 }), stated('RunFolderError', /mine is training in another process \(\d+\)/));
    assert.equal(await api.stop(run('mine')), false);
    assert.equal((await training).update, LONG);
    assert.equal((await api.history(run('mine'))).summary.state, 'done');
    assert.equal((await api.history(run('mine'))).summary.experiment.updates, LONG);
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
    assert.equal(summary.state, 'stopped');
    assert.equal(standing('orphan').update, summary.update);
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
