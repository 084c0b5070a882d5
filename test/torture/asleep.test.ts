/** A trainer that is asleep (SIGSTOP) while another takes its run over: whenever it wakes, it writes nothing into it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runFiles } from '../../src/runs/runFolder';
import { temporaryFolder } from '../runs/temporaryFolder';
import { builtEntry } from '../server/builtEntry';
import { drawRun, flagsOf, writeTexts } from './drawnRun';
import { checkpointIn, requireSameRun } from './sameRun';

const run = drawRun(1, 2, 60);

describe('a trainer that slept', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cli = builtEntry('src/cli/cli.ts');
  const mishap = builtEntry('test/torture/mishapInChild.ts');
  const unroll = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, ['--require', mishap(), cli(), ...words], {
      cwd: folder(),
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
  const train = (into: string, env?: NodeJS.ProcessEnv) =>
    unroll(['train', run.file, '--out', into, ...flagsOf({ ...run.options, keepCheckpoints: 3 })], env);
  /** Its exit code, and what it said. */
  const ended = async (child: ChildProcess) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    return { code, said };
  };

  // Of a call in the middle of training: before it, the lock was looked at.
  for (const call of ['writeBuffer .*metrics\\.jsonl', 'open .*last.*partial', 'rename .*last'])
    it(`writes nothing when it wakes, asleep before ${call}`, async () => {
      writeTexts(folder());
      mkdirSync(path.join(folder(), 'whole'));
      const [whole, slept] = [path.join(folder(), 'whole', 'run'), path.join(folder(), 'slept', 'run')];
      const { code, said } = await ended(train(whole));
      assert.equal(code, 0, said);
      const on = { at: 3, what: 'stopped', on: call };
      const sleeper = train(slept, { UNROLL_MISHAP: JSON.stringify(on) });
      try {
        await asleep(sleeper);
        const at = checkpointIn(slept);
        assert.ok(at !== undefined && at < run.options.updates);
        const aMinuteAgo = Date.now() / 1000 - 61;
        utimesSync(runFiles(slept).lock, aMinuteAgo, aMinuteAgo);
        const other = await ended(unroll(['resume', '--run', slept, '--read-anywhere']));
        assert.equal(other.code, 0, other.said);
        const before = readFileSync(runFiles(slept).last);
        const end = ended(sleeper);
        sleeper.kill('SIGCONT');
        const { code: woken, said: told } = await end;
        assert.equal(woken, 1, told);
        assert.match(told, /was taken over by another process while this one was not running/);
        assert.deepEqual(readFileSync(runFiles(slept).last), before);
        await requireSameRun(slept, whole);
        const elsewhere = / is in (\S+) instead/.exec(told)?.[1];
        if (elsewhere) rmSync(elsewhere, { recursive: true });
      } finally {
        sleeper.kill('SIGKILL');
      }
    });
});

/** State T in /proc. */
async function asleep({ pid, exitCode }: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 300; waited++) {
    assert.equal(exitCode, null);
    if (/^State:\s*T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return;
    await wait(50);
  }
  assert.fail('It did not fall asleep.');
}
