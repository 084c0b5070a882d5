/** Debian's Python with PyTorch, or whichever UNROLL_PYTHON names: what is exported for it is held against it where it is there. */
import { spawnSync } from 'node:child_process';

const CANDIDATES = [process.env.UNROLL_PYTHON, '/usr/bin/python3', 'python3'].filter((name) => name !== undefined);

let found: { readonly python?: string; readonly why: string } | undefined;

/** The program, or why there is none. */
function pythonWithTorch(): NonNullable<typeof found> {
  if (found) return found;
  const tried = CANDIDATES.map((python) => ({ python, ...spawnSync(python, ['-c', 'import torch, numpy'], { encoding: 'utf8' }) }));
  const able = tried.find(({ status }) => status === 0);
  const why = tried.map(({ python, error, stderr }) => `${python}: ${error?.message ?? stderr?.trim().split('\n').at(-1)}`);
  found = able ? { python: able.python, why: '' } : { why: `There is no Python with PyTorch and NumPy (${why.join('; ')}).` };
  return found;
}

/** Skips the test with the reason printed, where there is none. */
export function requirePython(context: Mocha.Context): string {
  const { python, why } = pythonWithTorch();
  if (python !== undefined) return python;
  console.log(`      Skipped: ${why}`);
  return context.skip();
}

/** What it prints; it warns of nothing. @throws Error with what went wrong */
export function runPython(python: string, words: readonly string[], { cwd = '.', env = {} } = {}): string {
  const { status, stdout, stderr, error } = spawnSync(python, ['-W', 'error', ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1', ...env },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}:\n${stderr.slice(-4000)}`);
  return stdout;
}
