/** A network's gradient against central finite differences of its loss, element by element, in float64. */
import assert from 'node:assert/strict';
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Feed } from '../../src/engine/backend';
import type { Size } from '../../src/engine/model/architecture';
import type { NetworkShape } from '../../src/engine/model/networkShape';
import { parameterSlots } from '../../src/engine/model/parameterSlots';
import { fromSlots } from '../../src/engine/model/parameters';
import { Random } from '../../src/engine/random';
import { makeOptimizer } from '../../src/engine/train/optimizers';
import { updateGraph } from '../../src/engine/train/updateGraph';
import { between, randomFeed } from './randomFeed';

export interface Case extends Size {
  readonly dropout: boolean;
  readonly seed: number;
}

/** Random weights, symbols, lengths, dropout and carried state; every parameter of the network is wiggled. */
export async function assertGradients(shape: NetworkShape, { dropout, seed, ...size }: Case): Promise<void> {
  const random = Random.fromSeed(seed);
  const graph = updateGraph(shape, { ...size, dropout, clip: 0, optimizer: makeOptimizer('sgd', 0), gradients: true });
  const slots = parameterSlots(shape);
  const weights: Feed = Object.fromEntries(slots.map(({ name, rows, columns }) => [name, between(random, -0.9, 0.9, rows * columns)]));
  const carried: Feed = Object.fromEntries(
    Object.entries(graph.state)
      .filter(([name]) => name.startsWith('carry.'))
      .map(([name, { value }]) => [name, between(random, 0.1, 0.9, value.rows * value.columns)]),
  );
  const feed = randomFeed(graph, shape, size, random);
  const executable = await openReference().compile(graph);
  const run = async (changed: Feed) => {
    executable.write({ ...weights, ...changed, ...carried });
    const [outputs] = await executable.run([feed]);
    assert.ok(outputs?.loss && Number.isFinite(outputs.loss[0]), 'the loss is a number');
    const descended = Object.keys(outputs).filter((name) => name.startsWith('loss'));
    return { loss: descended.reduce((sum, name) => sum + (outputs[name]?.[0] as number), 0), outputs };
  };

  const { outputs } = await run({});
  for (const { name } of slots) {
    const found = outputs[`gradient/${name}`];
    const values = weights[name];
    assert.ok(found && values && found.length === values.length, name);
    for (let element = 0; element < values.length; element++) {
      const slope = async (step: number) => {
        const at = (value: number) => run({ [name]: values.with(element, value) });
        const value = values[element] as number;
        return ((await at(value + step)).loss - (await at(value - step)).loss) / (2 * step);
      };
      const near = (expected: number) => Math.abs((found[element] as number) - expected) <= 1e-7 + 1e-6 * Math.abs(expected);
      const expected = await slope(1e-5);
      // A kink that lies within one step almost never lies within a hundredth of it.
      if (!near(expected))
        assert.ok(near(await slope(1e-7)), `${whereabouts(shape, name, element)}: ${found[element]}, by differences ${expected}`);
    }
  }
}

/** Which parameter an element of a slot belongs to, for the message. */
function whereabouts(shape: NetworkShape, name: string, element: number): string {
  const slots = parameterSlots(shape);
  const marked = Object.fromEntries(slots.map((slot) => [slot.name, new Float64Array(slot.rows * slot.columns)]));
  marked[name]?.fill(1, element, element + 1);
  for (const [parameter, { data }] of fromSlots(slots, marked)) if (data.includes(1)) return `${parameter}[${data.indexOf(1)}]`;
  return name;
}
