/** An engine process and a folder of runs: what its tests share. Call it inside a describe. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import type { Started } from '../../src/engine/trainingEvent';
import type { RunHistory } from '../../src/protocol/engineProtocol';
import { temporaryFolder, writerInto } from '../runs/temporaryFolder';
import { builtEntry } from './builtEntry';
import { type EngineChild, type FailingDisk, forkEngine } from './engineChild';

export const VERSE = 'the cat sat on the mat; the rat sat on the cat. '.repeat(20);
export const SMALL: ExperimentOptions = {
  device: 'reference',
  hidden: 8,
  batch: 4,
  window: 16,
  learningRate: 0.01,
  validateEvery: 50,
  checkpointEvery: 20,
};
/** Long enough to be caught in the middle. */
export const LONG = 500;
export const GENERATION = { prompt: 'the', length: 20, temperature: 0.7, topK: 0, topP: 1, seed: 1, count: 2 };

export function engineBench() {
  const script = builtEntry('src/server/node.ts');
  const root = temporaryFolder();
  let engines: EngineChild[] = [];
  afterEach(() => {
    for (const { child } of engines) child.kill('SIGKILL');
    engines = [];
  });
  const engine = (acknowledge?: () => Promise<void>, disk?: FailingDisk) => {
    engines.push(forkEngine(script(), acknowledge, disk));
    return engines.at(-1) as EngineChild;
  };
  const run = (name: string) => path.join(root(), '.unroll', 'runs', name);
  const file = writerInto(root);
  const verse = (name: string, options: ExperimentOptions = {}) => ({
    folder: run(name),
    files: [file('verse.txt', VERSE)],
    options: { ...SMALL, updates: LONG, ...options },
  });
  const losses = ({ curve }: RunHistory) => curve.updates.map(({ update, loss }) => ({ update, loss }));
  /** Each time that a run was begun or gone on with. */
  const beginnings = (name: string): Started[] =>
    readFileSync(path.join(run(name), 'metrics.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{"kind":"started"'))
      .map((line) => JSON.parse(line));
  /** All that a checkpoint says of where training stands, but for the clock. */
  const standing = (name: string) => {
    const { experiment, progress, tensors, ...rest } = readCheckpoint(readFileSync(path.join(run(name), 'last.safetensors')));
    return { ...rest, progress: { ...progress, elapsed: 0 }, tensors: [...tensors].sort() };
  };
  const stated = (name: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, words);
    assert.equal(error.stack, `${name}: ${error.message}`);
    return true;
  };
  return { script, root, engine, run, file, verse, beginnings, losses, standing, stated };
}
