/** The loss of a softmax classifier, row by row, and its gradient. */
import type { DeviceBuffer, Place } from '../deviceBuffer';
import { type KernelLibrary, X, Y } from '../kernelLibrary';

/** out[n] = m + log Σ_j exp(logits[n, j] − m), m the largest of the row */
export function logSumExp(library: KernelLibrary, logits: Place): DeviceBuffer {
  return library.run(logits.rows, 1, (text) => {
    const read = text.reader(logits);
    return [
      `let largest = ${read(Y, '0')};`,
      `for (let j = 1; j < ${logits.columns}; j++) { largest = Math.max(largest, ${read(Y, 'j')}); }`,
      'let sum = 0;',
      `for (let i = 0; i < ${logits.columns}; i++) { sum += Math.exp(${read(Y, 'i')} - largest); }`,
      'return largest + Math.log(sum);',
    ].join('\n');
  });
}

/** out[n] = logSumExp[n] − logits[n, targets[n]] */
export function crossEntropy(library: KernelLibrary, logits: Place, sums: Place, targets: Place): DeviceBuffer {
  return library.run(logits.rows, 1, (text) => {
    return `const target = ${text.reader(targets)(Y, '0')};\nreturn ${text.reader(sums)(Y, '0')} - ${text.reader(logits)(Y, 'target')};`;
  });
}

/** out[n, j] = (exp(logits[n, j] − logSumExp[n]) − [j = targets[n]]) · weights[n] */
export function crossEntropyGradient(library: KernelLibrary, logits: Place, sums: Place, targets: Place, weights: Place): DeviceBuffer {
  return library.run(logits.rows, logits.columns, (text) => {
    const probability = `Math.exp(${text.reader(logits)(Y, X)} - ${text.reader(sums)(Y, '0')})`;
    const weight = text.reader(weights)(weights.rows === 1 ? '0' : Y, '0');
    return [
      `let difference = ${probability};`,
      `if (${text.reader(targets)(Y, '0')} === ${X}) { difference -= 1; }`,
      `return difference * ${weight};`,
    ].join('\n');
  });
}
