/** What training says while it runs. Losses are in nats per character (or word, where words are read); times in seconds of training. */
import type { DeviceDescription } from './backend';
import type { Confusion } from './results';
import type { Units } from './text/units';

export interface Started {
  readonly kind: 'started';
  readonly device: DeviceDescription;
  /** With `auto`: what each candidate reached, in characters per second, or why it could not run. */
  readonly candidates?: readonly { readonly device: string; readonly charsPerSecond?: number; readonly reason?: string }[];
  readonly parameters: number;
  readonly vocabulary: readonly string[];
  /** What the text is read in, where that is not characters: all counts, and `charsPerSecond`, are of these. */
  readonly units?: Units;
  readonly trainCharacters: number;
  readonly validationCharacters: number;
  /** Where rows are learned from: how many. */
  readonly rows?: { readonly train: number; readonly validation: number };
  /** Of the text, as SHA-256 in hexadecimal, where a run is kept. */
  readonly textHash?: string;
  /** Of the file of weights that it started from, the same. */
  readonly initHash?: string;
  /** The experiment file that it was trained from. */
  readonly experimentFile?: ExperimentOrigin;
  readonly batch: number;
  /** Steps of the longest batch; for rows they differ. */
  readonly window: number;
  /** Steps of its decoder, or things predicted for each of its rows. */
  readonly targetWindow?: number;
  readonly updatesPerEpoch: number;
  /** Total updates, where the stopping rule fixes them. */
  readonly updates?: number;
  /** Where training starts: 0, or the update of the checkpoint that is resumed. */
  readonly update: number;
  /** Things adapted or noticed (a short text shrinks batch and window): whole sentences. */
  readonly notes: readonly string[];
}

/** Which experiment file a run came from. */
export interface ExperimentOrigin {
  /** As `files` of experiment.json are named. */
  readonly file: string;
  /** What it said, as SHA-256 in hexadecimal: the same settings, the same hash, wherever the file lies. */
  readonly settings: string;
}

export interface Updated {
  readonly kind: 'update';
  readonly update: number;
  readonly epoch: number;
  readonly loss: number;
  /** Global norm before clipping. */
  readonly gradNorm: number;
  readonly clipped: boolean;
  readonly learningRate: number;
  readonly charsPerSecond: number;
  readonly elapsed: number;
  /** 0…1 of the stopping rule that comes first; undefined where none is known. */
  readonly progress?: number;
  /** Estimated seconds left. */
  readonly remaining?: number;
}

export interface Validated {
  readonly kind: 'validation';
  readonly update: number;
  readonly loss: number;
  readonly best: boolean;
  /** For classify and tag: fraction of what was held out that is labelled right. */
  readonly accuracy?: number;
  /** For classify. */
  readonly confusion?: Confusion;
}

/** Something that the network makes now: a continuation, a translation, a label. Several may come at one update. */
export interface Sampled {
  readonly kind: 'sample';
  readonly update: number;
  readonly prompt: string;
  readonly text: string;
  /** What would be right, where that is known. */
  readonly expected?: string;
}

export interface Checkpointed {
  readonly kind: 'checkpoint';
  readonly update: number;
  /** `kept`: one of those that are kept of the way, with the weights alone. */
  readonly which: 'last' | 'best' | 'kept';
  readonly bytes: Uint8Array;
}

/** `unlearned`: at its end, the loss stays above that of guessing. `minutes` is of runs of version 0.1.0; `overtime`: the machine turned slower than planned, so that the time asked for was over first. */
export const DONE_REASONS = ['updates', 'epochs', 'minutes', 'patience', 'overtime', 'stopped', 'unlearned', 'diverged'] as const;
export type DoneReason = (typeof DONE_REASONS)[number];
/** Why training ends, before it is looked at what came of it. */
export type Ending = Exclude<DoneReason, 'unlearned'>;

export interface Done {
  readonly kind: 'done';
  readonly reason: DoneReason;
  readonly update: number;
  readonly epoch: number;
  readonly loss: number;
  readonly validation?: number;
  readonly elapsed: number;
  /** For a person, with the way out where something went wrong. */
  readonly message: string;
}

export type TrainingEvent = Started | Updated | Validated | Sampled | Checkpointed | Done;
/** All that is kept in `metrics.jsonl` and shown in a panel (checkpoint bytes go to a file of their own). */
export type MetricEvent = Exclude<TrainingEvent, Checkpointed>;
