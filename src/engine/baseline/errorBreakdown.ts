/**
 * What kinds of mistakes a language model makes: oracles take errors away one after another, each what the ones before it have left
 * (Karpathy, Johnson & Fei-Fei 2015, “Visualizing and Understanding Recurrent Networks”, §4.4).
 */
import { runningTextParts } from '../data/runningText';
import { Vocabulary } from '../data/vocabulary';
import type { Experiment } from '../experimentSchema';
import type { Following } from '../interruption';
import type { ErrorBreakdown, ErrorKind } from '../results';
import { EveryOrder } from './ngramModel';

/** A character is an error where the network gave it less. */
const RIGHT = 0.5;
const LONGEST = 9;
/** Characters back in which a word may stand. */
const MEMORIES = [100, 500, 1000, 5000] as const;
/** A word that the training text has no more often is rare. */
const RARE = 5;
const BOOSTS = [0.1, 0.2, 0.3, 0.4, 0.5] as const;

/**
 * @param training all of the run's text, from which `validation` is held out
 * @param nats of the network at each code point of the text but the first
 * @throws CancelledError
 */
export async function errorBreakdown(
  text: string,
  nats: ArrayLike<number>,
  training: string,
  { validation }: Pick<Experiment, 'validation'>,
  following: Following,
): Promise<ErrorBreakdown> {
  const vocabulary = Vocabulary.of(training);
  const { train } = runningTextParts(vocabulary.encode(training).tokens, validation);
  const orders = await EveryOrder.count(train, vocabulary.size, LONGEST, following);
  const characters = [...text];
  const told = new Uint8Array(characters.length);
  const read = vocabulary.encode(text);
  await orders.tell(read.tokens, following, (index, probabilities) => {
    told[index] = probabilities.some((probability) => probability > RIGHT) ? 1 : 0;
  });
  for (const at of read.unknownAt) told[at] = 0;
  const seen = countWords(vocabulary.decode(train));
  const counts = new Map<string, { kind: ErrorKind; upTo?: number; errors: number }>();
  let errors = 0;
  for (const { word, start, end } of stretches(characters)) {
    let far: number | undefined;
    for (let t = Math.max(1, start); t < end; t++) {
      const probability = Math.exp(-(nats[t - 1] as number));
      if (probability >= RIGHT) continue;
      if (word && t > start) far ??= distance(characters, start, end);
      const found = kindOf(
        { probability, told: told[t] === 1, far: t > start ? far : undefined, seen: word ? (seen.get(word) ?? 0) : undefined },
        characters,
        t,
      );
      const key = `${found.kind} ${found.upTo}`;
      counts.set(key, { ...found, errors: (counts.get(key)?.errors ?? 0) + 1 });
      errors++;
    }
  }
  const { counted } = orders;
  return { characters: Math.max(0, characters.length - 1), errors, kinds: inOrder([...counts.values()]), counted, trained: train.length };
}

interface Mistake {
  readonly probability: number;
  /** By an n-gram model. */
  readonly told: boolean;
  /** Characters back to where its word stands already, of what is not its first character. */
  readonly far: number | undefined;
  /** How often the training text has its word. */
  readonly seen: number | undefined;
}

/** The first oracle that takes it away. */
function kindOf(
  { probability, told, far, seen }: Mistake,
  characters: readonly string[],
  t: number,
): { readonly kind: ErrorKind; readonly upTo?: number } {
  if (told) return { kind: 'n-gram' };
  const memory = far === undefined ? undefined : MEMORIES.find((most) => far <= most);
  if (memory !== undefined) return { kind: 'memory', upTo: memory };
  if (seen !== undefined && seen <= RARE) return { kind: 'rare word', upTo: seen };
  if (/^[\s"'“”‘’«»]$/u.test(characters[t - 1] as string)) return { kind: 'word break' };
  if (/^[\p{P}\p{S}]$/u.test(characters[t] as string)) return { kind: 'punctuation' };
  return { kind: 'other', upTo: BOOSTS.find((boost) => probability + boost >= RIGHT) ?? RIGHT };
}

/** Kinds by the order of their oracles, each from what is easily taken away on. */
function inOrder(kinds: readonly { readonly kind: ErrorKind; readonly upTo?: number; readonly errors: number }[]): ErrorBreakdown['kinds'] {
  const order: readonly ErrorKind[] = ['n-gram', 'memory', 'rare word', 'word break', 'punctuation', 'other'];
  return [...kinds].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.upTo ?? 0) - (b.upTo ?? 0));
}

const LETTER = /^[\p{L}\p{M}\p{N}]$/u;

/** Words, and characters that are in none. */
function* stretches(characters: readonly string[]): Generator<{ readonly word?: string; readonly start: number; readonly end: number }> {
  for (let start = 0; start < characters.length; ) {
    let end = start;
    while (end < characters.length && LETTER.test(characters[end] as string)) end++;
    if (end > start) yield { word: characters.slice(start, end).join(''), start, end };
    else yield { start, end: ++end };
    start = end;
  }
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Back from where a word begins to where its letters stand latest before, within the longest memory. */
function distance(characters: readonly string[], start: number, end: number): number | undefined {
  const from = Math.max(0, start - (MEMORIES.at(-1) as number));
  for (let at = start - (end - start); at >= from; at--) {
    let same = 0;
    while (same < end - start && characters[at + same] === characters[start + same]) same++;
    if (same === end - start) return start - at;
  }
  return undefined;
}
