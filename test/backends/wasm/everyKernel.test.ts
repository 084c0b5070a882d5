/** The trial of 256-bit vectors leaves out no kernel that a graph can come to. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plan } from '../../../src/backends/wasm/compileGraph';
import { everyKernel } from '../../../src/backends/wasm/everyKernel';
import { KERNELS } from '../../../src/backends/wasm/kernels/kernel';
import { BARRIER } from '../../../src/backends/wasm/plan/schedule';
import type { Graph } from '../../../src/engine/backend';
import { BINARY, UNARY } from '../../../src/engine/graph/pointwise';
import { caseOf, OPERATIONS, recipe } from '../../contract/cases';

describe('wasm: the trial of 256-bit vectors', () => {
  it('runs every kind of kernel', () => {
    for (const wide of [false, true]) assert.deepEqual(new Set(keysOf(everyKernel(), wide).map(kindOf)), new Set(KERNELS));
  });

  it('runs every instruction', () => {
    const tried = keysOf(everyKernel(), true).join();
    for (const op of [...UNARY, ...BINARY]) assert.ok(tried.includes(`"op":"${op}"`), op);
  });

  it('runs them in every form that random graphs come to, of values that a run changes and that none does', () => {
    const tried = new Set(keysOf(everyKernel(), true).flatMap(formsOf));
    for (const op of OPERATIONS) {
      for (const sizes of fc.sample(recipe, { numRuns: 100, seed: 1 })) {
        const { graph } = caseOf(op, sizes);
        for (const each of [graph, written(graph)])
          for (const form of keysOf(each, true).flatMap(formsOf)) assert.ok(tried.has(form), `${op} ${sizes}: ${form} is not tried`);
      }
    }
  });
});

function keysOf(graph: Graph, wide: boolean): string[] {
  const { preparation, schedule } = plan(graph, 1, wide);
  return [...preparation, ...schedule.steps].flatMap((step) => (step === BARRIER ? [] : [step.kernel.key]));
}

/** What stands before the first number or list. */
function kindOf(key: string): string {
  return key.replace(/ [\d[{].*$/, '');
}

/** Whatever the sizes: each transpose and each way to pack with each addend, and with each small number of rows. */
function formsOf(key: string): string[] {
  if (kindOf(key) === 'pointwise') return ['pointwise'];
  const form = key.replace(/\d+/g, 'n');
  const [few] = /^few rows[^\d]*\d/.exec(key) ?? [];
  return few ? [form, `${few} ${form.includes('"packed":true')}`] : [form];
}

/** The same with its inputs as state that stays as it was written. */
function written({ inputs, ...graph }: Graph): Graph {
  const slots = Object.entries(inputs).map(([name, value]) => [name, { value }]);
  return { ...graph, inputs: {}, state: { ...graph.state, ...Object.fromEntries(slots) } };
}
