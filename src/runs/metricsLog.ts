/**
 * Keeps what training says in metrics.jsonl and samples.jsonl, whole lines at a time. Lines gather for a moment, since
 * a small model makes thousands of updates a second; a crash costs no more than that moment.
 */
import type { MetricEvent } from '../engine/trainingEvent';
import { type Failed, printMetricLine } from './metricLine';
import { readEvents } from './readEvents';
import { appendToRunFile, exists } from './runFile';
import { runFiles } from './runFolder';
import type { TrainingLock } from './trainingLock';
import { writeWhole } from './writeWhole';

const MOMENT = 250; // milliseconds

export class MetricsLog {
  readonly #files: Readonly<Record<'metrics' | 'samples', string>>;
  readonly #waiting = { metrics: '', samples: '' };
  #flushed = performance.now();
  #writing: Promise<void> = Promise.resolve();

  /** @param lock where somebody else may train in the folder too */
  constructor(
    folder: string,
    private readonly lock?: TrainingLock,
  ) {
    this.#files = runFiles(folder);
  }

  /** Updates wait until a moment has passed since lines were last written. @throws StorageError */
  async append(event: MetricEvent | Failed): Promise<void> {
    if (event.kind === 'started') await this.#rewind(event.update);
    this.#waiting[event.kind === 'sample' ? 'samples' : 'metrics'] += printMetricLine(event);
    if (event.kind !== 'update' || performance.now() - this.#flushed > MOMENT) await this.flush();
  }

  /** Everything appended so far is in the files when this resolves. @throws StorageError */
  flush(): Promise<void> {
    const turn = this.#writing.catch(() => undefined).then(() => this.#write());
    this.#writing = turn;
    return turn;
  }

  async #write(): Promise<void> {
    this.#flushed = performance.now();
    await this.lock?.require();
    for (const name of ['metrics', 'samples'] as const) {
      const lines = this.#waiting[name];
      this.#waiting[name] = '';
      if (lines !== '') await appendToRunFile(this.#files[name], lines);
    }
  }

  /** A resumed run does again what lay beyond its checkpoint, so that is taken out; so are lines that a crash tore. */
  async #rewind(update: number): Promise<void> {
    for (const file of [this.#files.metrics, this.#files.samples]) {
      const kept = (await readEvents(file)).filter((event) => event.kind !== 'failed' && event.update <= update);
      if (await exists(file)) await writeWhole(file, kept.map(printMetricLine).join(''));
    }
  }
}
