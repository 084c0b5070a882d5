/** Gradients back through a text against finite differences: a state is moved, and the text read on from there by hand. */
import assert from 'node:assert/strict';
import type { Model } from '../../../../src/engine/abilities';

import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import { openTrace } from '../../../../src/engine/inspect/openTrace';
import { oddCells } from '../../../gradients/oddCells';
import { modelOf, REVERSALS, rowsOf, VERSE } from '../../tasks/modelOf';
import { running } from '../../trainOnce';
import { nudged } from './nudged';

const NETWORKS: readonly (readonly [string, ExperimentOptions])[] = [
  ['rnn', { cell: 'rnn' }],
  ['gru on gru', { cell: 'gru', layers: 2 }],
  ['lstm on lstm', { cell: 'lstm', layers: 2, embedding: 6, residual: true }],
  ['peepholes', { cell: 'lstm-peephole' }],
  ...[
    'coupled gates, with the new memory beside the gate',
    'two states that feed each other',
    'no recurrence: the state is only written',
    'matrices inside matrices',
    'an output that is not a state',
    'a constant with a name',
    'three states in a ring',
  ].map((name) => [name, { cell: 'own', cellSource: oddCells[name] as string, updates: 5 }] as const),
];

describe('gradients back through a text', function () {
  this.timeout(60_000);

  for (const [name, options] of NETWORKS) {
    it(`agree with finite differences: ${name}`, async () => {
      const model = await modelOf({ task: 'language-model', ...options }, VERSE);
      const text = VERSE.slice(3, 180);
      const opened = await openTrace(model, text, running);
      const reach = 40;
      const { lines } = await opened.memory.gradientsBack({ from: 0, to: text.length, reach }, running);
      assert.equal(lines.length, model.shape.cells.flatMap(({ states }) => states).length);
      for (const { layer, state, left, at } of lines) {
        for (const [t, back] of [
          [176, 0],
          [176, 1],
          [150, 5],
          [140, 33],
          [20, 19],
        ] as const) {
          const expected = await differences(model, text, { t, s: t - 1 - back, layer, state });
          const found = (at[t] as number) * (left[t * (reach + 1) + back] as number);
          assert.ok(
            Math.abs(found - expected) <= 1e-5 * expected + 1e-9,
            `${state} of layer ${layer}, ${back} before ${t}: ${found}, by differences ${expected}`,
          );
        }
      }
      assert.ok(Number.isNaN(lines[0]?.at[0]), 'nothing predicts the first character');
      assert.ok(Number.isNaN(lines[0]?.left[20 * (reach + 1) + 20]), 'there is no state before the first character');
      model.dispose();
    });
  }

  it('are of one loss what they are of all', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'gru' }, VERSE);
    const opened = await openTrace(model, VERSE, running);
    const all = await opened.memory.gradientsBack({ from: 0, to: 400, reach: 128 }, running);
    const one = await opened.memory.gradientsBack({ from: 301, to: 302, reach: 128 }, running);
    const row = all.lines[0]?.left.subarray(301 * 129, 302 * 129) as Float32Array;
    one.lines[0]?.left.forEach((value, back) => {
      assert.ok(Math.abs(value - (row[back] as number)) <= 1e-6 * value + 1e-9);
    });
    model.dispose();
  });

  it('are refused in words where no state comes before all others, or there is no loss', async () => {
    for (const [options, material, words] of [
      [{ task: 'infill' }, VERSE, /both directions/],
      [{ task: 'classify' }, rowsOf(['ab', 'x'], ['ba', 'y'], ['abb', 'x'], ['bb', 'y']), /answers once/],
      [{ task: 'translate' }, REVERSALS, /both directions|one that reads/],
      [{ task: 'tag', bidirectional: 'no' }, rowsOf(['ab', 'xy'], ['ba', 'yx'], ['abb', 'xyy']), /not known/],
    ] as const) {
      const model = await modelOf(options, material);
      const opened = await openTrace(model, 'abba', running);
      await assert.rejects(opened.memory.gradientsBack({ from: 1, to: 3, reach: 2 }, running), { name: 'MemoryError', message: words });
      model.dispose();
    }
  });
});

/** ‖∂ℓ_t/∂(state after s)‖ by central differences. */
async function differences(
  model: Model,
  text: string,
  { t, s, layer, state }: { readonly t: number; readonly s: number; readonly layer: number; readonly state: string },
): Promise<number> {
  const loss = await nudged(model, text, { t, s, layer, state });
  let squares = 0;
  for (let unit = 0; unit < model.shape.hidden; unit++) {
    const by = (amount: number) => new Float64Array(model.shape.hidden).fill(amount, unit, unit + 1);
    squares += (((await loss(by(1e-5))) - (await loss(by(-1e-5)))) / 2e-5) ** 2;
  }
  return Math.sqrt(squares);
}
