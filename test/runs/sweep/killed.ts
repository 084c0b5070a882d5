/** For tests: a sweep on the command line that is killed, with all its processes, as soon as they train. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** @param updates of which each of the runs at work has made some when it happens */
export async function killSweep(script: string, words: readonly string[], cwd: string, updates: number): Promise<void> {
  const child = spawn(process.execPath, [script, ...words], { cwd, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const root = path.join(cwd, '.unroll', 'runs');
  const far = (folder: string) =>
    existsSync(path.join(folder, 'last.safetensors')) && linesOf(path.join(folder, 'metrics.jsonl')) > updates;
  for (let waited = 0; child.exitCode === null; waited += 20) {
    const runs = existsSync(root) ? readdirSync(root).map((name) => path.join(root, name)) : [];
    const training = runs.filter((folder) => existsSync(path.join(folder, 'training.lock')));
    if (training.length > 0 && training.every(far)) {
      const trainers = training.map((folder) => Number(readFileSync(path.join(folder, 'training.lock'), 'utf8').split('\n')[0]));
      child.kill('SIGKILL');
      for (const pid of trainers) process.kill(pid, 'SIGKILL');
      break;
    }
    if (waited > 60_000) throw new Error('It never trained.');
    await setTimeout(20);
  }
  if ((await ended) !== null) throw new Error('The sweep was over before it could be killed.');
}

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0);
