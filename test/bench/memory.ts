/**
 * What training takes of memory, beside what it was reckoned to take: each network in a fresh process (Linux), with a validation, samples
 * and checkpoints, as every run has them: node test/bench/memory.mjs [words of names]
 */
import { spawnSync } from 'node:child_process';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { markdownTable } from './markdownTable';

export interface TrainingWorkload extends ExperimentOptions {
  /** Different characters, or words. */
  readonly symbols: number;
  readonly batch: number;
  readonly window: number;
}

const NETWORKS: Readonly<Record<string, TrainingWorkload>> = {
  'RNN 128×1': { cell: 'rnn', hidden: 128, symbols: 65, batch: 32, window: 50 },
  'LSTM 128×1': { cell: 'lstm', hidden: 128, symbols: 65, batch: 32, window: 50 },
  'GRU 256×2': { cell: 'gru', hidden: 256, layers: 2, symbols: 65, batch: 32, window: 50 },
  'LSTM 256×2, B64 T128': { cell: 'lstm', hidden: 256, layers: 2, symbols: 65, batch: 64, window: 128 },
  'LSTM 512×2': { cell: 'lstm', hidden: 512, layers: 2, symbols: 65, batch: 32, window: 50 },
  'RNN 512×4': { cell: 'rnn', hidden: 512, layers: 4, symbols: 65, batch: 16, window: 32 },
  "GRU (PyTorch's) 512×3, dropout": { cell: 'gru-pytorch', hidden: 512, layers: 3, dropout: 0.3, symbols: 65, batch: 16, window: 64 },
  'LSTM 512×1, 2,000 characters': { cell: 'lstm', hidden: 512, embedding: 128, symbols: 2000, batch: 32, window: 50 },
  'LSTM 256×1, 10,000 words': {
    cell: 'lstm',
    hidden: 256,
    units: 'words',
    vocabulary: 10_000,
    embedding: 128,
    symbols: 10_000,
    batch: 32,
    window: 50,
  },
  'LSTM 1024×2': { cell: 'lstm', hidden: 1024, layers: 2, symbols: 65, batch: 8, window: 16 },
  'GRU 1024×1, sgd': { cell: 'gru', hidden: 1024, optimizer: 'sgd', symbols: 65, batch: 16, window: 32 },
  'RNN 2048×2': { cell: 'rnn', hidden: 2048, layers: 2, symbols: 65, batch: 8, window: 16 },
  'LSTM 2048×1': { cell: 'lstm', hidden: 2048, symbols: 65, batch: 4, window: 8 },
  'gap filler, LSTM 256': { task: 'infill', cell: 'lstm', hidden: 256, symbols: 65, batch: 32, window: 64 },
  'classifier, LSTM 256×2 both ways': {
    task: 'classify',
    cell: 'lstm',
    hidden: 256,
    layers: 2,
    bidirectional: 'concat',
    symbols: 65,
    batch: 32,
    window: 100,
  },
  'translator, LSTM 256, attention': {
    task: 'translate',
    cell: 'lstm',
    hidden: 256,
    attention: 'additive',
    bidirectional: 'concat',
    symbols: 65,
    batch: 32,
    window: 50,
  },
  'translator, GRU 256, dot attention': {
    task: 'translate',
    cell: 'gru',
    hidden: 256,
    attention: 'dot',
    symbols: 65,
    batch: 16,
    window: 80,
  },
  'LSTM 2048×4': { cell: 'lstm', hidden: 2048, layers: 4, symbols: 65, batch: 4, window: 8 },
};
const MB = 2 ** 20;

export function measureMemory(words: readonly string[]): void {
  const rows: string[][] = [];
  for (const [name, workload] of Object.entries(NETWORKS)) {
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const child = spawnSync(process.execPath, ['test/runTypeScript.mjs', 'test/bench/engine/trainingMemory.ts', JSON.stringify(workload)]);
    if (child.status !== 0) throw new Error(`${name}: ${child.stderr}`);
    const { parameters, reckoned, update, measured } = JSON.parse(String(child.stdout)) as Record<string, number>;
    const megabytes = (bytes = 0) => Math.round(bytes / MB).toLocaleString('en');
    const difference = 100 * ((reckoned as number) / (measured as number) - 1);
    rows.push([
      name,
      (parameters as number).toLocaleString('en'),
      megabytes(update),
      megabytes(reckoned),
      megabytes(measured),
      `${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(0)} %`,
    ]);
    process.stderr.write(`${rows.at(-1)?.join(' | ')}\n`);
  }
  console.log(
    markdownTable(
      ['Network', 'Parameters', 'Update, MB', 'Reckoned, MB', 'Measured, MB', 'Off by'],
      ['left', 'right', 'right', 'right', 'right', 'right'],
      rows,
    ),
  );
}
