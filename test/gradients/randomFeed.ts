/** Numbers for every input of a task's graph, drawn at random and fit for it; and for its parameters and states. */
import type { Feed, Graph, Numbers } from '../../src/engine/backend';
import type { Size } from '../../src/engine/model/architecture';
import type { NetworkShape } from '../../src/engine/model/networkShape';
import type { Random } from '../../src/engine/random';

export function between(random: Random, low: number, high: number, length: number): Float64Array {
  return Float64Array.from({ length }, () => low + (high - low) * random.uniform());
}

/** Texts of at least one symbol; padding weighs nothing, and what is weighed sums to 1. A learning rate of 0. */
export function randomFeed(graph: Graph, shape: NetworkShape, size: Size, random: Random): Feed {
  const { batch, window, targetWindow = window } = size;
  const whole = (most: number, length: number) => between(random, 0, most, length).map(Math.floor);
  const sourceMask = textMask(whole(window, batch), window);
  const targetMask = textMask(whole(targetWindow, batch), targetWindow);
  const told = 'decoder.tokens' in graph.inputs ? targetMask : sourceMask;
  const counted = shape.architecture.tells === 'once' ? new Float64Array(batch).fill(1) : told;
  const feeds: Record<string, (length: number) => Numbers> = {
    tokens: (length) => whole(shape.vocabulary, length),
    after: (length) => whole(shape.vocabulary, length),
    'decoder.tokens': (length) => whole(shape.targets, length),
    targets: (length) => whole(shape.targets, length),
    labels: (length) => whole(shape.labels, length),
    mask: () => sourceMask,
    weights: () => weigh(random, counted),
    rates: () => Float64Array.of(0, 1, 1),
  };
  return Object.fromEntries(
    Object.entries(graph.inputs).map(([name, { rows, columns }]) => [
      name,
      name.includes('dropout.') ? between(random, 0, 1, rows * columns).map(toDropout) : (feeds[name] as (length: number) => Numbers)(rows),
    ]),
  );
}

/** 1 up to and with the last position of each text, time-major. */
export function textMask(last: ArrayLike<number>, window: number): Float64Array {
  return Float64Array.from({ length: window * last.length }, (_, row) =>
    Math.floor(row / last.length) <= (last[row % last.length] as number) ? 1 : 0,
  );
}

function weigh(random: Random, mask: Float64Array): Float64Array {
  const weights = mask.map((real) => real * (0.5 + random.uniform()));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function toDropout(uniform: number): number {
  return uniform < 0.3 ? 0 : 1 / 0.7;
}
