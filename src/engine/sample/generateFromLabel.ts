/** New texts of a label: its states begin the network, the boundary begins the text and ends it. */
import type { Numbers } from '../backend';
import type { Model } from '../model/model';
import { stepperOf } from '../model/model';
import { CancelledError, type Interruption } from '../model/stepper';
import { Random } from '../random';
import type { Continuation, GeneratedCharacter, Generation, GenerationOptions } from '../results';
import { generated } from './alternatives';
import { draw, softmax } from './distribution';
import type { GenerationEnvironment } from './generate';

/** There is no such label, or none was given; the message says which there are. */
export class LabelError extends Error {
  override readonly name = 'LabelError';
}

/** Text k is drawn with seed + k, and goes on from the prompt; it ends by itself, or at the length. @throws LabelError, CancelledError */
export async function generateFromLabel(model: Model, options: GenerationOptions, environment: GenerationEnvironment): Promise<Generation> {
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  const { tokens, unknown } = vocabulary.encode(options.prompt);
  const started = environment.seconds();
  stepper.begin(model.weights, labelNumber(model.labels, options.label));
  let logits: Numbers = new Float64Array();
  await stepper.read(Uint32Array.of(vocabulary.boundary, ...tokens), environment, (outputs) => {
    logits = outputs.logits as Numbers;
  });
  const warm = await stepper.save();
  const continuations: Continuation[] = [];
  let drawn = 0;
  for (let index = 0; index < options.count; index++) {
    stepper.restore(warm);
    const seed = options.seed + index;
    const characters = await continuation(model, logits, options, seed, environment);
    continuations.push({ seed, text: characters.map(({ character }) => character).join(''), characters });
    drawn += characters.length;
  }
  const seconds = Math.max(1e-9, environment.seconds() - started);
  return { options, continuations, unknown, charsPerSecond: (tokens.length + drawn) / seconds };
}

/** @throws LabelError */
export function labelNumber(labels: readonly string[], label: string | undefined): number {
  const number = label === undefined ? -1 : labels.indexOf(label);
  if (number >= 0) return number;
  const known = `This run knows ${labels.slice(0, 30).join(', ')}${labels.length > 30 ? ` and ${labels.length - 30} more` : ''}.`;
  throw new LabelError(label === undefined ? `Say of which label. ${known}` : `There is no label “${label}”. ${known}`);
}

async function continuation(
  model: Model,
  warm: Numbers,
  { length, ...cut }: GenerationOptions,
  seed: number,
  { stop }: Interruption,
): Promise<GeneratedCharacter[]> {
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  const random = Random.fromSeed(seed);
  const characters: GeneratedCharacter[] = [];
  let logits = warm;
  while (characters.length < length) {
    const symbol = draw(logits, cut, random);
    if (symbol === vocabulary.boundary) break;
    characters.push(generated(softmax(logits), vocabulary.characters, symbol));
    if (characters.length < length) logits = (await stepper.step(symbol)).logits as Numbers;
    if (stop.aborted) throw new CancelledError();
  }
  return characters;
}
