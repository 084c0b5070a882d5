/**
 * Trainings that are killed (kill -9) again and again: at any moment of their time, and before, within and after any call
 * that changes something on the disk; and now and then one that is stopped (Ctrl+C). After each the run opens and goes on from its last checkpoint or the one
 * before, and in the end it is, bit by bit, the run that nothing happened to.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mixedSeed, Random } from '../../src/engine/random';
import { runFiles } from '../../src/runs/runFolder';
import { holdingTrainingLock } from '../../src/runs/trainingLock';
import { buildEntry } from '../server/builtEntry';
import { type DrawnRun, drawRun, flagsOf, writeTexts } from './drawnRun';
import type { Mishap, What } from './mishap';
import { type Asked, type Outcome, Tally } from './outcome';
import { checkpointIn, linesOf, requireOpens, requireSameRun } from './sameRun';

/** Of a run, about. */
const UPDATES = 240;
/** Of one run, at most. */
const MOST_KILLS = 12;
/** Only a training that lasted longer writes checkpoints less often than it is asked to (trainingRun.ts). */
const WRITES_ALL = 1_000; // milliseconds

const KILLS: readonly What[] = ['killed before', 'killed within', 'killed after'];

/** At least `count` kills: a run is lived to its end. @param updates of a run, about */
export async function kills({ count, seed, from = 0, say }: Asked, updates = UPDATES): Promise<Outcome> {
  const place = mkdtempSync(path.join(tmpdir(), 'unroll-kills-'));
  try {
    const programs = {
      cli: await buildEntry('src/cli/cli.ts', place),
      mishap: await buildEntry('test/torture/mishapInChild.ts', place),
    };
    writeTexts(place);
    const torture = new Kills(place, programs, seed, updates);
    for (let index = from; torture.done.kills < count; index++) {
      await torture.life(index);
      if (index % 10 === 9) say(`${torture.done.kills} kills of ${torture.done.runs} runs …`);
    }
    return torture.outcome;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** How a process is ended: so many milliseconds after it began, or after training began; or at a call. */
type Kill = { readonly after: 'spawn' | 'start'; readonly milliseconds: number; readonly signal: Signal } | { readonly mishap: Mishap };
type Signal = 'SIGKILL' | 'SIGINT';

interface Ended {
  readonly killed: boolean;
  readonly code: number | null;
  readonly stderr: string;
  /** Milliseconds: in all, and before training began. */
  readonly took: number;
  readonly tookToStart: number;
}

class Kills {
  readonly done = { runs: 0, kills: 0, stops: 0, resumes: 0, anew: 0, wide: 0, narrow: 0, judged: 0 };
  readonly #tasks = new Tally();
  readonly #moments = new Tally();
  readonly #failures: string[] = [];

  constructor(
    private readonly place: string,
    private readonly programs: { readonly cli: string; readonly mishap: string },
    private readonly seed: number,
    private readonly updates: number,
  ) {}

  get outcome(): Outcome {
    const { runs, kills, stops, resumes, anew, wide, narrow, judged } = this.done;
    return {
      figures: [
        `${kills} kills (${this.#moments}) and ${stops} stops of ${runs} runs, ${resumes} times resumed, ${anew} times begun anew where there was no checkpoint yet`,
        `killed by task: ${this.#tasks}`,
        `on wasm ${wide} stretches with vectors of 256 bits, ${narrow} without`,
        `${judged} checkpoints held against the last that was due`,
      ],
      failures: this.#failures,
    };
  }

  /** One run, from its beginning to its end, with all that happens to it. */
  async life(index: number): Promise<void> {
    const run = drawRun(this.seed, index, this.updates);
    const root = path.join(this.place, `runs-${index}`);
    const [whole, folder] = [path.join(root, 'whole', 'run'), path.join(root, 'killed', 'run')];
    const told: string[] = [];
    try {
      const random = Random.fromSeed(mixedSeed(this.seed, 1_000_000 + index));
      const reference = await this.#reference(run, whole);
      for (let left = 1 + Math.floor(random.uniform() * MOST_KILLS); left > 0; left--) {
        const kill = drawKill(random, reference);
        told.push(wordsOf(kill));
        const ended = await this.#go(run, folder, random, kill);
        if (ended.killed) {
          this.done.kills++;
          this.#tasks.add(run.task);
          this.#moments.add('mishap' in kill ? kill.mishap.what : `after ${kill.after}`);
        } else if (reachedEnd(folder)) break;
        else this.done.stops++;
        await this.#requireSurvived(run, folder, ended);
      }
      const ended = reachedEnd(folder) ? undefined : await this.#go(run, folder, random);
      if (ended) assert.equal(ended.code, reference.code, ended.stderr);
      // A run that was killed after it had ended is tidied up by who next trains in it.
      if (!ended) await holdingTrainingLock(folder, async () => undefined);
      await requireSameRun(folder, whole);
      this.done.runs++;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#failures.push(`run ${index} of seed ${this.seed} (${run.name}, ${run.options.device}): ${told.join('; ')}: ${reason}`);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }

  async #reference(run: DrawnRun, folder: string) {
    const calls = path.join(this.place, 'calls.txt');
    const ended = await this.#run(this.#words(run, folder), { counted: calls });
    assert.ok(existsSync(runFiles(folder).last), ended.stderr);
    return { ...ended, calls: readFileSync(calls, 'utf8').split('\n').length - 1 };
  }

  /** Begins, or goes on, as a user would. */
  async #go(run: DrawnRun, folder: string, random: Random, kill?: Kill): Promise<Ended> {
    const resumes = checkpointIn(folder) !== undefined;
    if (resumes) this.done.resumes++;
    else if (existsSync(runFiles(folder).experiment)) {
      this.done.anew++;
      rmSync(folder, { recursive: true });
    }
    const words = resumes ? ['resume', '--run', folder, '--read-anywhere', '--json'] : this.#words(run, folder);
    const ended = await this.#run(words, { kill, narrow: random.uniform() < 0.5 });
    const started = linesOf(runFiles(folder).metrics).findLast((line) => line.kind === 'started');
    if (started?.kind === 'started' && started.device.device === 'wasm')
      this.done[started.device.label.includes('256') ? 'wide' : 'narrow']++;
    if (!ended.killed && ![0, 130].includes(ended.code ?? -1) && !reachedEnd(folder)) assert.fail(`${words[0]} failed: ${ended.stderr}`);
    return ended;
  }

  #words(run: DrawnRun, folder: string): string[] {
    return ['train', path.join(this.place, run.file), '--out', folder, '--json', ...flagsOf(run.options)];
  }

  async #requireSurvived({ options }: DrawnRun, folder: string, { took, tookToStart }: Ended): Promise<void> {
    await requireOpens(folder);
    const kept = checkpointIn(folder);
    if (kept === undefined || took - tookToStart > WRITES_ALL) return;
    const logged = linesOf(runFiles(folder).metrics).findLast((line) => line.kind === 'update');
    const reached = logged?.kind === 'update' ? logged.update : 0;
    const { validateEvery = Infinity, checkpointEvery = Infinity, updates } = options;
    const due = Array.from({ length: updates + 1 }, (_, update) => update).filter(
      (update) => update <= reached && (update % validateEvery === 0 || update % checkpointEvery === 0 || update === updates),
    );
    assert.ok(kept >= (due.at(-2) ?? 0), `at update ${reached} the checkpoint is of ${kept}, and ${due.slice(-3)} were due`);
    this.done.judged++;
  }

  /** Runs the command line to its end, or to the kill. */
  #run(
    words: readonly string[],
    { kill, counted, narrow }: { kill?: Kill | undefined; counted?: string; narrow?: boolean },
  ): Promise<Ended> {
    const mishap = kill && 'mishap' in kill ? kill.mishap : counted ? { at: null, what: 'short' } : undefined;
    const began = performance.now();
    let started = 0;
    let stderr = '';
    const child = spawn(process.execPath, ['--require', this.programs.mishap, this.programs.cli, ...words], {
      cwd: this.place,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...(mishap && { UNROLL_MISHAP: JSON.stringify(mishap) }),
        ...(counted && { UNROLL_CALLS: counted }),
        ...(narrow && { UNROLL_NARROW: '1' }),
      },
    });
    if (kill && 'after' in kill && kill.after === 'spawn') signalAfter(child, kill);
    child.stdout.once('data', () => {
      started = performance.now() - began;
      if (kill && 'after' in kill && kill.after === 'start') signalAfter(child, kill);
    });
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) =>
        resolve({ killed: signal === 'SIGKILL', code, stderr, took: performance.now() - began, tookToStart: started }),
      );
    });
  }
}

function signalAfter(child: ChildProcess, { milliseconds, signal }: { readonly milliseconds: number; readonly signal: Signal }): void {
  const timer = setTimeout(() => child.kill(signal), milliseconds);
  child.once('exit', () => clearTimeout(timer));
}

function drawKill(random: Random, { took, tookToStart, calls }: Ended & { readonly calls: number }): Kill {
  const kind = random.uniform();
  if (kind < 0.1) return { after: 'spawn', milliseconds: random.uniform() * tookToStart, signal: 'SIGKILL' };
  if (kind < 0.55) {
    const milliseconds = random.uniform() * (took - tookToStart);
    return { after: 'start', milliseconds, signal: kind < 0.5 ? 'SIGKILL' : 'SIGINT' };
  }
  const what = KILLS[Math.floor(random.uniform() * KILLS.length)] as What;
  return { mishap: { at: 1 + Math.floor(random.uniform() * calls), what } };
}

function wordsOf(kill: Kill): string {
  return 'mishap' in kill
    ? `${kill.mishap.what} call ${kill.mishap.at}`
    : `${kill.signal} ${Math.round(kill.milliseconds)} ms after ${kill.after}`;
}

function reachedEnd(folder: string): boolean {
  const last = linesOf(runFiles(folder).metrics).findLast((line) => line.kind === 'done' || line.kind === 'started');
  return last?.kind === 'done' && last.reason !== 'stopped';
}
