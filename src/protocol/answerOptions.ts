/**
 * What a user can say about an answer: each number's bounds, and what it is where nothing is said. The questions take no
 * others, and settings, panel and command line follow.
 */

export interface Range {
  readonly least: number;
  readonly most: number;
  readonly initial: number;
  readonly whole: boolean;
}

const whole = (least: number, most: number, initial: number): Range => ({ least, most, initial, whole: true });
const real = (least: number, most: number, initial: number): Range => ({ least, most, initial, whole: false });

export const GENERATION = {
  /** Characters of each continuation. */
  length: whole(1, 100_000, 300),
  /** 0 takes the likeliest character. */
  temperature: real(0, 10, 0.7),
  /** 0 draws from all. */
  topK: whole(0, 0xffffffff, 0),
  /** 1 draws from all; 0 leaves the likeliest one. */
  topP: real(0, 1, 1),
  seed: whole(0, 0xffffffff, 1),
  count: whole(1, 100, 3),
} as const;

export const TRANSLATION = {
  /** Hypotheses kept at each step; 1 is greedy. */
  beam: whole(1, 64, 4),
  /** 0 does not normalise. */
  lengthPenalty: real(0, 10, 0.6),
} as const;

export const FACTORS = {
  /** Non-negative factors of what the units of a layer do. */
  rank: whole(8, 16, 12),
} as const;

export const FILLING = {
  /** Characters that are missing, at least and at most. */
  shortest: whole(1, 64, 1),
  longest: whole(1, 64, 8),
  /** Fillings told. */
  count: whole(1, 100, 8),
} as const;
