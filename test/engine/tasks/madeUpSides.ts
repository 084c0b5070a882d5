/** Directions of an infill model that say anything, the same again for the same symbols: for the searches over a gap. */
import assert from 'node:assert/strict';
import type { Choice } from '../../../src/engine/infer/beamSearch';
import type { Side } from '../../../src/engine/tasks/infill/searchGap';

/** Logits that a made-up direction says after it has read these symbols, the nearest last. */
export type Law = (read: readonly number[]) => Float64Array;

export function law(seed: number, symbols: number): Law {
  return (read) => {
    let state = seed >>> 0;
    for (const symbol of read) state = (Math.imul(state ^ (state >>> 13), 0x5bd1e995) + symbol + 1) >>> 0;
    return Float64Array.from({ length: symbols }, () => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
      return 4 * (state / 2 ** 32) - 2;
    });
  };
}

/** A side over a law, that has read a context; it knows the texts of its last step and nothing else. */
export function side(says: Law, context: readonly number[], symbols: number, width: number): Side {
  let texts: (readonly number[])[] = [context];
  return {
    next: says(context),
    mean: new Float64Array(symbols),
    width,
    ...(context.length > 0 && { beside: { token: context.at(-1) as number, logits: says(context.slice(0, -1)) } }),
    restart: () => {
      texts = [context];
    },
    async step(choices: readonly Choice[]) {
      assert.ok(choices.length <= width);
      texts = choices.map(({ parent, token }) => [...(texts[parent] as readonly number[]), token]);
      return texts.map(says);
    },
  };
}

export function everyText(symbols: number, length: number): number[][] {
  if (length === 0) return [[]];
  return everyText(symbols, length - 1).flatMap((text) => Array.from({ length: symbols }, (_, token) => [...text, token]));
}
