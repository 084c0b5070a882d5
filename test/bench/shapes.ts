/** What is trained, by name, and the ratios that are to be reached. */
export interface Workload {
  readonly cell: 'rnn' | 'gru' | 'gru-pytorch' | 'lstm';
  readonly vocabulary: number;
  readonly hidden: number;
  readonly layers: number;
  readonly batch: number;
  readonly window: number;
  /** Draw text, batch 1, instead of training. */
  readonly generate?: boolean;
}

export type PeerName = 'unroll' | 'unroll-low' | 'unroll-own' | 'pytorch' | 'tfjs-wasm' | 'tfjs-cpu' | 'brain' | 'gpujs';

export interface Shape extends Workload {
  readonly name: string;
  readonly title: string;
  readonly peers: readonly PeerName[];
  /** Ours ÷ PyTorch: what must be reached, and what is aimed for. */
  readonly atLeast: number;
  readonly aim: number;
  /** Ours ÷ another peer: what must be reached. */
  readonly others?: Readonly<Partial<Record<PeerName, number>>>;
}

const EVERYONE: readonly PeerName[] = ['unroll', 'pytorch', 'tfjs-wasm', 'tfjs-cpu', 'brain', 'gpujs'];
/** The others need seconds or minutes for one update of a larger network. */
const FAST: readonly PeerName[] = ['unroll', 'pytorch'];

const small = { vocabulary: 65, hidden: 128, layers: 1, batch: 32, window: 50, peers: FAST };

export const SHAPES: readonly Shape[] = [
  {
    ...small,
    name: 'lstm-128',
    title: 'LSTM 128×1, B32 T50',
    cell: 'lstm',
    peers: ['unroll', 'unroll-low', 'unroll-own', ...EVERYONE.slice(1)],
    atLeast: 1.8,
    aim: 3,
    others: { 'tfjs-wasm': 30, brain: 60 },
  },
  { ...small, name: 'gru-128', title: "GRU 128×1 (the lecture's), B32 T50", cell: 'gru', atLeast: 1.8, aim: 3 },
  { ...small, name: 'gru-pytorch-128', title: "GRU 128×1 (PyTorch's), B32 T50", cell: 'gru-pytorch', atLeast: 1.8, aim: 3 },
  { ...small, name: 'rnn-128', title: 'RNN 128×1, B32 T50', cell: 'rnn', atLeast: 1.3, aim: 2.5 },
  { ...small, name: 'lstm-256', title: 'LSTM 256×2, B50 T50', cell: 'lstm', hidden: 256, layers: 2, batch: 50, atLeast: 1.5, aim: 2.5 },
  { ...small, name: 'lstm-512', title: 'LSTM 512×2, B32 T64', cell: 'lstm', hidden: 512, layers: 2, window: 64, atLeast: 1.4, aim: 2.2 },
  {
    ...small,
    name: 'rnn-100',
    title: 'RNN 100×1, B1 T25 (min-char-rnn)',
    cell: 'rnn',
    hidden: 100,
    batch: 1,
    window: 25,
    peers: EVERYONE,
    atLeast: 5,
    aim: 10,
  },
  { ...small, name: 'generate-128', title: 'generating, LSTM 128×1, batch 1', cell: 'lstm', generate: true, atLeast: 10, aim: 30 },
];
