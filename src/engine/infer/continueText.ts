/** Draws text, one character or word at a time, each fed back: what a model that goes from one character to the next writes. */
import type { Numbers } from '../backend';
import type { Vocabulary } from '../data/vocabulary';
import { CancelledError, type Following } from '../interruption';
import { Random } from '../random';
import type { Continuation, GeneratedCharacter, Generation, GenerationOptions } from '../results';
import { generated } from './alternatives';
import { type Cut, draw, softmax, without } from './distribution';
import type { Stepper } from './stepper';

export interface GenerationEnvironment extends Following {
  seconds(): number;
}

/** What is read before anything is drawn, from the state that the stepper is in. */
export interface Beginning {
  readonly tokens: Uint32Array;
  readonly unknown: readonly string[];
}

/** Continuation k is drawn with seed + k. Where texts have ends, one may end by itself. @throws CancelledError */
export async function continueText(
  stepper: Stepper,
  vocabulary: Vocabulary,
  { tokens, unknown }: Beginning,
  options: GenerationOptions,
  environment: GenerationEnvironment,
): Promise<Generation> {
  const started = environment.seconds();
  let logits: Numbers = new Float64Array();
  await stepper.read(tokens, { stop: environment.stop }, (outputs) => {
    logits = outputs.logits as Numbers;
  });
  const warm = await stepper.save();
  const continuations: Continuation[] = [];
  let passed = tokens.length;
  for (let index = 0; index < options.count; index++) {
    stepper.restore(warm);
    const seed = options.seed + index;
    const following: Following = {
      stop: environment.stop,
      progress: (fraction) => environment.progress?.((index + fraction) / options.count),
    };
    const step = async (symbol: number) => (await stepper.step(symbol)).logits as Numbers;
    const characters = await drawText(step, vocabulary, logits, { ...options, seed, after: options.prompt }, following);
    continuations.push({ seed, text: characters.map(({ character }) => character).join(''), characters });
    passed += characters.length;
  }
  return { options, continuations, unknown, charsPerSecond: passed / Math.max(1e-9, environment.seconds() - started) };
}

export interface Drawing extends Cut {
  /** Units at most. */
  readonly length: number;
  readonly seed: number;
  /** The text that it follows. */
  readonly after: string;
}

/** What is unknown is never drawn. @param step reads a symbol; the logits of the next @param warm the logits of the first. @throws CancelledError */
export async function drawText(
  step: (symbol: number) => Promise<Numbers>,
  vocabulary: Vocabulary,
  warm: Numbers,
  { length, seed, after, ...cut }: Drawing,
  { stop, progress }: Following,
): Promise<GeneratedCharacter[]> {
  const random = Random.fromSeed(seed);
  const characters: GeneratedCharacter[] = [];
  const { characters: symbols, boundary, unknown } = vocabulary;
  let before = after;
  let logits = warm;
  while (characters.length < length) {
    const probabilities = softmax(logits);
    const symbol = unknown === undefined ? draw(logits, cut, random, probabilities) : draw(without(logits, unknown), cut, random);
    if (symbol === boundary) break;
    const character = vocabulary.spelled(symbol, before);
    characters.push({ ...generated(probabilities, symbols, symbol), character });
    before = character;
    if (characters.length < length) logits = await step(symbol);
    if (stop.aborted) throw new CancelledError();
    progress?.(characters.length / length);
  }
  return characters;
}
