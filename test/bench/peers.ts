/** Who takes part, how each is started, and what it computes where that differs from ours. */
import { availableParallelism } from 'node:os';
import type { Command } from './contestant';
import type { PeerName } from './shapes';

export interface Places {
  /** The Node that JavaScript runs in. */
  readonly node: string;
  readonly python: string;
  /** The bundle of engine/engineProcess.ts. */
  readonly engine: string;
  /** Where the JavaScript peers are installed. */
  readonly packages: string;
}

export interface Peer {
  readonly title: string;
  readonly computes: string;
  /** A process each, by a name of its own. */
  readonly processes: Readonly<Record<string, (places: Places) => Command>>;
  /** Numbers of threads to be measured, where they can be set while it runs; the best counts. */
  readonly threads?: readonly number[];
}

const PROCESSORS = availableParallelism();
/** One thread, and all: which is faster depends on the shape. */
export const THREADS: readonly number[] = [...new Set([1, PROCESSORS])];

const engine =
  (...words: readonly string[]) =>
  ({ node, engine }: Places): Command => ({ program: node, words: [engine, ...words] });
const script =
  (name: string, ...words: readonly string[]) =>
  ({ node, packages }: Places): Command => ({ program: node, words: [`test/bench/peers/${name}.mjs`, packages, ...words] });

/** PyTorch's process with so many threads in OpenBLAS, which are set when it starts. */
export const pytorchProcess = (blas: number) => `OpenBLAS ${blas}`;

export const PEERS: Readonly<Record<PeerName, Peer>> = {
  unroll: {
    title: 'Unroll',
    computes: 'The trainer of the extension on its wasm device, with as many threads as it finds useful.',
    processes: { Node: engine('wasm') },
  },
  'unroll-low': {
    title: 'Unroll, low priority',
    computes: 'The same at the priority below normal that the extension gives its engine process.',
    processes: { Node: engine('wasm', 'low-priority') },
  },
  'unroll-own': {
    title: 'Unroll, own .cell',
    computes: "The same with the same equations under a name that is not built in: a user's own file.",
    processes: { Node: engine('wasm', 'own-cell') },
  },
  pytorch: {
    title: 'PyTorch',
    computes:
      "nn.RNN, nn.GRU or nn.LSTM on one-hot vectors, nn.Linear, cross_entropy, clip_grad_norm_, Adam; the best of all settings of torch.set_num_threads and OPENBLAS_NUM_THREADS in {1, all processors}. It has no GRU of the lecture's form (reset before the product): its own stands in. Generating: LSTMCell, softmax, multinomial under inference_mode; ours also hands back each character's probability and the five likeliest.",
    processes: Object.fromEntries(
      THREADS.map((blas) => [
        pytorchProcess(blas),
        ({ python }: Places) => ({ program: python, words: ['test/bench/peers/pytorch.py'], env: { OPENBLAS_NUM_THREADS: String(blas) } }),
      ]),
    ),
    threads: THREADS,
  },
  'tfjs-wasm': {
    title: 'TensorFlow.js wasm',
    computes:
      'Stateful layers on one-hot vectors, variableGrads, clipping by the global norm, Adam. In Node its wasm backend has SIMD, and one thread.',
    processes: { Node: script('tensorflow', 'wasm') },
  },
  'tfjs-cpu': {
    title: 'TensorFlow.js cpu',
    computes: 'The same in plain JavaScript.',
    processes: { Node: script('tensorflow', 'cpu') },
  },
  brain: {
    title: 'brain.js',
    computes:
      'Its own trainPattern on sequences of T characters, which is all that it offers: no batch, so an update for each sequence; the state starts from zero each time; RMSprop with each element clipped; 66 outputs, with one for the end; its RNN has relu for tanh.',
    processes: { Node: script('brain') },
  },
  gpujs: {
    title: 'gpu.js webasm',
    computes: 'The trainer of the extension on its webasm device: gpu.js kernels as WebAssembly on the processor.',
    processes: { Node: engine('webasm') },
  },
};
