/** From logits to the logarithm of each probability. */
import type { Numbers } from '../backend';

/** log softmax(logits), in nats; finite however unlikely a symbol is. */
export function logSoftmax(logits: Numbers): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  const shift = highest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}
