/** One process trains in a folder: whoever starts at the same moment, sleeps, dies, or has the number of one that died. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { MetricsLog } from '../../src/runs/metricsLog';
import { RunFolderError } from '../../src/runs/runFolder';
import { RunRecorder } from '../../src/runs/runRecorder';
import { holdingTrainingLock, LockLostError, trainingElsewhere } from '../../src/runs/trainingLock';
import { builtEntry } from '../server/builtEntry';
import { arm, disarm } from '../torture/mishap';
import { started } from './events';
import { temporaryFolder } from './temporaryFolder';

const PROCESSES = 10;

describe('training lock', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const starter = builtEntry('test/runs/lockStarter.ts');
  const lock = () => path.join(folder(), 'training.lock');
  const holds = () => holdingTrainingLock(folder(), async () => 'held');
  const lie = (text: string, secondsAgo = 0) => {
    writeFileSync(lock(), text);
    utimesSync(lock(), Date.now() / 1000 - secondsAgo, Date.now() / 1000 - secondsAgo);
  };
  /** A process that has ended, and so a number that nobody has. */
  const dead = async () => {
    const child = fork(path.resolve('test/server/failingDisk.cjs'), { stdio: 'ignore' });
    await once(child, 'exit');
    return child.pid as number;
  };

  async function winners(): Promise<number> {
    const starters = await Promise.all(
      Array.from({ length: PROCESSES }, async () => {
        const child = fork(starter(), { execArgv: [] });
        await once(child, 'message');
        return child;
      }),
    );
    const told = starters.map((child) => once(child, 'message') as Promise<[number]>);
    for (const child of starters) child.send(folder());
    return (await Promise.all(told)).reduce((sum, [won]) => sum + won, 0);
  }

  it('has one winner of 200 that start at once', async () => {
    assert.equal(await winners(), 1);
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('has one winner of 200 that find the lock of a process that died', async () => {
    lie(`${await dead()}\n${hostname()}\nsome-token\n`);
    assert.equal(await winners(), 1);
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('is taken over from who died, or was not heard of for a minute', async () => {
    for (const [left, secondsAgo] of [
      [`${await dead()}\n`, 0], // as 0.1.0 wrote it
      [`${await dead()}\n${hostname()}\ntoken\n`, 0],
      [`${process.pid}\n${hostname()}\nof one that had this number before\n`, 0],
      [`${process.ppid}\n${hostname()}\nof one whose number another process has now\n`, 61],
      ['1\nanother-host\ntoken\n', 61],
      ['', 61],
    ] as const) {
      lie(left, secondsAgo);
      assert.equal(await trainingElsewhere(folder()), undefined, left);
      assert.equal(await holds(), 'held', left);
      assert.ok(!existsSync(lock()));
    }
  });

  it('is left to who lives, here or on another machine', async () => {
    for (const left of [`${process.ppid}\n`, `${process.ppid}\n${hostname()}\ntoken\n`, `${await dead()}\nanother-host\ntoken\n`]) {
      lie(left);
      await assert.rejects(
        holds(),
        (error) => error instanceof RunFolderError && /is training in another process/.test(error.message),
        left,
      );
      assert.equal(readFileSync(lock(), 'utf8'), left);
    }
    lie(`5\nanother-host\ntoken\n`);
    await assert.rejects(holds(), /another process \(5 on another-host\)/);
  });

  it('is left to who is just writing it, and taken over from who died at that, or at taking it over', async () => {
    const lives = `${process.ppid}\n${hostname()}\ntoken\n`;
    lie(lives.slice(0, 5));
    setTimeout(() => lie(lives), 200);
    await assert.rejects(holds(), /is training in another process/);
    lie(lives.slice(0, 5), 4.5);
    assert.equal(await holds(), 'held');
    lie(`${await dead()}\n${hostname()}\ntoken\n`);
    writeFileSync(`${lock()}.takeover`, `${await dead()}\n${hostname()}\ntoken\n`);
    assert.equal(await holds(), 'held');
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('is not left behind half made where it cannot be written', async () => {
    for (const on of [/writeBuffer .*training\.lock$/, /close .*training\.lock$/]) {
      arm({ at: 1, what: 'torn', on });
      try {
        await assert.rejects(holds(), { name: 'StorageError', code: 'ENOSPC' });
      } finally {
        disarm();
      }
      assert.deepEqual(readdirSync(folder()), []);
    }
  });

  it('is no more held by who slept while another took it, and writes nothing then', async () => {
    const other = '1\nanother-host\ntheirs\n';
    await holdingTrainingLock(folder(), async (held) => {
      const log = await MetricsLog.open(folder(), held);
      await log.append(started());
      lie(other);
      await assert.rejects(log.append(started()), LockLostError);
      const recorder = await RunRecorder.open(folder(), held);
      const bytes = Uint8Array.of(1, 2, 3);
      await assert.rejects(recorder.keep({ kind: 'checkpoint', which: 'last', update: 7, bytes }), LockLostError);
      const elsewhere = /^The model as of update 7 is in (\S+) instead\.$/.exec((await recorder.rescue()) ?? '')?.[1] as string;
      const rescued = path.join(elsewhere, 'last.safetensors');
      assert.deepEqual([...readFileSync(rescued)], [...bytes]);
    });
    assert.equal(readFileSync(lock(), 'utf8'), other, 'and it is not removed');
    assert.equal(readFileSync(path.join(folder(), 'metrics.jsonl'), 'utf8').trim().split('\n').length, 1);
    assert.ok(!existsSync(path.join(folder(), 'last.safetensors')));
  });

  it('is made again where somebody removed it', async () => {
    await holdingTrainingLock(folder(), async (held) => {
      rmSync(lock());
      await held.require();
      assert.ok(existsSync(lock()));
    });
  });

  it('sweeps what a crash left half written, and nothing else', async () => {
    writeFileSync(path.join(folder(), '.last.safetensors.123-4.partial'), '');
    writeFileSync(path.join(folder(), 'mine.partial'), '');
    mkdirSync(path.join(folder(), 'mine'));
    assert.equal(await holds(), 'held');
    assert.deepEqual(readdirSync(folder()).sort(), ['mine', 'mine.partial']);
  });

  it('does not hide what happened, nor undo it, where it cannot be removed', async () => {
    const blocked = async (failure?: Error) => {
      rmSync(lock(), { force: true });
      mkdirSync(path.join(lock(), 'full'), { recursive: true });
      if (failure) throw failure;
      return 'trained';
    };
    const failure = new Error('The model is in /somewhere instead.');
    await assert.rejects(
      holdingTrainingLock(folder(), () => blocked(failure)),
      failure,
    );
    rmSync(lock(), { recursive: true });
    assert.equal(await holdingTrainingLock(folder(), () => blocked()), 'trained');
  });
});
