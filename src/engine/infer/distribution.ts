/** From logits to a probability for each character, and one drawn from it. */
import type { Numbers } from '../backend';
import { CheckpointError } from '../checkpoint/checkpointError';
import type { Random } from '../random';

/** Weights may all be finite, and their products not: then nothing that a network says is a number. */
export class OverflowError extends CheckpointError {
  constructor() {
    super(
      'What the network computes is no number any more: its weights, or what was changed in it, are so large. Where nothing was changed, the training diverged or the file is damaged; take an earlier checkpoint.',
    );
  }
}

/** softmax(logits / temperature), computed stably. @param temperature > 0 @throws OverflowError where a logit is no number */
export function softmax(logits: Numbers, temperature = 1): Float64Array {
  const highest = logits[likeliest(logits)] as number;
  const probabilities = new Float64Array(logits.length);
  let sum = 0;
  for (let token = 0; token < logits.length; token++) {
    const weight = Math.exp(((logits[token] as number) - highest) / temperature);
    probabilities[token] = weight;
    sum += weight;
  }
  requireNumber(sum);
  for (let token = 0; token < logits.length; token++) probabilities[token] = (probabilities[token] as number) / sum;
  return probabilities;
}

/** log softmax(logits), in nats; finite however unlikely a token is. @throws OverflowError */
export function logSoftmax(logits: Numbers): Float64Array {
  const shift = logSumExp(logits);
  return Float64Array.from(logits, (logit) => logit - shift);
}

/** What a symbol costs that a model of n symbols has not: as a guess among them and one more, ln(n + 1) nats. It is not scored as any other. */
export const natsOfUnknown = (n: number): number => Math.log(n + 1);

/** −log of the probability of a token, in nats; finite however unlikely it is. @param token −1 for one that the model has not */
export function surprise(logits: Numbers, token: number): number {
  if (token < 0) return natsOfUnknown(logits.length);
  return logSumExp(logits) - (logits[token] as number);
}

/** The likeliest token; of equal ones the first. */
export function likeliest(logits: Numbers): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) if ((logits[token] as number) > (logits[best] as number)) best = token;
  return best;
}

/** The same without one token: it has no probability. @param token undefined takes none away */
export function without<Given extends Numbers>(logits: Given, token: number | undefined): Given {
  if (token === undefined) return logits;
  const left = logits.slice() as Given;
  left[token] = Number.NEGATIVE_INFINITY;
  return left;
}

/** Tokens from the likeliest down; equal ones in the order of the vocabulary. */
export function ranked(probabilities: Float64Array): Uint32Array {
  const tokens = Uint32Array.from(probabilities, (_, token) => token);
  return tokens.sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number) || a - b);
}

/** The first `count` of `ranked`, without sorting the rest. */
export function top(probabilities: Float64Array, count: number): number[] {
  const tokens: number[] = [];
  const at = (place: number) => probabilities[tokens[place] as number] as number;
  let least = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < probabilities.length; token++) {
    const probability = probabilities[token] as number;
    if (tokens.length === count && probability <= least) continue;
    let place = tokens.length === count ? count - 1 : tokens.length;
    for (; place > 0 && probability > at(place - 1); place--) tokens[place] = tokens[place - 1] as number;
    tokens[place] = token;
    least = at(tokens.length - 1);
  }
  return tokens;
}

export interface Cut {
  /** 0 is argmax. */
  readonly temperature: number;
  /** 0 keeps all. */
  readonly topK: number;
  /** 1 keeps all. */
  readonly topP: number;
}

/**
 * Draws a token: temperature first, then top-k, then the nucleus (Holtzman et al., 2020). One random number, or none for argmax.
 * @param plain softmax(logits), where it is known
 */
export function draw(logits: Numbers, { temperature, topK, topP }: Cut, random: Random, plain?: Float64Array): number {
  const probabilities = plain && (temperature === 0 || temperature === 1) ? plain : softmax(logits, temperature || 1);
  if (temperature === 0) return likeliest(probabilities);
  if (topK === 0 && topP >= 1) return pick(probabilities, random.uniform());
  const kept = nucleus(probabilities, topK > 0 ? topK : probabilities.length, topP);
  return kept[
    pick(
      Float64Array.from(kept, (token) => probabilities[token] as number),
      random.uniform(),
    )
  ] as number;
}

/** Where a point falls, so far along the weights laid end to end. @param fraction in [0, 1) */
function pick(weights: Float64Array, fraction: number): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += weights[index] as number;
  let left = fraction * sum;
  let last = 0; // that can be drawn at all: where rounding leaves a little over
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index] as number;
    if (left < 0) return index;
    if ((weights[index] as number) > 0) last = index;
  }
  return last;
}

/** The likeliest tokens: at most k, and no more than it takes to make up p of what these k have. */
function nucleus(probabilities: Float64Array, k: number, p: number): Uint32Array {
  const kept = ranked(probabilities).subarray(0, k);
  const mass = kept.reduce((sum, token) => sum + (probabilities[token] as number), 0);
  let sum = 0;
  let length = 0;
  while (length < kept.length && (length === 0 || sum < p * mass)) sum += probabilities[kept[length++] as number] as number;
  return kept.subarray(0, length);
}

function logSumExp(logits: Numbers): number {
  const highest = logits[likeliest(logits)] as number;
  let sum = 0;
  for (let token = 0; token < logits.length; token++) sum += Math.exp((logits[token] as number) - highest);
  requireNumber(sum);
  return highest + Math.log(sum);
}

/** The sum of exp(logit − highest) is at least 1: a logit that is NaN, or infinite, makes it NaN. */
function requireNumber(sum: number): void {
  if (Number.isNaN(sum)) throw new OverflowError();
}
