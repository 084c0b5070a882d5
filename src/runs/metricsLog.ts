/**
 * Keeps what training says in metrics.jsonl and samples.jsonl, whole lines at a time, and what it comes to beside them.
 * Lines gather for a moment, since a small model makes thousands of updates a second; a crash costs no more than that.
 */
import type { MetricEvent } from '../engine/trainingEvent';
import { extend, type RunCurve, withoutUndone } from '../protocol/runCurve';
import { type Failed, fold, type LoggedEvent, type RunState } from '../protocol/runState';
import { type LogPosition, readFolded, writeCurve, writeSummary } from './foldedRun';
import { printMetricLine } from './metricLine';
import { appendToRunFile, statusOf } from './runFile';
import { runFiles } from './runFolder';
import { rewindLog } from './runLog';
import type { TrainingLock } from './trainingLock';

/** In milliseconds: how long lines gather, and what is folded of them. The curve of a long run is a megabyte. */
const EVERY = { lines: 250, summary: 5_000, curve: 30_000 };

export class MetricsLog {
  readonly #files: ReturnType<typeof runFiles>;
  readonly #waiting = { metrics: '', samples: '' };
  /** What is folded into the curve when it is next asked for. */
  #unfolded: LoggedEvent[] = [];
  readonly #written = { lines: performance.now(), summary: 0, curve: 0 };
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
    if (event.kind === 'started') await this.#rewind(event.update);
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

  async #write(folded: boolean): Promise<void> {
    this.#written.lines = performance.now();
    await this.lock?.require();
    for (const name of ['metrics', 'samples'] as const) {
      const lines = this.#waiting[name];
      this.#waiting[name] = '';
      if (lines === '') continue;
      await appendToRunFile(this.#files[name], lines);
      this.position[name] += Buffer.byteLength(lines);
    }
    // Lines that came meanwhile are in the state, but not in the files.
    if (this.#waiting.metrics !== '' || this.#waiting.samples !== '') return;
    if (folded || this.#isDue('summary')) {
      this.#written.summary = performance.now();
      await writeSummary(this.folder, this.begun, this.position, this.state);
    }
    if (folded || this.#isDue('curve')) {
      this.#written.curve = performance.now();
      await writeCurve(this.folder, this.position, this.curve);
    }
  }

  #isDue(what: keyof typeof EVERY): boolean {
    return performance.now() - this.#written[what] > EVERY[what];
  }

  /** A resumed run does again what lay beyond its checkpoint, so that is taken out. */
  async #rewind(update: number): Promise<void> {
    for (const name of ['metrics', 'samples'] as const) {
      await rewindLog(this.#files[name], update);
      this.position[name] = (await statusOf(this.#files[name]))?.size ?? 0;
    }
  }
}

/** Of a run that kept no summary: its folder has been there since. */
async function beginningOf(folder: string): Promise<number> {
  const status = await statusOf(folder);
  return Math.round(status?.birthtimeMs || status?.ctimeMs || Date.now());
}
