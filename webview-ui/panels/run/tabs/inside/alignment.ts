// Reading an alignment: the weights between a character of the text shown and those of the other one.

export interface Tie {
  readonly character: string;
  readonly index: number;
  readonly weight: number;
}

/** The characters of the other text that this one is tied to the most. */
export function strongestTies(weights: Float32Array, other: readonly string[], most: number): readonly Tie[] {
  return other
    .map((character, index) => ({ character, index, weight: weights[index] ?? 0 }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most);
}
