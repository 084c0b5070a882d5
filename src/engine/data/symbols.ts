/** What a network's numbers stand for. */
import type { Task } from '../experimentSchema';
import { Vocabulary } from './vocabulary';

export interface Symbols {
  /** Characters that are read. */
  readonly vocabulary: Vocabulary;
  /** What the head tells apart, but for the boundary: characters, tags, or the labels of classify. */
  readonly targets: readonly string[];
  /** For generate-from-label: the labels that begin a text; else none. */
  readonly labels: readonly string[];
}

/** As a checkpoint keeps them. */
export interface SavedSymbols {
  readonly vocabulary: readonly string[];
  readonly targets: readonly string[];
  readonly labels: readonly string[];
}

export function symbolsOf({ vocabulary, targets, labels }: SavedSymbols): Symbols {
  return { vocabulary: new Vocabulary(vocabulary), targets, labels };
}

/** How many numbers a network reads, predicts and begins from: the boundary counts where a task has it. */
export function symbolCounts(task: Task, symbols: SavedSymbols): Readonly<Record<keyof Symbols, number>> {
  const [vocabulary, targets, labels] = [symbols.vocabulary.length, symbols.targets.length, symbols.labels.length];
  switch (task) {
    case 'language-model':
    case 'tag':
      return { vocabulary, targets, labels };
    case 'infill':
    case 'classify':
      return { vocabulary: vocabulary + 1, targets, labels };
    case 'translate':
    case 'generate-from-label':
      return { vocabulary: vocabulary + 1, targets: targets + 1, labels };
  }
}
