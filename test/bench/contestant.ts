/** A process that is started once and asked for one timed round at a time: JSON lines in and out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A peer is not here, or gave up; the message says why. */
export class AbsentError extends Error {
  override readonly name = 'AbsentError';
}

const PATIENCE = 180_000; // milliseconds for one answer
const KEPT = 2000; // characters of what a process says of its troubles

export class Contestant {
  /** What the process says of itself: versions. */
  facts: Readonly<Record<string, string>> = {};
  private troubles = '';
  private readonly lines: AsyncIterator<string>;
  private readonly closed: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    const { stdout, stderr, stdin } = child;
    if (!stdout || !stderr || !stdin) throw new AbsentError('It has no streams.');
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.troubles = (this.troubles + text).slice(-KEPT);
    });
    const note = ({ message }: Error) => {
      this.troubles += message;
    };
    this.closed = new Promise((resolve) => child.on('close', resolve));
    child.on('error', note);
    stdin.on('error', note);
  }

  /** @throws AbsentError */
  static async start({ program, words, env }: Command): Promise<Contestant> {
    const contestant = new Contestant(spawn(program, words, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] }));
    contestant.facts = await contestant.answer<Record<string, string>>();
    return contestant;
  }

  /** @throws AbsentError where the process says that it cannot, ends, or says nothing for minutes */
  async ask<Answer>(request: string, facts: object = {}): Promise<Answer> {
    this.child.stdin?.write(`${JSON.stringify({ request, ...facts })}\n`);
    return this.answer<Answer>();
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }

  private async answer<Answer>(): Promise<Answer> {
    const timer = setTimeout(() => {
      this.troubles += `no answer in ${PATIENCE / 1000} s`;
      this.stop();
    }, PATIENCE);
    const { value, done } = await this.lines.next();
    clearTimeout(timer);
    if (done) {
      await this.closed;
      throw new AbsentError(lastLine(this.troubles));
    }
    const { error, answer } = JSON.parse(value) as { error?: string; answer: Answer };
    if (error !== undefined) throw new AbsentError(error);
    return answer;
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'The process ended without a word.';
}
