/** A small model of any task, trained for a few updates: enough that nothing in it is zero or equal. */
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { type Model, openModel } from '../../../src/engine/abilities';
import type { Material, Row } from '../../../src/engine/data/material';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { trainOnce } from '../trainOnce';

/** A network whose first numbers are none: training ended before there was a checkpoint. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
}

/** @throws DivergedError */
export async function modelOf(options: ExperimentOptions, material: string | Material): Promise<Model> {
  return await openModel(await lastOf(options, material), openReference());
}

/** Its checkpoint, to be opened on any device. @throws DivergedError */
export async function lastOf(options: ExperimentOptions, material: string | Material): Promise<Uint8Array> {
  const { last, done } = await trainOnce(
    {
      cell: 'gru',
      hidden: 6,
      batch: 4,
      window: 16,
      validation: 0,
      learningRate: 0.01,
      updates: 20,
      validateEvery: 1_000,
      initializer: 'uniform:0.7',
      ...options,
    },
    material,
  );
  if (!last && done.reason === 'diverged') throw new DivergedError(done.message);
  return last.bytes;
}

export const rowsOf = (...pairs: readonly (readonly [string, string])[]): Material => ({
  kind: 'rows',
  rows: pairs.map(([input, target]): Row => ({ input, target })),
});

/** Words of a, b, c and what they are backwards. */
export const REVERSALS = rowsOf(
  ...['ab', 'ba', 'abc', 'cab', 'bca', 'ccab', 'a', 'acb', 'bbca', 'cabab'].map((word) => [word, [...word].reverse().join('')] as const),
);

export const NAMES = rowsOf(
  ...['anna', 'otto', 'hanna'].map((name) => [name, 'German'] as const),
  ...['anya', 'ivan', 'olga', 'tanya'].map((name) => [name, 'Russian'] as const),
  ...['akira', 'yuki'].map((name) => [name, 'Japanese'] as const),
);

export const VERSE = 'The cat sat on the mat. The rat, too, sat on the Cat! '.repeat(8);
