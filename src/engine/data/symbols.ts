/** What a network's numbers stand for. */
import type { Task } from '../experimentSchema';
import type { Vocabulary } from './vocabulary';

export interface Symbols {
  /** Characters that are read. */
  readonly vocabulary: Vocabulary;
  /** What the head tells apart, but for the boundary: characters, tags, or the labels of classify. */
  readonly targets: readonly string[];
  /** For generate-from-label: the labels that begin a text; else none. */
  readonly labels: readonly string[];
}

/** How many numbers a network reads, predicts and begins from: the boundary counts where a task has it. */
export function symbolCounts(
  task: Task,
  symbols: { readonly vocabulary: readonly string[]; readonly targets: readonly string[]; readonly labels: readonly string[] },
): { readonly vocabulary: number; readonly targets: number; readonly labels: number } {
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
