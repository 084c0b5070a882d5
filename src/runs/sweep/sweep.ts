/**
 * Trains a sweep: as many runs at once as the machine has cores and memory for, each in a process of its own. What was
 * finished before is passed over, what was interrupted goes on from its checkpoint, and a run that fails is a row with its reason.
 */
import { setTimeout } from 'node:timers/promises';
import { charactersOf } from '../../engine/data/material';
import { ExperimentError } from '../../engine/experimentSchema';
import type { Interruption } from '../../engine/interruption';
import { valuesInWords } from '../../engine/sweep/expandSweep';
import type { TrainRequest } from '../../protocol/engineProtocol';
import { BEGUN, foldNew, type RunEvent, type RunState } from '../../protocol/runState';
import type { SweepOptions, SweepOutline, SweepRow, SweptRun } from '../../protocol/sweepProtocol';
import { StorageError } from '../../sources/storageError';
import { cleanUp } from '../cleanUp';
import { discardRun, freshRunFolder } from '../createRun';
import { exists, statusOf } from '../runFile';
import { RunFolderError, runFiles } from '../runFolder';
import { writeSweptRun } from '../sweptRun';
import { nameTrainingFiles } from '../trainingFiles';
import { type EngineChild, forkEngine, TrainerLostError } from './engineChild';
import { estimateTime } from './estimateTime';
import { availableMemory, memoryOf, type Shares, sharesOf } from './machine';
import { type PlannedRun, type PlannedSweep, planSweep } from './planSweep';
import { clearBeginning, type Standing, standingOf, sweptFolders } from './standingRuns';

/** A run that another process trains is looked at so often, until it is done there. */
const LOOK_AGAIN = 1_000; // milliseconds
/** So long a process that claimed a folder may take until there is a run in it. */
const CLAIM = 10_000;

export interface SweepFollower {
  /** All trainings end with a checkpoint when this is aborted, and none begins. */
  readonly stop: AbortSignal;
  /** How a run stands, whenever that changes. */
  tell(row: SweepRow): void;
  /** What a run's training says. */
  progress?(folder: string, events: readonly RunEvent[]): void;
}

export interface Place {
  /** The folder of runs, absolute. */
  readonly root: string;
  /** The engine process' entry. */
  readonly engine: string;
}

export class Sweep {
  readonly outline: SweepOutline;
  readonly #rows: SweepRow[];
  /** By the folders of the runs that they train. */
  readonly #children = new Map<string, EngineChild>();
  #used = 0;
  #lastClaim: Promise<string> = Promise.resolve('');
  /** Folders that are this sweep's, of runs that may not have begun. */
  readonly #claimed = new Set<string>();

  private constructor(
    private readonly planned: PlannedSweep,
    private readonly standings: ReadonlyMap<PlannedRun, Standing>,
    private readonly memory: ReadonlyMap<PlannedRun, number>,
    private readonly shares: Shares,
    private readonly place: Place,
    seconds: number | undefined,
  ) {
    const count = (...kinds: readonly Standing['kind'][]) => [...standings.values()].filter(({ kind }) => kinds.includes(kind)).length;
    const needs = [...memory.values()].sort((a, b) => b - a);
    const available = availableMemory();
    this.outline = {
      name: planned.name,
      method: planned.method,
      varied: planned.varied,
      runs: planned.runs.length,
      finished: count('ended'),
      begun: count('begun', 'elsewhere'),
      ...shares,
      memory: { largest: needs[0] ?? 0, together: needs.slice(0, shares.parallel).reduce((sum, bytes) => sum + bytes, 0), available },
      seconds,
      notes: planned.notes,
    };
    this.#rows = planned.runs.map((run) => rowOf(run, standings.get(run) as Standing));
  }

  /**
   * Reads the file, looks at every combination, and reckons what it takes.
   * @throws ExperimentError naming each combination that cannot be trained here; as `trainRun`
   */
  static async open(file: string, place: Place, { parallel, readable = [] }: SweepOptions, interruption: Interruption): Promise<Sweep> {
    const planned = await planSweep(file, readable, interruption);
    const folders = await sweptFolders(place.root);
    const standings = new Map<PlannedRun, Standing>();
    for (const run of planned.runs) standings.set(run, await standingOf(folders.get(run.key)));
    const memory = new Map(planned.runs.map((run) => [run, memoryOf(run.cost.bytes, charactersOf(run.learned.material))] as const));
    const left = new Map([...standings].flatMap(([run, standing]) => (standing.kind === 'ended' ? [] : [[run, shareLeft(run, standing)]])));
    requireRoom([...left.keys()], memory);
    const shares = sharesOf(Math.max(1, left.size), parallel);
    return new Sweep(planned, standings, memory, shares, place, await estimateTime(left, shares, interruption));
  }

  get rows(): readonly SweepRow[] {
    return this.#rows;
  }

  /** Until all have ended, or it is stopped. A run that fails is a row with its reason. @throws StorageError where the folder of runs cannot be read */
  async train(follower: SweepFollower): Promise<readonly SweepRow[]> {
    const waiting = this.planned.runs.filter((run) => this.standings.get(run)?.kind !== 'ended');
    const trainers = Array.from({ length: this.shares.parallel }, () => this.#trainer(waiting, follower));
    try {
      await Promise.all(trainers);
    } finally {
      await Promise.all([...this.#children.values()].map((child) => child.close()));
    }
    return this.#rows;
  }

  /** One run alone, with a checkpoint; the others go on. @returns whether it was training */
  async stopRun(folder: string): Promise<boolean> {
    return (await this.#children.get(folder)?.api.stop(folder)) ?? false;
  }

  /** Takes the next run that the memory has room for, until none is left. */
  async #trainer(waiting: PlannedRun[], follower: SweepFollower): Promise<void> {
    while (waiting.length > 0 && !follower.stop.aborted) {
      const at = waiting.findIndex((run) => this.#used === 0 || this.#used + this.#needOf(run) <= this.outline.memory.available);
      if (at < 0) {
        await setTimeout(LOOK_AGAIN / 10);
        continue;
      }
      const [run] = waiting.splice(at, 1) as [PlannedRun];
      this.#used += this.#needOf(run);
      try {
        await this.#trainOne(run, follower);
      } finally {
        this.#used -= this.#needOf(run);
      }
    }
  }

  #needOf(run: PlannedRun): number {
    return this.memory.get(run) as number;
  }

  async #trainOne(run: PlannedRun, follower: SweepFollower): Promise<void> {
    const tell = (next: Partial<SweepRow>) => {
      const row = { ...(this.#rows[run.number - 1] as SweepRow), ...next };
      this.#rows[run.number - 1] = row;
      follower.tell(row);
    };
    let folder: string | undefined;
    try {
      folder = this.standings.get(run)?.folder ?? (await this.#claim(run));
      const standing = await atLast(folder, this.#claimed.has(folder), follower.stop);
      if (standing.kind === 'ended') return tell({ standing: 'ended', folder, state: standing.summary });
      if (standing.kind === 'elsewhere' || follower.stop.aborted) return;
      tell({ standing: 'training', folder });
      const failure = await this.#inChild(folder, run, standing, follower, (state) => tell({ state }));
      tell(await outcome(folder, failure, follower.stop));
    } catch (error) {
      if (!(error instanceof StorageError || error instanceof RunFolderError)) throw error;
      tell({ standing: 'refused', reason: error.message });
    } finally {
      if (folder !== undefined) await this.#release(folder);
    }
  }

  /**
   * A folder for a run, which says from now on whose it is: a sweep of the same file that is started meanwhile finds it there.
   * One after another, so that runs are numbered in the order in which they begin.
   */
  #claim(run: PlannedRun): Promise<string> {
    const claim = async () => {
      const found = (await sweptFolders(this.place.root)).get(run.key);
      if (found !== undefined) return found;
      const folder = await freshRunFolder(this.place.root, this.planned.name);
      this.#claimed.add(folder);
      await writeSweptRun(folder, this.#sweptRun(folder, run));
      // Another process may have done so at the same moment: whose claim is the older one keeps it.
      const first = (await sweptFolders(this.place.root)).get(run.key) ?? folder;
      if (first !== folder) await this.#release(folder);
      return first;
    };
    this.#lastClaim = this.#lastClaim.then(claim, claim);
    return this.#lastClaim;
  }

  /** Of what was claimed and came to no run, nothing is left. */
  async #release(folder: string): Promise<void> {
    if (!this.#claimed.delete(folder)) return;
    await cleanUp(folder, async () => (await exists(runFiles(folder).experiment)) || (await discardRun(folder)));
  }

  /** @returns why it failed, if it did */
  async #inChild(
    folder: string,
    run: PlannedRun,
    standing: Standing,
    follower: SweepFollower,
    tell: (state: RunState) => void,
  ): Promise<Error | undefined> {
    if (standing.kind !== 'begun' && standing.folder !== undefined) await clearBeginning(standing.folder);
    if (follower.stop.aborted) return undefined; // From here on it is told.
    let state: RunState = standing.kind === 'begun' ? standing.summary : BEGUN;
    const child = forkEngine(this.place.engine, (trained, events) => {
      state = foldNew(state, events);
      tell(state);
      follower.progress?.(trained, events);
    });
    this.#children.set(folder, child);
    // Where it has ended meanwhile, there is nothing to stop.
    const stop = () => void child.api.stop(folder).catch(() => undefined);
    follower.stop.addEventListener('abort', stop);
    try {
      await (standing.kind === 'begun'
        ? child.api.resume(folder, {}, { readable: 'anything', threads: this.shares.threads })
        : child.api.train(this.#request(folder, run)));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      follower.stop.removeEventListener('abort', stop);
      await child.close();
      this.#children.delete(folder);
    }
  }

  #request(folder: string, run: PlannedRun): TrainRequest {
    const { options, init } = run;
    const { file, files } = this.planned;
    const { threads } = this.shares;
    return { folder, files, options, ...(init && { init }), experimentFile: file, threads, sweep: this.#sweptRun(folder, run) };
  }

  #sweptRun(folder: string, { key, values }: PlannedRun): SweptRun {
    const { name, file } = this.planned;
    const [shown = file] = nameTrainingFiles(folder, [file]);
    return { name, file: shown, key, values };
  }
}

/**
 * A run that another process trains, or has just claimed, is waited for: those of a sweep that was killed still write their
 * checkpoints.
 * @param own whether it was claimed here
 */
async function atLast(folder: string, own: boolean, stop: AbortSignal): Promise<Standing> {
  for (;;) {
    const standing = await standingOf(folder);
    const claimed = standing.kind === 'absent' && !own && (await ageOf(runFiles(folder).sweep)) < CLAIM;
    if ((standing.kind !== 'elsewhere' && !claimed) || stop.aborted) return standing;
    await setTimeout(LOOK_AGAIN);
  }
}

/** In milliseconds; for ever of what is not there. */
async function ageOf(file: string): Promise<number> {
  const status = await statusOf(file);
  return status ? Date.now() - status.mtimeMs : Number.POSITIVE_INFINITY;
}

/** How a run stands when its process has left. */
async function outcome(folder: string, failure: Error | undefined, stop: AbortSignal): Promise<Partial<SweepRow>> {
  const standing = await standingOf(folder);
  if (standing.kind === 'absent')
    return failure && !stop.aborted ? { standing: 'refused', reason: failure.message } : { standing: 'waiting' };
  // A signal to all processes ends them by themselves: with a checkpoint, as was asked.
  const asked = stop.aborted && failure instanceof TrainerLostError;
  return { standing: 'ended', state: standing.summary, ...(failure && !asked && { reason: failure.message }) };
}

function rowOf({ number, values }: PlannedRun, standing: Standing): SweepRow {
  const { folder } = standing;
  const row = { number, values, ...(folder !== undefined && { folder }) };
  if (standing.kind === 'absent') return { ...row, standing: 'waiting' };
  return { ...row, standing: standing.kind === 'ended' ? 'ended' : 'waiting', state: standing.summary };
}

/** Of the updates of a run. */
function shareLeft({ cost: { updates } }: PlannedRun, standing: Standing): number {
  if (standing.kind === 'absent' || !Number.isFinite(updates)) return 1;
  return Math.max(0, 1 - standing.summary.update / updates);
}

/** @throws ExperimentError naming each run that no process here could train, even alone */
function requireRoom(runs: readonly PlannedRun[], memory: ReadonlyMap<PlannedRun, number>): void {
  const available = availableMemory();
  const tooLarge = runs.filter((run) => (memory.get(run) as number) > available);
  if (tooLarge.length === 0) return;
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  throw new ExperimentError(
    tooLarge
      .map(
        (run) => `${valuesInWords(run.values)}: needs about ${gigabytes(memory.get(run) as number)}, and ${gigabytes(available)} are free.`,
      )
      .join('\n'),
  );
}
