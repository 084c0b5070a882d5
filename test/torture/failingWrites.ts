/**
 * Each call of a training that changes something on the disk fails in turn, in every way: once, or from then on, in the
 * folder of runs or everywhere. What failed is said by name; what was learned is there, or where the message says; and the
 * run, gone on with, is bit by bit the run that nothing happened to.
 */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { Random } from '../../src/engine/random';
import { reachedEnd } from '../../src/protocol/runState';
import { resumeRun } from '../../src/runs/resumeRun';
import { runFiles } from '../../src/runs/runFolder';
import { readSummary } from '../../src/runs/runSummary';
import { holdingTrainingLock } from '../../src/runs/trainingLock';
import { trainRun } from '../../src/runs/trainRun';
import { StorageError } from '../../src/sources/storageError';
import { writeTexts } from './drawnRun';
import { arm, disarm, FAILURES, type Mishap, type What } from './mishap';
import { type Asked, type Outcome, Tally } from './outcome';
import { checkpointIn, requireOpens, requireSameRun } from './sameRun';

const UPDATES = 24;
const CHECKPOINT_EVERY = 5;
const VALIDATE_EVERY = 8;
/** Where the run stops that is then gone on with. */
const STOPPED_AT = 13;
const EXPERIMENT: ExperimentOptions = {
  hidden: 6,
  batch: 2,
  window: 8,
  device: 'wasm',
  validation: 0.1,
  updates: UPDATES,
  checkpointEvery: CHECKPOINT_EVERY,
  validateEvery: VALIDATE_EVERY,
  keepCheckpoints: 3,
};
const DUE = Array.from({ length: UPDATES + 1 }, (_, update) => update).filter(
  (update) => update % CHECKPOINT_EVERY === 0 || update % VALIDATE_EVERY === 0 || update === UPDATES,
);

const WAYS: readonly What[] = [...FAILURES, 'short', 'torn'];
/** Once; from then on where the runs are; from then on everywhere. */
const LASTING = ['once', 'there', 'everywhere'] as const;

interface Trial {
  readonly stage: Stage;
  readonly at: number;
  readonly what: What;
  readonly lasting: (typeof LASTING)[number];
}

type Stage = 'train' | 'resume';

/** @param asked `count` of the trials, drawn from all there are; or all */
export async function failingWrites({ count, seed, from = 0, say }: Asked): Promise<Outcome> {
  const place = mkdtempSync(path.join(tmpdir(), 'unroll-failing-'));
  try {
    const torture = new FailingWrites(place);
    const trials = Random.fromSeed(seed)
      .shuffled(await torture.prepare())
      .slice(from, from + count);
    for (const [index, trial] of trials.entries()) {
      await torture.attempt(trial, `${from + index} of seed ${seed}`);
      if (index % 100 === 99) say(`${index + 1} of ${trials.length} failing calls …`);
    }
    return torture.outcome;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

class FailingWrites {
  readonly #whole: string;
  /** As it is before it is gone on with: stopped by a crash, which left things behind. */
  readonly #crashed: string;
  readonly #text: string;
  readonly #calls: Record<Stage, readonly string[]> = { train: [], resume: [] };
  readonly #outcomes = new Tally();
  readonly #failures: string[] = [];
  #done = 0;

  constructor(private readonly place: string) {
    this.#whole = path.join(place, 'whole', 'run');
    this.#crashed = path.join(place, 'crashed', 'run');
    this.#text = path.join(place, 'verse.txt');
  }

  get outcome(): Outcome {
    const { train, resume } = this.#calls;
    const ways = `${train.length} calls of a training and ${resume.length} of a resumed one, each with ${WAYS.join(', ')}, ${LASTING.join(' or ')}`;
    return { figures: [`${this.#done} failing calls (of ${ways}): ${this.#outcomes}`], failures: this.#failures };
  }

  /** All there is to try. */
  async prepare(): Promise<Trial[]> {
    writeTexts(this.place);
    const counting: Mishap = { at: Number.POSITIVE_INFINITY, what: 'short' };
    this.#calls.train = await this.#counted(counting, () => this.#train(this.#whole));
    await this.#train(this.#crashed, STOPPED_AT);
    const { metrics, lock } = runFiles(this.#crashed);
    appendFileSync(metrics, '{"kind":"update","upd');
    writeFileSync(lock, `${process.pid}\n${hostname()}\nof one that crashed\n`);
    writeFileSync(path.join(this.#crashed, '.last.safetensors.1-1.partial'), 'half');
    const resumed = path.join(this.place, 'resumed', 'run');
    cpSync(this.#crashed, resumed, { recursive: true });
    this.#calls.resume = await this.#counted(counting, () => this.#resume(resumed));
    await requireSameRun(resumed, this.#whole);
    return (['train', 'resume'] as const).flatMap((stage) =>
      this.#calls[stage].flatMap((_, index) => WAYS.flatMap((what) => LASTING.map((lasting) => ({ stage, at: index + 1, what, lasting })))),
    );
  }

  /** @param named what repeats it */
  async attempt(trial: Trial, named: string): Promise<void> {
    const { stage, at, what, lasting } = trial;
    const root = path.join(this.place, `trial-${this.#done}`);
    const folder = path.join(root, 'run');
    if (stage === 'resume') cpSync(this.#crashed, folder, { recursive: true });
    else mkdirSync(root);
    const mishap = { at, what, lasting: lasting !== 'once', ...(lasting === 'there' && { on: new RegExp(` ${root}/`) }) };
    let [reached, error]: [number, unknown] = [stage === 'resume' ? STOPPED_AT : 0, undefined];
    const follow = (update: number) => {
      reached = update;
    };
    const warnings = withoutWarnings();
    const { struck } = arm(mishap);
    try {
      await (stage === 'train' ? this.#train(folder, undefined, follow) : this.#resume(folder, follow));
    } catch (caught) {
      error = caught;
    } finally {
      disarm();
      warnings.restore();
    }
    try {
      assert.deepEqual(
        warnings.said.filter((warning) => !warning.startsWith('CleanUpWarning: ')),
        [],
      );
      if (struck.length === 0) this.#outcomes.add('never came');
      else await this.#requireNothingLost(trial, folder, reached, error);
      this.#done++;
    } catch (failure) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      const said = error instanceof Error ? `${error.name}: ${error.message}` : 'nothing';
      this.#failures.push(`${named}: ${what} ${lasting} at call ${at} of ${stage} (${struck[0]}), which said “${said}”: ${reason}`);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }

  async #requireNothingLost({ what, stage, lasting }: Trial, folder: string, reached: number, error: unknown): Promise<void> {
    await requireOpens(folder);
    if (error === undefined) {
      this.#outcomes.add('was harmless');
      await tidiedUp(folder);
      return await requireSameRun(folder, this.#whole);
    }
    assert.ok(error instanceof StorageError, 'it should be a StorageError');
    assert.equal(error.code, what === 'torn' ? 'ENOSPC' : what);
    const rescued = /The model as of update (\d+) is in (\S+) instead: copy the files there to (\S+) to go on from it\.$/.exec(
      error.message,
    );
    if (rescued) {
      const [, update, elsewhere, there] = rescued as unknown as [string, string, string, string];
      cpSync(elsewhere, there, { recursive: true });
      rmSync(elsewhere, { recursive: true });
      assert.ok(Number(update) >= reached, `what is rescued is as of ${update}, and ${reached} was reached`);
    }
    letTimePass(folder);
    const kept = checkpointIn(folder);
    if (kept === undefined) {
      assert.equal(stage, 'train');
      assert.equal(reached, 0, 'without a checkpoint nothing is learned');
      if (lasting === 'once') assert.ok(!existsSync(folder), 'nothing is left of what did not begin');
      this.#outcomes.add('refused to begin');
      rmSync(folder, { recursive: true, force: true });
      await this.#train(folder);
    } else {
      const due = DUE.filter((update) => update <= reached);
      assert.ok(kept >= (due.at(-2) ?? 0), `at update ${reached} the checkpoint is of ${kept}`);
      this.#outcomes.add(
        rescued ? 'kept the model elsewhere' : kept === reached ? 'stopped, with a checkpoint' : 'stopped at the checkpoint before',
      );
      if (!reachedEnd((await readSummary(folder)).status)) await this.#resume(folder);
    }
    await tidiedUp(folder);
    await requireSameRun(folder, this.#whole);
  }

  async #counted(mishap: Mishap, action: () => Promise<unknown>): Promise<readonly string[]> {
    const { made } = arm(mishap);
    try {
      await action();
    } finally {
      disarm();
    }
    return made;
  }

  async #train(folder: string, until = Number.POSITIVE_INFINITY, follow?: (update: number) => void): Promise<void> {
    const stop = new AbortController();
    await trainRun(
      { folder, files: [this.#text], options: EXPERIMENT },
      {
        stop: stop.signal,
        tell: (event) => {
          if (event.kind !== 'update') return;
          follow?.(event.update);
          if (event.update >= until) stop.abort();
        },
      },
    );
  }

  async #resume(folder: string, follow?: (update: number) => void): Promise<void> {
    if (existsSync(folder))
      await resumeRun(
        folder,
        {},
        { stop: new AbortController().signal, tell: (event) => event.kind === 'update' && follow?.(event.update) },
        { readable: 'anything' },
      );
  }
}

/** As who trains there next leaves it, when that is not at once. */
async function tidiedUp(folder: string): Promise<void> {
  letTimePass(folder);
  await holdingTrainingLock(folder, async () => undefined);
}

/** After which what was left half written is taken for that. */
function letTimePass(folder: string): void {
  const { lock } = runFiles(folder);
  for (const file of [lock, `${lock}.takeover`]) if (existsSync(file)) utimesSync(file, 0, 0);
}

/** What is left behind is said as a warning, which here would be said a thousand times. */
function withoutWarnings() {
  const { emitWarning } = process;
  const said: string[] = [];
  process.emitWarning = ((warning: string | Error, type: string) => {
    said.push(`${type}: ${warning}`);
  }) as typeof emitWarning;
  return { said, restore: () => Object.assign(process, { emitWarning }) };
}
