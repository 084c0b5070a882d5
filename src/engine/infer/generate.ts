/** Draws text from a model: warm up on the prompt, then one character at a time, fed back. Where texts have ends, it may end by itself. */
import type { Numbers } from '../backend';
import type { Vocabulary } from '../data/vocabulary';
import { CancelledError, type Following } from '../interruption';
import { type Model, stepperOf } from '../model/model';
import { Random } from '../random';
import type { Continuation, GeneratedCharacter, Generation, GenerationOptions } from '../results';
import { labelNumber } from '../tasks/generateFromLabel/labelNumber';
import { generated } from './alternatives';
import { type Cut, draw, softmax } from './distribution';
import type { Stepper } from './stepper';

export interface GenerationEnvironment extends Following {
  seconds(): number;
}

/**
 * Continuation k is drawn with seed + k. A language model starts from the zero state, at a line break where the prompt is empty;
 * a text of a label from the label's state, with the boundary before the prompt. @throws TaskError, LabelError, CancelledError
 */
export async function generate(model: Model, options: GenerationOptions, environment: GenerationEnvironment): Promise<Generation> {
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  const started = environment.seconds();
  const { tokens, unknown } = begin(model, stepper, options);
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
    const characters = await continuation(stepper, vocabulary, logits, options, seed, following);
    continuations.push({ seed, text: characters.map(({ character }) => character).join(''), characters });
    passed += characters.length;
  }
  return { options, continuations, unknown, charsPerSecond: passed / Math.max(1e-9, environment.seconds() - started) };
}

/** Puts the stepper into its first state. @returns what it is to read first */
function begin({ experiment, vocabulary, weights, labels }: Model, stepper: Stepper, { prompt, label }: GenerationOptions) {
  if (experiment.task !== 'generate-from-label') {
    stepper.reset();
    return vocabulary.encode(prompt || firstPrompt(vocabulary));
  }
  stepper.begin(weights, labelNumber(labels, label));
  const { tokens, unknown } = vocabulary.encode(prompt);
  return { tokens: Uint32Array.of(vocabulary.boundary, ...tokens), unknown };
}

async function continuation(
  stepper: Stepper,
  { characters: symbols, boundary }: Vocabulary,
  warm: Numbers,
  { length, ...cut }: { readonly length: number } & Cut,
  seed: number,
  { stop, progress }: Following,
): Promise<GeneratedCharacter[]> {
  const random = Random.fromSeed(seed);
  const characters: GeneratedCharacter[] = [];
  let logits = warm;
  while (characters.length < length) {
    const probabilities = softmax(logits);
    const symbol = draw(logits, cut, random, probabilities);
    if (symbol === boundary) break;
    characters.push(generated(probabilities, symbols, symbol));
    if (characters.length < length) logits = (await stepper.step(symbol)).logits as Numbers;
    if (stop.aborted) throw new CancelledError();
    progress?.(characters.length / length);
  }
  return characters;
}

function firstPrompt({ characters }: Vocabulary): string {
  return characters.includes('\n') ? '\n' : (characters[0] as string);
}
