/** What rooms say to each other of sweeps: many runs of one file, each with values of its own. */
import type { SweptSetting, SweptValue } from '../engine/sweep/sweepSchema';
import type { RunState } from './runState';

/** What a run knows of its sweep; in its folder it is sweep.json. */
export interface SweptRun {
  /** Of the sweep: its file's name without the ending. */
  readonly name: string;
  /** Its file, as experiment.json names files: relative to the workspace where it lies in one. */
  readonly file: string;
  /** What the run is, hashed: its experiment and what it learns from. Started again, a sweep knows its runs by it. */
  readonly key: string;
  /** Of the settings that vary. */
  readonly values: Readonly<Record<string, SweptValue>>;
}

export interface SweepOptions {
  /** Runs at once; by default as many as cores allow, and no more than the memory has room for. */
  readonly parallel?: number | undefined;
  /** Folders in which what the file names may lie, beside its own (absolute paths); or wherever it is. */
  readonly readable?: readonly string[] | 'anything' | undefined;
}

/** What a sweep will be, told before anything trains. */
export interface SweepOutline {
  readonly name: string;
  readonly method: 'grid' | 'random';
  /** The settings that vary, in the order of the file. */
  readonly varied: readonly SweptSetting[];
  readonly runs: number;
  /** Of these: ended already, and begun but not ended. */
  readonly finished: number;
  readonly begun: number;
  /** At once. */
  readonly parallel: number;
  /** Threads of each. */
  readonly threads: number;
  /** Of the run that needs most, and of all that run at once, in bytes. */
  readonly memory: { readonly largest: number; readonly together: number; readonly available: number };
  /** About how long what is left takes, in seconds; undefined where no rule says when the runs end. */
  readonly seconds?: number | undefined;
  /** Whole sentences. */
  readonly notes: readonly string[];
}

/** How one run of a sweep stands. */
export interface SweepRow {
  /** From 1, in the order of the sweep. */
  readonly number: number;
  readonly values: Readonly<Record<string, SweptValue>>;
  readonly standing: 'waiting' | 'training' | 'ended' | 'refused';
  /** Absolute, once it has one. */
  readonly folder?: string;
  readonly state?: RunState;
  /** Why it did not train, or ended early. */
  readonly reason?: string;
}
