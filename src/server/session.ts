/** What the engine process offers (`EngineApi`), over run folders. Nothing here knows by what channel it is called. */
import path from 'node:path';
import { reportDevices } from '../backends/open';
import { openDevice } from '../backends/platform/node/nodePlatform';
import { builtinCells } from '../engine/cell/builtin/builtinCells';
import { checkCell } from '../engine/cell/compileCell';
import type { Experiment } from '../engine/experimentSchema';
import type { AboutRun } from '../protocol/aboutRun';
import { Answerer } from '../protocol/asking';
import type {
  AroundExperiment,
  EngineApi,
  ExperimentToWrite,
  HostApi,
  ImportedRun,
  ImportRequest,
  ResumeOptions,
  RunHistory,
  RunSummary,
  RunsListing,
  TrainRequest,
} from '../protocol/engineProtocol';
import type { AnyQuestion } from '../protocol/queries';
import { nameOf, writeAbout } from '../runs/aboutFile';
import { Baselines } from '../runs/baselines';
import { checkExperiment } from '../runs/checkExperiment';
import { experimentText } from '../runs/experimentText';
import type { RebuiltStates } from '../runs/foldedRun';
import { importRun } from '../runs/importRun';
import { listRuns } from '../runs/listRuns';
import { ModelShelf } from '../runs/modelShelf';
import { plannedTraining } from '../runs/plannedTraining';
import type { Follower } from '../runs/recordTraining';
import { resumeRun } from '../runs/resumeRun';
import { RunFolderError } from '../runs/runFolder';
import type { RunRecorder } from '../runs/runRecorder';
import { readHistory, readSummary } from '../runs/runSummary';
import { trainRun } from '../runs/trainRun';
import { removeDeleted, restoreRun, sweepTrash, trashRun } from '../runs/trash';
import { WeightsShelf } from '../runs/weightsShelf';
import { askedEncoding } from '../sources/askedEncoding';
import { proposeTasks } from '../sources/proposeTasks';
import { answer } from './answers';
import { ProgressChannel } from './progressChannel';
import { Sweeps } from './sweeps';
import { TraceShelf } from './traceShelf';

interface Training {
  readonly stop: AbortController;
  /** Undefined until there is something to keep. */
  recorder?: RunRecorder;
  /** Resolves when the last checkpoint is written, or failed to be. */
  readonly ended: Promise<unknown>;
}

export class Session implements EngineApi {
  readonly #trainings = new Map<string, Training>();
  readonly #models = new ModelShelf();
  readonly #traces = new TraceShelf();
  readonly #baselines = new Baselines();
  readonly #weights = new WeightsShelf();
  readonly #answerer: Answerer;
  readonly #sweeps: Sweeps;
  readonly #rebuilt: RebuiltStates = new Map();
  /** Folders of runs whose trash was looked through. */
  readonly #swept = new Set<string>();
  readonly #proposing = new Map<number, AbortController>();

  constructor(
    private readonly host: HostApi,
    /** For what the user need not know but a log should. */
    private readonly report: (problem: unknown) => void,
    /** The entry of this process, of which a sweep forks more. */
    entry: string,
  ) {
    this.#sweeps = new Sweeps(entry, (folder, events) => void this.host.progress(folder, events).catch(report));
    const shelves = { models: this.#models, traces: this.#traces, baselines: this.#baselines, weights: this.#weights };
    this.#answerer = new Answerer((question, answering) => answer(shelves, question, answering), host);
  }

  train(request: TrainRequest): Promise<RunSummary> {
    return this.#follow(request.folder, (follower) => trainRun(request, follower));
  }

  importRun(request: ImportRequest): Promise<ImportedRun> {
    return importRun(request);
  }

  resume(folder: string, changes = {}, options: ResumeOptions = {}): Promise<RunSummary> {
    return this.#follow(folder, (follower) => resumeRun(folder, changes, follower, options));
  }

  async stop(folder: string): Promise<boolean> {
    const training = this.#trainings.get(path.resolve(folder));
    if (!training) return await this.#sweeps.stopRun(path.resolve(folder));
    training.stop.abort();
    await training.ended;
    return true;
  }

  async runs(root: string): Promise<RunsListing> {
    if (!this.#swept.has(root)) await sweepTrash(root, Date.now());
    this.#swept.add(root);
    const listing = await listRuns(root, this.#rebuilt);
    return { ...listing, runs: listing.runs.map((summary) => this.#asItStands(summary)) };
  }

  async describe(folder: string, changes: AboutRun): Promise<RunSummary> {
    await writeAbout(folder, changes);
    return this.#asItStands(await readSummary(folder, this.#rebuilt));
  }

  async trash(folder: string): Promise<string> {
    await this.#refuseTraining(folder);
    await sweepTrash(path.dirname(folder), Date.now());
    return await trashRun(folder, Date.now());
  }

  restore(deleted: string): Promise<string> {
    return restoreRun(deleted);
  }

  removeDeleted(deleted: string): Promise<void> {
    return removeDeleted(deleted);
  }

  async history(folder: string): Promise<RunHistory> {
    const { summary, curve } = await readHistory(folder);
    // From here on without a pause: what is told next comes after what is answered now.
    return { summary: this.#asItStands(summary), curve: this.#trainings.get(path.resolve(folder))?.recorder?.curve ?? curve };
  }

  ask(id: number, question: AnyQuestion) {
    return this.#answerer.ask(id, question);
  }

  cancel(id: number): void {
    this.#answerer.cancel(id);
  }

  async proposeTasks(id: number, files: readonly string[], text?: string, encoding?: Experiment['encoding']) {
    const controller = new AbortController();
    this.#proposing.set(id, controller);
    try {
      return await proposeTasks(files, text, { encoding }, { stop: controller.signal });
    } finally {
      this.#proposing.delete(id);
    }
  }

  cancelProposing(id: number): void {
    this.#proposing.get(id)?.abort();
  }

  askedEncoding(files: readonly string[], encoding?: Experiment['encoding']) {
    return askedEncoding(files, { encoding });
  }

  async cells() {
    return builtinCells.map(({ name, title, source }) => ({ name, title, source }));
  }

  async checkCell(source: string) {
    return checkCell(source);
  }

  checkExperiment(file: string, text: string, around: AroundExperiment) {
    return checkExperiment(file, text, around);
  }

  planTraining(file: string, readable: readonly string[] | 'anything') {
    return plannedTraining(file, { readable });
  }

  openSweep(file: string, root: string, readable: readonly string[] | 'anything') {
    return this.#sweeps.open(file, root, readable);
  }

  trainSweep(file: string) {
    return this.#sweeps.train(file);
  }

  stopSweep(file: string) {
    return this.#sweeps.stop(file);
  }

  experimentText(file: string, what: ExperimentToWrite) {
    return experimentText(file, what);
  }

  devices() {
    return reportDevices(openDevice);
  }

  /** Ends everything; each training run writes a checkpoint first. */
  async close(): Promise<void> {
    this.#answerer.cancelAll();
    for (const controller of this.#proposing.values()) controller.abort();
    const trainings = [...this.#trainings.values()];
    for (const { stop } of trainings) stop.abort();
    await Promise.all([...trainings.map(({ ended }) => ended), this.#sweeps.close()]);
    this.#traces.clear();
    await this.#models.dispose();
  }

  async #follow(folder: string, begin: (follower: Follower) => Promise<RunSummary>): Promise<RunSummary> {
    const key = path.resolve(folder);
    if (this.#trainings.has(key)) await this.#refuseTraining(folder);
    const channel = new ProgressChannel((events) => this.host.progress(folder, events), this.report);
    const stop = new AbortController();
    const training = begin({
      stop: stop.signal,
      recording: (recorder) => {
        following.recorder = recorder;
      },
      tell: (event) => channel.push(event),
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

  /** @throws RunFolderError */
  async #refuseTraining(folder: string): Promise<void> {
    if (this.#trainings.has(path.resolve(folder)))
      throw new RunFolderError(`${await nameOf(folder)} is training already. Stop it first, or wait until it is done.`);
  }

  /** A run that trains here stands as its recorder says, until which the disk may be behind. */
  #asItStands(summary: RunSummary): RunSummary {
    const training = this.#trainings.get(path.resolve(summary.folder));
    if (!training) return summary;
    return { ...summary, ...training.recorder?.state, status: 'training', message: undefined };
  }
}
