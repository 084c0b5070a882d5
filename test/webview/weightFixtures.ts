// Files of weights to look at: a checkpoint as training writes it, and one that a stranger made to be looked at.

import { sourceOf } from '../../src/engine/cell/cellSources';
import { writeCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { sizeOf, type Tensor } from '../../src/engine/checkpoint/tensor';
import { networkOf } from '../../src/engine/model/networkShape';
import { parameterSlots } from '../../src/engine/model/parameterSlots';
import { historyOf } from './fixtures';

const VOCABULARY = ['\n', ' ', '!', ',', '.', ...'abcdefghijklmnopqrstuvwxyz'];

/** An LSTM's, with moments. @param seed another one has other weights */
export function checkpointBytes(seed = 1): Uint8Array {
  const { summary } = historyOf('done');
  const experiment = { ...summary.experiment, hidden: 48, layers: 1 };
  const symbols = { vocabulary: VOCABULARY, targets: VOCABULARY, labels: [] };
  const cellSource = sourceOf(experiment);
  const next = numbersFrom(seed);
  const tensors = new Map<string, Tensor>();
  for (const { name, shape } of parameterSlots(networkOf(experiment, cellSource, symbols)).flatMap(({ members }) => members))
    tensors.set(name, { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => next() / Math.sqrt(shape.at(-1) ?? 1)) });
  for (const [name, { shape, data }] of [...tensors])
    tensors.set(`optimizer/m/${name}`, { shape, data: (data as Float32Array).map((value) => (Math.abs(value) < 0.1 ? 0 : value * 1e-3)) });
  return writeCheckpoint({
    experiment,
    cellSource,
    ...symbols,
    update: 1200 + seed,
    epoch: 4,
    tensors,
    progress: { cursor: 3, random: {}, best: { loss: 1.612 }, validationsSinceBest: 0, validation: 1.7, losses: [1.5, 1.7], elapsed: 312 },
  });
}

/** Names with markup in them, numbers that are none, a matrix with more cells than pixels, an empty one, and gates as PyTorch stacks them. */
export function strangersBytes(): Uint8Array {
  const next = numbersFrom(7);
  const random = (...shape: number[]): Tensor => ({ shape, data: Float32Array.from({ length: sizeOf(shape) }, next) });
  const broken = random(12, 12);
  broken.data.set([Number.NaN, Number.POSITIVE_INFINITY, 1e30], 5);
  return encodeSafetensors(
    new Map<string, Tensor>([
      ['transformer.h.0.attn.<img src=x onerror=alert(1)>.weight', random(64, 192)],
      ['transformer.h.0.mlp.weight', random(900, 1700)],
      ['transformer.h.0.ln.bias', random(64)],
      ['rnn.weight_hh_l0', random(64, 16)],
      ['rnn.weight_ih_l0', random(64, 20)],
      ['broken', broken],
      ['nothing', random(0, 7)],
      ['hidden\u202Ename', random(3)],
      ['one', { shape: [], data: Float64Array.of(7) }],
    ]),
    { format: 'pt', '<b>author</b>': 'a stranger </script><script>alert(1)</script>' },
  );
}

/** From −1 to 1, with more of them near 0. */
function numbersFrom(seed: number): () => number {
  let state = seed * 7919 + 1;
  const uniform = () => {
    state = (state * 16807) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
  return () => uniform() * Math.abs(uniform());
}
