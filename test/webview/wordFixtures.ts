// A run that reads words: what it learned, a text that it reads, and what it writes.
import type { Generation, GenerationOptions, Trace } from '../../src/engine/results';
import { cut, named } from '../../src/engine/text/units';
import type { MetricEvent } from '../../src/engine/trainingEvent';

export const WORD_TEXT =
  'The Time Traveller (for so it will be convenient to speak of him) was expounding a recondite matter to us.\n\nHis pale grey eyes shone and twinkled, and his usually pale face was flushed and animated. The incomprehensibility 😀 of it!';

const NAMES = [...new Set(named(cut(WORD_TEXT, 'words'), 'words'))];

/** Of a recorded run, as if it had read words. */
export const inWords = (events: readonly MetricEvent[]): MetricEvent[] =>
  events.map((event) => (event.kind === 'started' ? { ...event, units: 'words', vocabulary: ['<unk>', ...NAMES] } : event));

/** What a trace over characters says, over words. */
export function ofWords(madeUp: (characters: readonly string[]) => Trace, text: string): Trace {
  const pieces = cut(text, 'words');
  const names = named(pieces, 'words');
  return {
    ...madeUp(pieces),
    unknown: pieces.filter((piece) => piece.includes('recondite')).map((piece) => piece.trim()),
    predictions: pieces.map((_, at) =>
      [names[at + 1] ?? ' the', ' the', '<unk>', ',', ' and'].map((symbol, place) => ({ symbol, probability: 0.4 / 2 ** place })),
    ),
  };
}

export function wordGenerationOf(options: GenerationOptions): Generation {
  const pieces = cut(WORD_TEXT, 'words');
  const names = named(pieces, 'words');
  const characters = pieces.map((character, at) => ({
    character,
    probability: 0.9 / (1 + (at % 5)),
    alternatives: [names[at] as string, ' the', '<unk>', ' incomprehensibility', '\n'].map((symbol, place) => ({
      symbol,
      probability: 0.4 / 2 ** place,
    })),
  }));
  const continuations = Array.from({ length: options.count }, (_, at) => ({ seed: options.seed + at, text: WORD_TEXT, characters }));
  return { options, charsPerSecond: 9_000, unknown: cut(options.prompt, 'words').map((piece) => piece.trim() || piece), continuations };
}
