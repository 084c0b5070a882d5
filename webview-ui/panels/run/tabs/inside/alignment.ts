// Reading the alignment of a trace: weight of source character s at target character t is `alignment[t · S + s]`.
import type { Trace } from '../../../../../src/engine/results';
import type { Part } from './insideView';

/** As a map over the text shown: for each of its characters, the weights of all characters of the other one. */
export function lookedAt(trace: Trace | undefined, shown: Part): Float32Array {
  if (!trace?.alignment || !trace.target || shown === 'target') return trace?.alignment ?? new Float32Array();
  const [S, T] = [trace.characters.length, trace.target.characters.length];
  const turned = new Float32Array(S * T);
  for (let t = 0; t < T; t++) for (let s = 0; s < S; s++) turned[s * T + t] = trace.alignment[t * S + s] ?? 0;
  return turned;
}

export const weightAt = (trace: Trace | undefined, t: number, s: number): number =>
  trace?.alignment?.[t * trace.characters.length + s] ?? Number.NaN;

export interface Tie {
  readonly character: string;
  readonly index: number;
  readonly weight: number;
}

/** The characters of the other text that this one is tied to the most. */
export function strongestTies(trace: Trace | undefined, shown: Part, index: number, most: number): readonly Tie[] {
  const characters = (shown === 'target' ? trace : trace?.target)?.characters ?? [];
  return characters
    .map((character, at) => ({
      character,
      index: at,
      weight: shown === 'target' ? weightAt(trace, index, at) : weightAt(trace, at, index),
    }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most);
}
