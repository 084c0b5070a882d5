/** The loss of a softmax classifier, row by row: log Σ exp, −log p(target), and the gradient of the latter. */
import type { Rectangle } from './rectangle';
import { rowIndex } from './rows';

/** out[n] = m + log Σ_j exp(logits[n, j] − m), m the largest of the row */
export function logSumExp(logits: Rectangle, out: Rectangle): () => void {
  return () => {
    for (let n = 0; n < logits.rows; n++) {
      const from = logits.offset + n * logits.stride;
      let largest = -Infinity;
      for (let j = 0; j < logits.columns; j++) largest = Math.max(largest, logits.data[from + j] as number);
      let sum = 0;
      for (let j = 0; j < logits.columns; j++) sum += Math.exp((logits.data[from + j] as number) - largest);
      out.data[n] = largest + Math.log(sum);
    }
  };
}

/** out[n] = logSumExp[n] − logits[n, targets[n]] */
export function crossEntropy(logits: Rectangle, sums: Rectangle, targets: Rectangle, out: Rectangle): () => void {
  return () => {
    for (let n = 0; n < logits.rows; n++) {
      const target = rowIndex(targets, n, logits.columns);
      out.data[n] =
        (sums.data[sums.offset + n * sums.stride] as number) - (logits.data[logits.offset + n * logits.stride + target] as number);
    }
  };
}

/** out[n, j] = (exp(logits[n, j] − logSumExp[n]) − [j = targets[n]]) · weights[n] */
export function crossEntropyGradient(
  logits: Rectangle,
  sums: Rectangle,
  targets: Rectangle,
  weights: Rectangle,
  out: Rectangle,
): () => void {
  const weightStep = weights.rows === 1 ? 0 : weights.stride;
  return () => {
    for (let n = 0; n < logits.rows; n++) {
      const from = logits.offset + n * logits.stride;
      const to = n * out.stride;
      const sum = sums.data[sums.offset + n * sums.stride] as number;
      const weight = weights.data[weights.offset + n * weightStep] as number;
      const target = rowIndex(targets, n, logits.columns);
      for (let j = 0; j < logits.columns; j++) {
        const probability = Math.exp((logits.data[from + j] as number) - sum);
        out.data[to + j] = (j === target ? probability - 1 : probability) * weight;
      }
    }
  };
}
