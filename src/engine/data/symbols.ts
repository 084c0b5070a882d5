/** What a network's numbers stand for. */

import type { Experiment } from '../experimentSchema';
import type { Units } from '../text/units';
import type { Chance } from './chance';
import { keptUnits } from './keptUnits';
import type { Pair } from './pairs';
import { Vocabulary } from './vocabulary';

export interface Symbols {
  /** Characters that are read. */
  readonly vocabulary: Vocabulary;
  /** What the head tells apart, but for the boundary: characters, tags, or the labels of classify. */
  readonly targets: readonly string[];
  /** For generate-from-label: the labels that begin a text; else none. */
  readonly labels: readonly string[];
}

/** What a run that begins has found in its rows. */
export interface SymbolsFound extends Symbols {
  /** What was kept, in whole sentences. */
  readonly notes?: readonly string[];
}

/** What a run that goes on knows already. */
export interface Known extends Symbols {
  /** By default as a run that begins now. */
  readonly chance?: Chance;
}

/** As a checkpoint keeps them. */
export interface SavedSymbols {
  readonly vocabulary: readonly string[];
  readonly targets: readonly string[];
  readonly labels: readonly string[];
}

export function symbolsOf({ vocabulary, targets, labels }: SavedSymbols, units: Units): Symbols {
  return { vocabulary: new Vocabulary(vocabulary, units), targets, labels };
}

export function savedSymbols({ vocabulary, targets, labels }: Symbols): SavedSymbols {
  return { vocabulary: vocabulary.characters, targets, labels };
}

/** Of what pairs read, as many as are kept, and of what they predict: each once, sorted. */
export function symbolsIn(pairs: readonly Pair[], settings: Pick<Experiment, 'units' | 'vocabulary'>): Omit<SymbolsFound, 'labels'> {
  const inputs = pairs.map(({ input }) => input);
  return { ...keptUnits(inputs, settings, 'the texts'), targets: [...new Set(pairs.flatMap(({ target }) => target))].sort() };
}
