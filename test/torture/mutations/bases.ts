/** The files that are mutated: checkpoints of every task and kind of network, of version 0.1.0 too, and the same weights with PyTorch's names. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint, writeCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { exportPyTorch } from '../../../src/engine/checkpoint/interchange';
import { encodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { type Material, textMaterial } from '../../../src/engine/data/material';
import type { SavedSymbols } from '../../../src/engine/data/symbols';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { savedNetwork } from '../../../src/engine/model/model';
import { NAMES, REVERSALS, VERSE } from '../../engine/tasks/modelOf';
import { runOf } from '../../properties/run';

export interface Base {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it learned and how, where it can go on. */
  readonly learned?: { readonly options: ExperimentOptions; readonly material: Material };
  /** Whether it has weights alone, which a training can start from. */
  readonly weights?: boolean;
  /** What the rows of those stand for. */
  readonly symbols?: Partial<SavedSymbols>;
}

const TAGS: Material = {
  kind: 'rows',
  rows: [
    { input: 'ab ba', target: 'XY XY' },
    { input: 'bab', target: 'YXY' },
  ],
};

const NETWORKS: Readonly<Record<string, readonly [ExperimentOptions, Material]>> = {
  'language-model': [{ cell: 'lstm', layers: 2, optimizer: 'adam' }, textMaterial(VERSE)],
  'language-model of words': [{ cell: 'gru-pytorch', units: 'words', vocabulary: 8, embedding: 3 }, textMaterial(VERSE)],
  'language-model of two cells': [{ cell: 'gru, lstm', layers: 2, residual: true }, textMaterial(VERSE)],
  infill: [{ task: 'infill', cell: 'lstm' }, textMaterial(VERSE)],
  'infill without side heads': [{ task: 'infill', cell: 'rnn', sideHeads: false }, textMaterial(VERSE)],
  'tag with a rule': [{ task: 'tag', rule: 'case', cell: 'gru-pytorch', bidirectional: 'concat' }, textMaterial(VERSE)],
  tag: [{ task: 'tag', cell: 'rnn', bidirectional: 'sum' }, TAGS],
  classify: [{ task: 'classify', cell: 'lstm', bidirectional: 'concat', layers: 2 }, NAMES],
  'generate-from-label': [{ task: 'generate-from-label', cell: 'lstm' }, NAMES],
  translate: [{ task: 'translate', cell: 'gru-pytorch', attention: 'none', decoderHidden: 5, bidirectional: 'no' }, REVERSALS],
  'translate with attention': [{ task: 'translate', cell: 'lstm', attention: 'additive', bidirectional: 'concat' }, REVERSALS],
};

const STORED = path.resolve('test', 'runs', 'version-0.1.0', 'runs');

export async function openBases(): Promise<readonly Base[]> {
  const bases: Base[] = [];
  for (const [name, [said, material]] of Object.entries(NETWORKS)) {
    const options = { hidden: 4, batch: 2, window: 6, updates: 3, validation: 0, initializer: 'uniform:0.7', ...said };
    const { last } = await runOf(options, material);
    const learned = { options: { ...options, updates: 4 }, material };
    const checkpoint = readCheckpoint(last);
    // In float32, as all devices but the reference write them.
    const tensors = new Map([...checkpoint.tensors].map(([each, { shape, data }]) => [each, { shape, data: Float32Array.from(data) }]));
    bases.push({ name, bytes: writeCheckpoint({ ...checkpoint, tensors }), learned });
    if (/^(lstm|rnn|gru-pytorch)$/.test(options.cell ?? '') && !options.residual) {
      const weights = exportPyTorch(tensors, savedNetwork(checkpoint));
      bases.push({
        name: `${name}, by PyTorch's names`,
        bytes: encodeSafetensors(weights, { format: 'pt' }),
        learned,
        weights: true,
        symbols: checkpoint,
      });
    }
  }
  for (const run of readdirSync(STORED))
    bases.push({ name: `${run} of 0.1.0`, bytes: new Uint8Array(readFileSync(path.join(STORED, run, 'last.safetensors'))) });
  return bases;
}
