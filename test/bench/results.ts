/** What a run of the bench finds, as plain data: kept in .build/bench, printed by --json, shown by report.ts. */
import type { Profile } from './engine/profileUpdates';
import type { PeerName } from './shapes';

export interface Results {
  /** An ISO date. */
  readonly date: string;
  readonly machine: Machine;
  readonly settings: Settings;
  /** Programs and their versions. */
  versions: Record<string, string>;
  /** By the name of the shape. */
  readonly speed: Record<string, ShapeResult>;
  ceiling?: readonly Ceiling[];
  profile?: readonly ProfileResult[];
  growth?: readonly Growth[];
  memory?: MemoryResult;
}

export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  /** Of the last minute before the run: 0 is a quiet machine. */
  readonly load: number;
}

export interface Settings {
  readonly rounds: number;
  readonly seconds: number;
}

export interface ShapeResult {
  readonly rates: readonly Rates[];
  readonly absent: Readonly<Partial<Record<PeerName, string>>>;
}

/** Characters a second, round by round. */
export interface Rates {
  readonly peer: PeerName;
  /** Which of its settings. */
  readonly setting: string;
  readonly rates: readonly number[];
}

export interface Ceiling {
  readonly who: string;
  readonly threads: number;
  readonly gigaflops: readonly number[];
}

export interface ProfileResult {
  readonly title: string;
  readonly profile: Profile;
}

export interface Growth {
  readonly symbol: 'T' | 'B' | 'L';
  readonly points: readonly { readonly x: number; readonly secondsPerUpdate: readonly number[] }[];
}

/** Bytes. */
export interface MemoryResult {
  readonly title: string;
  readonly bare: number;
  readonly resident: number;
  /** Of that, JavaScript's heap. */
  readonly heap: number;
  readonly peak: number;
}
