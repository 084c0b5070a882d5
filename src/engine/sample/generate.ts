/** Draws text from a model: warm up on the prompt, then one character at a time, fed back. */
import type { Numbers } from '../backend';
import type { Vocabulary } from '../data/vocabulary';
import { type Model, stepperOf } from '../model/model';
import { CancelledError, type Interruption, type Stepper } from '../model/stepper';
import { Random } from '../random';
import type { Alternative, Continuation, GeneratedCharacter, Generation, GenerationOptions } from '../results';
import { type Cut, draw, softmax, top } from './distribution';
import { generateFromLabel } from './generateFromLabel';

/** Alternatives told for each character. */
const ALTERNATIVES = 5;

export interface GenerationEnvironment extends Interruption {
  seconds(): number;
}

/** Continuation k is drawn with seed + k. An empty prompt starts from the zero state and a line break. @throws TaskError, LabelError, CancelledError */
export async function generate(model: Model, options: GenerationOptions, environment: GenerationEnvironment): Promise<Generation> {
  if (model.experiment.task === 'generate-from-label') return await generateFromLabel(model, options, environment);
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  const { tokens, unknown } = vocabulary.encode(options.prompt || firstPrompt(vocabulary));
  const started = environment.seconds();
  stepper.reset();
  let logits: Numbers = new Float64Array();
  await stepper.read(tokens, environment, (outputs) => {
    logits = outputs.logits as Numbers;
  });
  const warm = await stepper.save();
  const continuations: Continuation[] = [];
  for (let index = 0; index < options.count; index++) {
    stepper.restore(warm);
    const seed = options.seed + index;
    const characters = await continuation(stepper, vocabulary, logits, options, seed, environment);
    continuations.push({ seed, text: characters.map(({ character }) => character).join(''), characters });
  }
  const characters = tokens.length + options.count * options.length;
  return { options, continuations, unknown, charsPerSecond: characters / Math.max(1e-9, environment.seconds() - started) };
}

/** The likeliest characters after `logits`, with their probabilities. */
export function likeliest(logits: Numbers, vocabulary: Vocabulary): Alternative[] {
  return alternatives(softmax(logits), vocabulary);
}

async function continuation(
  stepper: Stepper,
  vocabulary: Vocabulary,
  warm: Numbers,
  { length, ...cut }: { readonly length: number } & Cut,
  seed: number,
  { stop }: Interruption,
): Promise<GeneratedCharacter[]> {
  const random = Random.fromSeed(seed);
  const characters: GeneratedCharacter[] = [];
  let logits = warm;
  while (characters.length < length) {
    const probabilities = softmax(logits);
    const token = draw(logits, cut, random, probabilities);
    characters.push({ ...alternative(vocabulary, probabilities, token), alternatives: alternatives(probabilities, vocabulary) });
    if (characters.length < length) logits = (await stepper.step(token)).logits as Numbers;
    if (stop.aborted) throw new CancelledError();
  }
  return characters;
}

function alternatives(probabilities: Float64Array, vocabulary: Vocabulary): Alternative[] {
  return top(probabilities, ALTERNATIVES).map((token) => alternative(vocabulary, probabilities, token));
}

function alternative(vocabulary: Vocabulary, probabilities: Float64Array, token: number): Alternative {
  return { character: vocabulary.characters[token] as string, probability: probabilities[token] as number };
}

function firstPrompt({ characters }: Vocabulary): string {
  return characters.includes('\n') ? '\n' : (characters[0] as string);
}
