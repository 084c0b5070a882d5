/** The command line as a user starts it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Each line of stdout as JSON. */
  readonly json: () => Record<string, unknown>[];
}

export interface Circumstances {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What comes by standard input; by default nothing does. */
  readonly input?: string | Buffer | undefined;
  /** Sends Ctrl+C as soon as this is on stdout. */
  readonly interruptAt?: RegExp;
}

export function commandLine(script: string, words: readonly string[], { cwd, env, input, interruptAt }: Circumstances): Promise<Outcome> {
  if (!existsSync(script)) throw new Error(`${script} is not built`);
  const child = spawn(process.execPath, [script, ...words], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    if (!interruptAt || interrupted || !interruptAt.test(stdout)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({
        code,
        stdout,
        stderr,
        json: () =>
          stdout
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)),
      }),
    );
  });
}
