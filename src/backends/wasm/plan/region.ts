/** Pieces of the one memory. A region is placed as a whole and lives from the first to the last step that touches it. */
export interface Region {
  readonly label: string;
  /** In floats; the values in a region lie at offsets from `low` up to `high`. */
  low: number;
  high: number;
  /** Kept between runs, or readable after one: shares its memory with nothing. */
  lasting: boolean;
}

/** A place in a region, in floats. */
export interface Place {
  readonly region: Region;
  readonly offset: number;
}

export function newRegion(label: string, floats: number, lasting = false): Region {
  return { label, low: 0, high: floats, lasting };
}

export function shifted({ region, offset }: Place, floats: number): Place {
  return { region, offset: offset + floats };
}

export function samePlace(a: Place, b: Place): boolean {
  return a.region === b.region && a.offset === b.offset;
}
