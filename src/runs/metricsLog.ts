/**
 * Keeps what training says in metrics.jsonl and samples.jsonl, whole lines at a time, and what it comes to beside them.
 * Lines gather for a moment, since a small model makes thousands of updates a second; a crash costs no more than that.
 */
import type { MetricEvent } from '../engine/trainingEvent';
import { extend, type RunCurve, withoutUndone } from '../protocol/runCurve';
import { type Failed, fold, type LoggedEvent, type RunState } from '../protocol/runState';
import { type LogPosition, readFolded, writeCurve, writeSummary } from './foldedRun';
import { printMetricLine } from './metricLine';
import { appendToRunFile, exists, openRunFile, statusOf, truncateRunFile } from './runFile';
import { runFiles } from './runFolder';
import { rewindLog } from './runLog';
import type { TrainingLock } from './trainingLock';
import { copyWhole } from './writeWhole';

/** In milliseconds: how long lines gather, and what is folded of them. The curve of a long run is a megabyte. */
const EVERY = { lines: 250, summary: 5_000, curve: 30_000 };

const LOGS = ['metrics', 'samples'] as const;

export class MetricsLog {
  readonly #files: ReturnType<typeof runFiles>;
  /** Lines that are not in the files yet. */
  readonly #waiting = { metrics: '', samples: '' };
  /** The update that the files are still to be rewound to. */
  #rewindTo: number | undefined;
  /** What is folded into the curve when it is next asked for. */
  #unfolded: LoggedEvent[] = [];
  readonly #written = { lines: performance.now(), summary: 0, curve: 0 };
  /** Whether an append failed, and may have left a part of a line. */
  #torn = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly begun: number,
    private readonly folded: { state: RunState; curve: RunCurve },
    private readonly position: LogPosition,
    private readonly lock?: TrainingLock,
  ) {
    this.#files = runFiles(folder);
  }

  /** Of a new run, or one that goes on. @param lock where somebody else may train in the folder too @throws StorageError */
  static async open(folder: string, lock?: TrainingLock): Promise<MetricsLog> {
    const folded = await readFolded(folder);
    return new MetricsLog(folder, folded.begun ?? (await beginningOf(folder)), { ...folded }, { ...folded.position }, lock);
  }

  /** How the run stands with all that was appended. */
  get state(): RunState {
    return this.folded.state;
  }

  get curve(): RunCurve {
    if (this.#unfolded.length > 0) this.folded.curve = extend(this.folded.curve, this.#unfolded);
    this.#unfolded = [];
    return this.folded.curve;
  }

  /** Updates wait until a moment has passed since lines were last written. @returns the event with its number @throws StorageError */
  async append<Event extends MetricEvent | Failed>(event: Event): Promise<Event & { readonly seq: number }> {
    if (event.kind === 'started') this.#rewindTo = event.update;
    const numbered = { ...event, seq: this.state.seq + 1 };
    this.#fold(numbered);
    this.#waiting[event.kind === 'sample' ? 'samples' : 'metrics'] += printMetricLine(numbered);
    const ends = event.kind === 'started' || event.kind === 'done' || event.kind === 'failed';
    if (event.kind !== 'update' || this.#isDue('lines')) await this.flush(ends);
    return numbered;
  }

  /** Everything appended so far is in the files when this resolves. @param folded also what it comes to @throws StorageError */
  flush(folded = false): Promise<void> {
    const turn = this.#writing.catch(() => undefined).then(() => this.#write(folded));
    this.#writing = turn;
    return turn;
  }

  #fold(event: LoggedEvent): void {
    const before = this.state;
    this.folded.state = fold(before, event);
    this.#unfolded.push(event);
    if (this.#unfolded.length > 10_000) void this.curve;
    if (event.kind === 'started') this.folded.state = withoutUndone(before, this.state, this.curve);
  }

  /** What fails is made up for by the next writing: no line is lost for it, none is there twice. */
  async #write(folded: boolean): Promise<void> {
    this.#written.lines = performance.now();
    const ready = () => this.lock?.require() ?? Promise.resolve();
    await ready();
    if (this.#rewindTo !== undefined) await this.#rewind(this.#rewindTo, ready);
    for (const name of LOGS) {
      const lines = this.#waiting[name];
      if (lines === '') continue;
      const file = this.#files[name];
      if (this.#torn && (await exists(file))) await truncateRunFile(file, this.position[name], ready);
      this.#torn = true;
      await appendToRunFile(file, lines, ready);
      this.#torn = false;
      this.#waiting[name] = this.#waiting[name].slice(lines.length);
      this.position[name] += Buffer.byteLength(lines);
    }
    // Lines that came meanwhile are in the state, but not in the files.
    if (this.hasWaiting) return;
    if (folded || this.#isDue('summary')) {
      await writeSummary(this.folder, this.begun, this.position, this.state, ready);
      this.#written.summary = performance.now();
    }
    if (folded || this.#isDue('curve')) {
      await writeCurve(this.folder, this.position, this.curve, ready);
      this.#written.curve = performance.now();
    }
  }

  /** Whether there are lines that are not in the files. */
  get hasWaiting(): boolean {
    return LOGS.some((name) => this.#waiting[name] !== '');
  }

  /** The logs with all that was appended, in another folder. @throws StorageError */
  async writeTo(folder: string): Promise<void> {
    for (const name of LOGS) {
      const [from, to] = [this.#files[name], runFiles(folder)[name]];
      if (await exists(from)) await openRunFile(from, Number.POSITIVE_INFINITY, () => copyWhole(from, to));
      if (await exists(to)) await truncateRunFile(to, this.position[name]);
      await appendToRunFile(to, this.#waiting[name]);
    }
  }

  #isDue(what: keyof typeof EVERY): boolean {
    return performance.now() - this.#written[what] > EVERY[what];
  }

  /** A resumed run does again what lay beyond its checkpoint, so that is taken out. */
  async #rewind(update: number, ready: () => Promise<void>): Promise<void> {
    for (const name of LOGS) {
      await rewindLog(this.#files[name], update, ready);
      this.position[name] = (await statusOf(this.#files[name]))?.size ?? 0;
    }
    this.#rewindTo = undefined;
  }
}

/** Of a run that kept no summary: its folder has been there since. */
async function beginningOf(folder: string): Promise<number> {
  const status = await statusOf(folder);
  return Math.round(status?.birthtimeMs || status?.ctimeMs || Date.now());
}
