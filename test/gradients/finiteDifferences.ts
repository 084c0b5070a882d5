/** A network's gradient against central finite differences of its loss, element by element, in float64. */
import assert from 'node:assert/strict';
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Feed } from '../../src/engine/backend';
import { carrySlots } from '../../src/engine/model/network';
import { fromSlots, type NetworkShape, parameterSlots } from '../../src/engine/model/parameters';
import { Random } from '../../src/engine/random';
import { makeOptimizer } from '../../src/engine/train/optimizers';
import { updateGraph } from '../../src/engine/train/updateGraph';

export interface Network extends NetworkShape {
  readonly batch: number;
  readonly window: number;
  readonly dropout: boolean;
  readonly seed: number;
}

/** Random weights, tokens, masks and carried state; every parameter of the network is wiggled. */
export async function assertGradients(network: Network): Promise<void> {
  const { batch, window, dropout, hidden, layers, vocabulary } = network;
  const random = Random.fromSeed(network.seed);
  const between = (low: number, high: number, length: number) => Float64Array.from({ length }, () => low + (high - low) * random.uniform());
  const tokens = () => between(0, vocabulary, window * batch).map(Math.floor);
  const slots = parameterSlots(network);
  const weights: Feed = Object.fromEntries(slots.map(({ name, rows, columns }) => [name, between(-0.9, 0.9, rows * columns)]));
  const state: Feed = Object.fromEntries(carrySlots(network).map((name) => [name, between(0.1, 0.9, batch * hidden)]));
  const masks: Feed = dropout
    ? Object.fromEntries(
        Array.from({ length: layers - 1 }, (_, layer) => [`dropout.${layer}`, tokensToMask(between(0, 1, window * batch * hidden))]),
      )
    : {};
  const feed = { tokens: tokens(), targets: tokens(), rates: Float64Array.of(0, 1, 1), ...masks }; // a learning rate of 0

  const executable = await openReference().compile(
    updateGraph(network, { batch, window, dropout, clip: 0, optimizer: makeOptimizer('sgd', 0), gradients: true }),
  );
  const run = async (changed: Feed) => {
    executable.write({ ...weights, ...changed, ...state });
    const [outputs] = await executable.run([feed]);
    assert.ok(outputs?.loss && Number.isFinite(outputs.loss[0]), 'the loss is a number');
    return { loss: outputs.loss[0] as number, outputs };
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
        assert.ok(near(await slope(1e-7)), `${whereabouts(network, name, element)}: ${found[element]}, by differences ${expected}`);
    }
  }
}

function tokensToMask(uniform: Float64Array): Float64Array {
  return uniform.map((value) => (value < 0.3 ? 0 : 1 / 0.7));
}

/** Which parameter an element of a slot belongs to, for the message. */
function whereabouts(network: Network, name: string, element: number): string {
  const slots = parameterSlots(network);
  const marked = Object.fromEntries(slots.map((slot) => [slot.name, new Float64Array(slot.rows * slot.columns)]));
  marked[name]?.fill(1, element, element + 1);
  for (const [parameter, { data }] of fromSlots(slots, marked)) if (data.includes(1)) return `${parameter}[${data.indexOf(1)}]`;
  return name;
}
