/**
 * Typed messages between the extension host and the engine process (birpc over the child's channel, structured clone).
 * `EngineApi` is what the engine offers beside answering questions, `HostApi` what it calls. Errors cross with name and message.
 */
import type { DeviceReport } from '../engine/backend';
import type { Experiment, ExperimentOptions, Task } from '../engine/experimentSchema';
import type { AboutRun } from './aboutRun';
import type { AnsweringEnd, AskingEnd } from './asking';
import type { RunCurve } from './runCurve';
import type { RunEvent, RunState } from './runState';
import type { SweepOutline, SweepRow, SweptRun } from './sweepProtocol';

/** Where runs are kept in a workspace, unless `unroll.runsFolder` names another place. */
export const RUNS_FOLDER = '.unroll/runs';

/** Checkpoints that a run has by name; by the number of its update it has those that were kept of the way. */
export const CHECKPOINTS = ['best', 'last'] as const;
export type NamedCheckpoint = (typeof CHECKPOINTS)[number];
export type CheckpointName = NamedCheckpoint | number;

export interface TrainRequest {
  /** The run's folder, which the engine creates (absolute path). Also the run's identity. */
  readonly folder: string;
  /** Absolute paths of the training files, in order; or … */
  readonly files: readonly string[];
  /** … the text itself (an untitled or unsaved document). Takes precedence. */
  readonly text?: string;
  /** A built-in name or an absolute path to a .cell file, in `options.cell`. */
  readonly options: ExperimentOptions;
  /** The options are those of a run, complete: nothing is filled in, and none is held against what may be said today. */
  readonly exact?: SameAgain;
  /** What there is to say beforehand: whole sentences. */
  readonly notes?: readonly string[];
  /** The experiment file that says it (absolute path). */
  readonly experimentFile?: string;
  /** What it starts from, where that is not chance. */
  readonly init?: InitialWeights;
  /** Where it is one run of a sweep. */
  readonly sweep?: SweptRun;
  /** Threads that it may use, where others train beside it; by default as many as are useful. */
  readonly threads?: number;
}

/** A run that is trained once more. */
export interface SameAgain {
  readonly run: string;
  /** Of what it learned from, where that is known: SHA-256 in hexadecimal. */
  readonly textHash?: string | undefined;
  /** Of the weights that it started from, the same. */
  readonly initHash?: string | undefined;
}

export interface InitialWeights {
  /** A file of weights, or the folder of a run (absolute path). */
  readonly weights: string;
  /** A JSON file that says what their rows stand for. */
  readonly vocabulary?: string | undefined;
}

export interface ImportRequest extends InitialWeights {
  /** The run's folder, which the engine creates (absolute path). */
  readonly folder: string;
  /** What the weights do not say themselves: task, cell, units. */
  readonly options?: ExperimentOptions;
}

export interface ImportedRun {
  readonly summary: RunSummary;
  /** What was assumed, in whole sentences. */
  readonly notes: readonly string[];
}

/** A file whose bytes may be one text or another. */
export interface EncodingAsked {
  readonly file: string;
  /** The likeliest first, each with some words around where they differ. */
  readonly candidates: readonly { readonly encoding: Exclude<Experiment['encoding'], 'auto'>; readonly excerpt: string }[];
}

export interface RunSummary extends RunState {
  readonly folder: string;
  /** As it was named, else as its folder: one line of plain text. */
  readonly name: string;
  /** Lines of plain text, where somebody wrote some. */
  readonly note?: string;
  /** Why its name and note could not be read. */
  readonly aboutUnread?: string;
  readonly experiment: Experiment;
  /** Milliseconds since 1970; so is `modified`. */
  readonly begun: number;
  readonly modified: number;
  /** Whether there is a checkpoint to generate from. */
  readonly hasCheckpoint: boolean;
  /** Which checkpoint answers, where there is one. */
  readonly answersFrom?: NamedCheckpoint;
  /** The updates of which a checkpoint was kept, in order. */
  readonly kept: readonly number[];
  /** Where it is one run of a sweep. */
  readonly sweep?: SweptRun | undefined;
}

/** The runs in a folder of runs. */
export interface RunsListing {
  /** The latest begun first. */
  readonly runs: readonly RunSummary[];
  readonly unreadable: readonly UnreadableRun[];
  /** In its trash; the latest deleted first. */
  readonly deleted: readonly DeletedRun[];
}

/** A folder with an experiment in it that cannot be read, or that has something in it which no run has. */
export interface UnreadableRun {
  readonly folder: string;
  readonly name: string;
  /** For a person: what is wrong, and the way out. */
  readonly reason: string;
}

/** A run in the trash. */
export interface DeletedRun {
  /** Where it lies now. */
  readonly folder: string;
  readonly name: string;
  /** Milliseconds since 1970: when it was deleted, and when it is removed for good. */
  readonly deleted: number;
  readonly goes: number;
}

export interface RunHistory {
  readonly summary: RunSummary;
  readonly curve: RunCurve;
}

export interface ResumeOptions {
  /** A run that has reached its end, and is given no other, is trained for as long again. */
  readonly further?: boolean;
  /** Folders in which the files that the run names may lie, beside its own workspace (absolute paths); or wherever they are. */
  readonly readable?: readonly string[] | 'anything';
  /** Where the files that the run learned from are now, in their order (absolute paths). */
  readonly moved?: readonly string[] | undefined;
  /** As in `TrainRequest`. */
  readonly threads?: number;
}

export interface CellInfo {
  readonly name: string;
  readonly title: string;
  readonly source: string;
}

/** A mistake in a .cell file; lines and columns count from 1. */
export interface CellProblem {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
}

/** A mistake in an experiment file; lines and columns count from 1, the end is past it. */
export interface ExperimentProblem {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  /** It can be trained all the same. */
  readonly severity?: 'warning';
}

export interface CheckedExperiment {
  readonly problems: readonly ExperimentProblem[];
  /** What it says, as the runs of it keep it (`ExperimentOrigin`); undefined where it cannot be read, or is of many runs. */
  readonly settings?: string;
  /** Of a file in which settings are lists or ranges: how many runs it is of. */
  readonly runs?: number;
}

export interface AroundExperiment {
  /** The workspace folder that the file is in: runs name their files from there. */
  readonly workspace?: string | undefined;
  /** Folders in which it is looked whether files are there, and what cells say: nothing else of the disk is touched, whatever the file names. */
  readonly readable: readonly string[];
}

/** What an experiment file is made of: a run (its folder), or what was chosen, with absolute paths. */
export type ExperimentToWrite =
  | { readonly run: string }
  | { readonly run?: undefined; readonly options: ExperimentOptions; readonly files: readonly string[] };

export interface WrittenExperiment {
  readonly text: string;
  /** What training it does not repeat: whole sentences. */
  readonly notes: readonly string[];
}

/** All that is needed to train what an experiment file says, but the folder of the new run. */
export interface PlannedTraining extends Omit<TrainRequest, 'folder'> {
  /** What the run may be called after; undefined: what it learns from. */
  readonly name?: string;
}

export interface TaskProposal {
  readonly task: Task;
  /** "12,000 lines with two columns: hello ⇥ bonjour": what was seen that speaks for it. */
  readonly reason: string;
  /** Task, columns and header, as found. */
  readonly options: ExperimentOptions;
  /** Of a table: those that there are to choose from. */
  readonly columns?: readonly ProposedColumn[];
}

export interface ProposedColumn {
  /** Empty where none is known. */
  readonly name: string;
  readonly example: string;
  /** In row 1, which may be a header or not; of objects undefined. */
  readonly first?: string;
}

export interface EngineApi extends AnsweringEnd {
  /** Trains until done or stopped; progress goes to `HostApi.progress`. Rejects with the stated error. */
  train(request: TrainRequest): Promise<RunSummary>;
  /** Goes on from the last checkpoint, optionally to another end. Rejects with an OutsideFileError where the run names files that are not readable, a MovedTextError where one is not there. */
  resume(folder: string, changes?: ExperimentOptions, options?: ResumeOptions): Promise<RunSummary>;
  /** Makes a run of weights. Rejects with an UnknownRowsError where a vocabulary is missing, or with the stated error. */
  importRun(request: ImportRequest): Promise<ImportedRun>;
  /** Asks a training run to write a checkpoint and end; resolves when it has. False if it was not training. */
  stop(folder: string): Promise<boolean>;
  runs(root: string): Promise<RunsListing>;
  /** Names a run, or writes a note about it; what is empty is taken away. Also while it trains, here or elsewhere. */
  describe(folder: string, changes: AboutRun): Promise<RunSummary>;
  /** Moves a run to the trash, where it is kept for a week; where it lies then. Rejects where it is training. */
  trash(folder: string): Promise<string>;
  /** Brings a run back from the trash; its folder, which has another name where that was taken meanwhile. */
  restore(deleted: string): Promise<string>;
  /** Removes a run from the trash, for good. */
  removeDeleted(deleted: string): Promise<void>;
  history(folder: string): Promise<RunHistory>;
  /**
   * What files look like, and so what can be learned from them: the likeliest first, `language-model` always among them.
   * @param id by which it is cancelled, and then rejects with a CancelledError: no other's that is not answered yet
   * @param text of an untitled or unsaved document, as in `TrainRequest` @param encoding of files that are not UTF-8
   */
  proposeTasks(id: number, files: readonly string[], text?: string, encoding?: Experiment['encoding']): Promise<TaskProposal[]>;
  /** Of an id that nothing is read for any more, nothing happens. */
  cancelProposing(id: number): void;
  /** The first of the files that is not UTF-8, nor in the encoding that is said: what it would say in others. */
  askedEncoding(files: readonly string[], encoding?: Experiment['encoding']): Promise<EncodingAsked | undefined>;
  cells(): Promise<CellInfo[]>;
  checkCell(source: string): Promise<CellProblem[]>;
  /** Of an experiment file as it stands in the editor. */
  checkExperiment(file: string, text: string, around: AroundExperiment): Promise<CheckedExperiment>;
  /** What an experiment file, a person's or a run's own, says to train. Rejects with an OutsideFileError where it names files that are not readable. @param readable as in `ResumeOptions` */
  planTraining(file: string, readable: readonly string[] | 'anything'): Promise<PlannedTraining>;
  /**
   * Looks at all runs of an experiment file in which settings are lists or ranges. Rejects as `planTraining`.
   * @param root the folder of runs
   */
  openSweep(file: string, root: string, readable: readonly string[] | 'anything'): Promise<SweepOutline>;
  /** Trains what was opened: resolves when all have ended, or it was stopped. Progress of each run goes to `HostApi.progress`. */
  trainSweep(file: string): Promise<readonly SweepRow[]>;
  /** Each run writes a checkpoint; resolves when they have. */
  stopSweep(file: string): Promise<void>;
  /** The text of an experiment file. @param file where it shall stand */
  experimentText(file: string, what: ExperimentToWrite): Promise<WrittenExperiment>;
  devices(): Promise<DeviceReport[]>;
}

export interface HostApi extends AskingEnd {
  /**
   * Metrics of a run that is training, in order. The engine sends the next batch only when this one is acknowledged,
   * and batches what comes meanwhile: a slow host is never flooded.
   */
  progress(folder: string, events: readonly RunEvent[]): Promise<void>;
}
