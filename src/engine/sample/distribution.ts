/** From logits to a probability for each character, and one drawn from it. */
import type { Numbers } from '../backend';
import type { Random } from '../random';

/** softmax(logits / temperature), computed stably. @param temperature > 0 */
export function softmax(logits: Numbers, temperature = 1): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  const probabilities = Float64Array.from(logits, (logit) => Math.exp((logit - highest) / temperature));
  const sum = probabilities.reduce((total, p) => total + p, 0);
  return probabilities.map((p) => p / sum);
}

/** −log of the probability of a token, in nats; finite however unlikely it is. */
export function surprise(logits: Numbers, token: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  return highest + Math.log(sum) - (logits[token] as number);
}

/** Tokens from the likeliest down; equal ones in the order of the vocabulary. */
export function ranked(probabilities: Float64Array): Uint32Array {
  const tokens = Uint32Array.from(probabilities, (_, token) => token);
  return tokens.sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number) || a - b);
}

export interface Cut {
  /** 0 is argmax. */
  readonly temperature: number;
  /** 0 keeps all. */
  readonly topK: number;
  /** 1 keeps all. */
  readonly topP: number;
}

/** Draws a token: temperature first, then top-k, then the nucleus (Holtzman et al., 2020). One random number, or none for argmax. */
export function draw(logits: Numbers, { temperature, topK, topP }: Cut, random: Random): number {
  const probabilities = softmax(logits, temperature > 0 ? temperature : 1);
  const order = ranked(probabilities);
  if (temperature === 0) return order[0] as number;
  const kept = topK > 0 ? order.subarray(0, topK) : order;
  const mass = kept.reduce((sum, token) => sum + (probabilities[token] as number), 0);
  let nucleus = 0;
  let length = 0;
  while (length < kept.length && (length === 0 || nucleus < topP * mass)) nucleus += probabilities[kept[length++] as number] as number;
  let left = random.uniform() * nucleus;
  for (const token of kept.subarray(0, length)) {
    left -= probabilities[token] as number;
    if (left < 0) return token;
  }
  return kept[length - 1] as number;
}
