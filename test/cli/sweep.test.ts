/** Sweeps and comparisons from outside: what is printed, what is left, and that nothing is lost when they are killed. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { decodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { listRuns } from '../../src/runs/listRuns';
import { killSweep } from '../runs/sweep/killed';
import { builtEntry } from '../server/builtEntry';
import { cliBench, VERSE } from './cliBench';
import { commandLine } from './commandLine';

const RATES = { files: ['verse.txt'], device: 'reference', batch: 4, window: 16, cell: ['gru', 'rnn'], hidden: [6, 8], updates: 12 };

describe('command line: sweep', function () {
  this.timeout(120_000);
  const { folder, unroll, write, refuses, script } = cliBench();
  const engine = builtEntry('src/server/node.ts');
  before(() => copyFileSync(engine(), path.join(path.dirname(script()), 'engine.js')));
  const sweepFile = (json: unknown, name = 'rates.unroll.json') => {
    write('verse.txt', VERSE);
    return write(name, JSON.stringify(json));
  };
  const runsIn = (root = folder()) => path.join(root, '.unroll', 'runs');
  const tensors = (run: string) => decodeSafetensors(readFileSync(path.join(run, 'last.safetensors'))).tensors;

  it('trains every combination, and shows what came of them, the best first, and in a file', async () => {
    sweepFile(RATES);
    const { code, stdout, stderr } = await unroll(['sweep', 'rates.unroll.json', '--parallel', '2', '--csv', 'out.csv']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^4 runs, every combination of cell, hidden\n2 at once/);
    const { runs } = await listRuns(runsIn());
    assert.equal(runs.length, 4);
    for (const { sweep, experiment, status, update } of runs) {
      assert.deepEqual([sweep?.name, sweep?.file, status, update], ['rates', 'rates.unroll.json', 'done', 12]);
      assert.deepEqual(sweep?.values, { cell: experiment.cell, hidden: experiment.hidden });
    }
    const table = parse(readFileSync(path.join(folder(), 'out.csv')), { columns: true }) as Record<string, string>[];
    const losses = table.map(({ validation }) => Number(validation));
    assert.deepEqual(
      losses,
      [...losses].sort((a, b) => a - b),
    );
    assert.deepEqual(
      table.map(({ run, validation }) => [run, Number(validation)]),
      table.map(({ run }) => [run, runs.find(({ name }) => name === run)?.best?.loss]),
    );
    assert.deepEqual(Object.keys(table[0] ?? {}), ['run', 'cell', 'hidden', 'validation', 'loss', 'parameters', 'seconds', 'reason']);
    assert.match(stdout, new RegExp(`\nrun +cell +hidden +validation +loss +parameters.*\n${table[0]?.run} `));
  });

  it('passes over what is finished when it is started again, and trains what came to the file since', async () => {
    const file = sweepFile(RATES);
    assert.equal((await unroll(['sweep', file])).code, 0);
    const before = readdirSync(runsIn()).map((name) => [name, statSync(path.join(runsIn(), name, 'last.safetensors')).mtimeMs]);
    const again = await unroll(['sweep', file]);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /^4 runs, .* \(4 finished already\)\n\nrun /);
    sweepFile({ ...RATES, hidden: [6, 7, 8] });
    const more = await unroll(['sweep', file]);
    assert.match(more.stdout, /^6 runs, .* \(4 finished already\)/);
    assert.equal(readdirSync(runsIn()).length, 6);
    for (const [name, modified] of before) assert.equal(statSync(path.join(runsIn(), String(name), 'last.safetensors')).mtimeMs, modified);
  });

  it('killed in the middle, and started again, ends with the same weights as one that was not', async () => {
    const json = { ...RATES, cell: ['gru', 'rnn', 'lstm'], hidden: [8], updates: 400, checkpointEvery: 10, dropout: 0.2 };
    const file = sweepFile(json);
    const whole = path.join(folder(), 'whole');
    mkdirSync(whole);
    writeFileSync(path.join(whole, 'verse.txt'), VERSE);
    writeFileSync(path.join(whole, 'rates.unroll.json'), JSON.stringify(json));
    assert.equal((await commandLine(script(), ['sweep', 'rates.unroll.json'], { cwd: whole })).code, 0);
    for (const updates of [30, 120]) await killSweep(script(), ['sweep', file, '--parallel', '2'], folder(), updates);
    const { code, stdout, stderr } = await unroll(['sweep', file, '--parallel', '2']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /begun\)/);
    const [expected, made] = await Promise.all([listRuns(runsIn(whole)), listRuns(runsIn())]);
    assert.equal(made.runs.length, 3);
    for (const run of made.runs) {
      const other = expected.runs.find(({ experiment }) => experiment.cell === run.experiment.cell) ?? assert.fail();
      assert.deepEqual(tensors(run.folder), tensors(other.folder), run.name);
      assert.deepEqual([run.best?.loss, run.best?.update, run.update], [other.best?.loss, other.best?.update, other.update]);
      const updates = readFileSync(path.join(run.folder, 'metrics.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .flatMap(({ kind, update }) => (kind === 'update' ? [update] : []));
      assert.equal(new Set(updates).size, 400);
      assert.equal(updates.length, 400, 'each update once');
    }
  });

  it('goes on where one run fails, says why, and ends with code 1', async () => {
    sweepFile({
      ...RATES,
      hidden: 8,
      initializer: ['uniform', 'normal:100'],
      optimizer: 'sgd',
      clip: 0,
      cell: 'rnn-relu',
    });
    const { code, stdout, stderr } = await unroll(['sweep', 'rates.unroll.json', '--json']);
    assert.equal(code, 1);
    assert.match(stderr, /1 of 2 runs did not come to their end/);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const ended = rows.filter(({ standing }) => standing === 'ended');
    assert.deepEqual(ended.map(({ status }) => status).sort(), ['done', 'failed']);
    const failed = rows.find(({ run, initializer }) => run && initializer === 'normal:100');
    assert.match(failed.message, /no longer a number/);
    const again = await unroll(['sweep', 'rates.unroll.json']);
    assert.match(again.stdout, /2 finished already/, 'what diverged would again');
  });

  it('stops at Ctrl+C with checkpoints, and goes on', async () => {
    const file = sweepFile({ ...RATES, updates: 100_000 });
    const stopped = await unroll(['sweep', file, '--parallel', '2'], { interruptAt: /\n2\/4 / });
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stdout, /Go on: +.*sweep .*rates\.unroll\.json/);
    const { runs } = await listRuns(runsIn());
    assert.deepEqual(
      runs.map(({ status, hasCheckpoint }) => [status, hasCheckpoint]),
      runs.map(() => ['stopped', true]),
    );
  });

  it('started twice at once trains each run once', async () => {
    const file = sweepFile({ ...RATES, updates: 60 });
    const both = await Promise.all([unroll(['sweep', file]), unroll(['sweep', file])]);
    for (const { code, stderr, stdout } of both) {
      assert.equal(code, 0, stderr);
      assert.match(stdout, /\nrates-\d+ /);
    }
    const { runs, unreadable } = await listRuns(runsIn());
    assert.deepEqual([runs.length, unreadable.length, readdirSync(runsIn()).length], [4, 0, 4]);
    assert.deepEqual(new Set(runs.map(({ status }) => status)), new Set(['done']));
    assert.equal(new Set(runs.map(({ sweep }) => sweep?.key)).size, 4);
    for (const { folder: run } of runs) {
      const starts = readFileSync(path.join(run, 'metrics.jsonl'), 'utf8').match(/^\{"kind":"started"/gm) ?? [];
      assert.equal(starts.length, 1, run);
    }
  });

  it('says what it would train, and trains nothing, when it is only asked', async () => {
    sweepFile({ ...RATES, sweep: { method: 'random', runs: 3, seed: 5 } });
    const [first, again] = [
      await unroll(['sweep', 'rates.unroll.json', '--dry-run']),
      await unroll(['sweep', 'rates.unroll.json', '--dry-run']),
    ];
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /^3 runs, drawn at random of cell, hidden\n.*about 0:0\d\n1 {2}\{/);
    const values = (text: string) => text.split('\n').slice(2);
    assert.deepEqual(values(first.stdout), values(again.stdout));
    assert.ok(!readdirSync(folder()).includes('.unroll'));
  });

  it('refuses by name what cannot be trained, before anything is', async () => {
    sweepFile({ ...RATES, hidden: [8, 9000] });
    await refuses(['sweep', 'rates.unroll.json'], /hidden: 9000 cannot be used/);
    sweepFile({ ...RATES, cell: ['gru', 'gruu'] });
    await refuses(['sweep', 'rates.unroll.json'], /cell gruu, hidden 6: There is no cell .* cell gruu, hidden 8: /);
    sweepFile({ ...RATES, hidden: [8, 8192], layers: 16, batch: 512, window: 512 });
    await refuses(['sweep', 'rates.unroll.json'], /hidden 8192: Training this network takes about/);
    sweepFile({ ...RATES, files: [] });
    await refuses(['sweep', 'rates.unroll.json'], /does not say what to learn from/);
    sweepFile({ hidden: 3 });
    await refuses(['sweep', 'rates.unroll.json'], /is one experiment/);
    sweepFile({ ...RATES, hiden: 3 });
    await refuses(['sweep', 'rates.unroll.json'], /line 1, column \d+: There is no setting hiden\. Did you mean hidden\?/);
    sweepFile({ ...RATES, files: ['/etc/hostname'] });
    await refuses(['sweep', 'rates.unroll.json'], /names a file outside its folder: \/etc\/hostname/);
    sweepFile(RATES);
    await refuses(['train', 'rates.unroll.json'], /is of many runs/);
    await refuses(['sweep', 'verse.txt'], /is no experiment file/);
    write('rates.unroll.json', '{');
    await refuses(['sweep', 'rates.unroll.json'], /rates\.unroll\.json, line 1, column \d: the object is not closed/);
    await refuses(['sweep', 'none.unroll.json'], /There is no file none/);
    symlinkSync('/dev/zero', path.join(folder(), 'zero.unroll.json'));
    await refuses(['sweep', 'zero.unroll.json'], /no file but a device/);
    assert.ok(!readdirSync(folder()).includes('.unroll'));
  });

  it('compares any runs, by any column', async () => {
    write('verse.txt', VERSE);
    const train = (out: string, ...words: string[]) =>
      unroll(['train', 'verse.txt', '--device', 'reference', '--batch', '4', '--window', '16', '--updates', '5', '--out', out, ...words]);
    for (const [out, size] of [
      ['a, "b"', '4'],
      ['c', '8'],
      ['d', '6'],
    ] as const)
      assert.equal((await train(out, '--hidden', size)).code, 0);
    const { code, stdout, stderr } = await unroll(['compare', 'a, "b"', 'c', 'd', '--sort', '-hidden', '--csv', 'x.csv']);
    assert.equal(code, 0, stderr);
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines.slice(1).map((line) => line.slice(0, 6).trim()),
      ['c', 'd', 'a, "b"'],
    );
    assert.match(lines[0] ?? '', /^run +hidden +validation +loss +parameters/);
    assert.match(readFileSync(path.join(folder(), 'x.csv'), 'utf8'), /\r\n"a, ""b""",4,\d\.\d{10,},/);
    const json = (await unroll(['compare', 'a, "b"', 'c', 'd', '--json'])).json();
    assert.deepEqual(
      json.map(({ validation }) => validation),
      json.map(({ validation }) => Number(validation)).sort((a, b) => a - b),
    );
    await refuses(['compare', 'c'], /One run alone/);
    await refuses(['compare', 'c', 'e'], /There is no run in/);
    const wrong = await unroll(['compare', 'c', 'd', '--sort', 'layers']);
    assert.deepEqual([wrong.code, /do not differ in layers. Sort by name, hidden/.test(wrong.stderr)], [2, true]);
  });
});
