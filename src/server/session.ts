/** What the engine process offers (`EngineApi`), over run folders. Nothing here knows by what channel it is called. */
import path from 'node:path';
import { reportDevices } from '../backends/open';
import { seconds } from '../backends/platform/node/openDevice';
import { builtinCells } from '../engine/cell/builtin/builtinCells';
import { checkCell } from '../engine/cell/compileCell';
import { CancelledError, classify, fill, generate, labelsOf, type Model, score, tag, trace, translate } from '../engine/experiment';
import type { FillOptions, GenerationOptions, TranslationOptions } from '../engine/results';
import type { EngineApi, HostApi, MetricEvent, ResumeOptions, RunSummary, RunsListing, TrainRequest } from '../protocol/engineProtocol';
import { ModelShelf } from '../runs/modelShelf';
import type { Follower } from '../runs/recordTraining';
import { resumeRun } from '../runs/resumeRun';
import { RunFolderError } from '../runs/runFolder';
import { listRuns, readHistory } from '../runs/runHistory';
import type { RunRecorder } from '../runs/runRecorder';
import { trainRun } from '../runs/trainRun';
import { evaluateFiles } from '../sources/evaluateFiles';
import { proposeTasks } from '../sources/proposeTasks';
import { ProgressChannel } from './progressChannel';

interface Training {
  readonly stop: AbortController;
  /** Undefined until there is something to keep. */
  recorder?: RunRecorder;
  /** Resolves when the last checkpoint is written, or failed to be. */
  readonly ended: Promise<unknown>;
}

export class Session implements EngineApi {
  readonly #trainings = new Map<string, Training>();
  readonly #asked = new Map<string, Set<AbortController>>();
  readonly #models = new ModelShelf();

  constructor(
    private readonly host: HostApi,
    /** For what the user need not know but a log should. */
    private readonly report: (problem: unknown) => void,
  ) {}

  train(request: TrainRequest): Promise<RunSummary> {
    return this.#follow(request.folder, (follower) => trainRun(request, follower));
  }

  resume(folder: string, changes = {}, options: ResumeOptions = {}): Promise<RunSummary> {
    return this.#follow(folder, (follower) => resumeRun(folder, changes, follower, options));
  }

  async stop(folder: string): Promise<boolean> {
    const training = this.#trainings.get(path.resolve(folder));
    training?.stop.abort();
    await training?.ended;
    return training !== undefined;
  }

  async runs(root: string): Promise<RunsListing> {
    const { runs, unreadable } = await listRuns(root);
    return { runs: runs.map((summary) => this.#asItStands(summary)), unreadable };
  }

  async history(folder: string) {
    await this.#trainings.get(path.resolve(folder))?.recorder?.flush();
    const { summary, events } = await readHistory(folder);
    return { summary: this.#asItStands(summary), events };
  }

  generate(folder: string, options: GenerationOptions) {
    return this.#ask(folder, (model, stop) => generate(model, options, { seconds, stop }));
  }

  trace(folder: string, text: string, target?: string) {
    return this.#ask(folder, (model, stop) => trace(model, text, { stop }, { target }));
  }

  classify(folder: string, texts: readonly string[]) {
    return this.#ask(folder, (model, stop) => classify(model, texts, { stop }));
  }

  fill(folder: string, before: string, after: string, options: FillOptions) {
    return this.#ask(folder, (model, stop) => fill(model, before, after, options, { stop }));
  }

  translate(folder: string, sources: readonly string[], options: TranslationOptions) {
    return this.#ask(folder, (model, stop) => translate(model, sources, options, { stop }));
  }

  tag(folder: string, text: string) {
    return this.#ask(folder, (model, stop) => tag(model, text, { stop }));
  }

  evaluate(folder: string, files: readonly string[]) {
    return this.#ask(folder, (model, stop) => evaluateFiles(model, files, stop));
  }

  labels(folder: string) {
    return this.#ask(folder, async (model) => labelsOf(model));
  }

  proposeTasks(files: readonly string[], text?: string) {
    return proposeTasks(files, text);
  }

  score(folder: string, text: string) {
    return this.#ask(folder, (model, stop) => score(model, text, { stop }));
  }

  async cancel(folder: string): Promise<void> {
    for (const asked of this.#asked.get(path.resolve(folder)) ?? []) asked.abort();
  }

  async cells() {
    return builtinCells.map(({ name, title, source }) => ({ name, title, source }));
  }

  async checkCell(source: string) {
    return checkCell(source);
  }

  devices() {
    return reportDevices();
  }

  /** Ends everything; each training run writes a checkpoint first. */
  async close(): Promise<void> {
    for (const asked of this.#asked.values()) for (const one of asked) one.abort();
    const trainings = [...this.#trainings.values()];
    for (const { stop } of trainings) stop.abort();
    await Promise.all(trainings.map(({ ended }) => ended));
    await this.#models.dispose();
  }

  async #follow(folder: string, begin: (follower: Follower) => Promise<RunSummary>): Promise<RunSummary> {
    const key = path.resolve(folder);
    if (this.#trainings.has(key))
      throw new RunFolderError(`${path.basename(folder)} is training already. Stop it first, or wait until it is done.`);
    const channel = new ProgressChannel((events) => this.host.progress(folder, events), this.report);
    const stop = new AbortController();
    const training = begin({
      stop: stop.signal,
      recording: (recorder) => {
        following.recorder = recorder;
      },
      tell: (event: MetricEvent) => channel.push(event),
    });
    const ended = training
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => this.#trainings.delete(key));
    const following: Training = { stop, ended };
    this.#trainings.set(key, following);
    try {
      return await training;
    } finally {
      await ended;
      await channel.drained();
    }
  }

  #asItStands(summary: RunSummary): RunSummary {
    return this.#trainings.has(path.resolve(summary.folder)) ? { ...summary, state: 'training', message: undefined } : summary;
  }

  async #ask<Result>(folder: string, action: (model: Model, stop: AbortSignal) => Promise<Result>): Promise<Result> {
    const key = path.resolve(folder);
    const cancel = new AbortController();
    const asked = this.#asked.get(key) ?? new Set();
    this.#asked.set(key, asked.add(cancel));
    try {
      const result = await this.#models.use(folder, async (model) => {
        if (cancel.signal.aborted) throw new CancelledError();
        return await action(model, cancel.signal);
      });
      if (cancel.signal.aborted) throw new CancelledError();
      return result;
    } finally {
      asked.delete(cancel);
      if (asked.size === 0) this.#asked.delete(key);
    }
  }
}
