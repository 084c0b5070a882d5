/** A step's equations with numbers in them: what is written there comes to the value, and every number is that of a pass by hand. */
import assert from 'node:assert/strict';
import type { Model } from '../../../src/engine/abilities';
import type { Tensor } from '../../../src/engine/checkpoint/tensor';
import { openTrace } from '../../../src/engine/inspect/openTrace';
import type { StepValue, UnrolledStep } from '../../../src/engine/inspect/step/stepEquations';
import { oddCells } from '../../gradients/oddCells';
import { runEquations } from '../cell/interpreter';
import { modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../tasks/modelOf';
import { running } from '../trainOnce';
import { forwardPass, inOrder } from './forwardPass';

const TEXT = VERSE.slice(0, 80);
const close = (a: number, b: number, what: string) =>
  assert.ok(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)), `${what}: ${a} instead of ${b}`);

describe('one step, unrolled', function () {
  this.timeout(60_000);

  const cells: Record<string, string> = { gru: '', lstm: '' };
  for (const name of ['peepholes everywhere', 'a minimal gated unit in two gemms', 'division by what may not be zero'])
    cells[name] = oddCells[name] as string;
  for (const [cell, cellSource] of Object.entries(cells))
    it(`has the numbers of a forward pass: ${cell}`, async () => {
      const model = await modelOf({ task: 'language-model', cell, cellSource, layers: 2, embedding: 3, hidden: 4, updates: 3 }, VERSE);
      const trace = await openTrace(model, TEXT, running);
      const { values } = forwardPass(model, TEXT);
      for (const [layer, unit, at] of [
        [0, 2, 0],
        [0, 1, 70],
        [1, 3, 64],
      ] as const) {
        const step = await trace.step({ layer, direction: 'forward', unit, at }, running);
        const names = inOrder(model.shape.cells[layer] as Model['shape']['cells'][number]);
        const by = (name: string, t: number) =>
          t < 0 ? 0 : (values[layer * names.length + names.indexOf(name)]?.[t * 4 + unit] as number);
        for (const { target, value, pieces } of step.equations) {
          close(value, by(target, at), target);
          close(comesTo(pieces), value, `what is written for ${target}`);
          for (const piece of pieces) {
            if (typeof piece === 'string') continue;
            if (piece.kind === 'before') close(piece.value, by(`${piece.words}'`, at - 1), piece.words);
            if (piece.kind === 'activation') close(piece.value, by(piece.words, at), piece.words);
            if (piece.kind === 'parameter') close(piece.value, weight(model, layer, piece.words)[unit] as number, piece.words);
            const [, matrix, state] = /^(W_\w+) (\w+)$/.exec(piece.words) ?? [];
            if (
              piece.kind !== 'product' ||
              matrix === undefined ||
              state === 'x' ||
              !model.shape.cells[layer]?.states.includes(state as string)
            )
              continue;
            const row = weight(model, layer, matrix).slice(unit * 4, unit * 4 + 4);
            const before = (k: number) =>
              at === 0 ? 0 : (values[layer * names.length + names.indexOf(`${state}'`)]?.[(at - 1) * 4 + k] as number);
            close(
              piece.value,
              [...row].reduce((sum, w, k) => sum + w * before(k), 0),
              piece.words,
            );
          }
        }
      }
      model.dispose();
    });

  it('reads like the equations', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'gru' }, VERSE);
    const step = await (await openTrace(model, TEXT, running)).step({ layer: 0, direction: 'forward', unit: 0, at: 9 }, running);
    assert.deepEqual(
      step.equations.map(
        ({ target, pieces }) => `${target} = ${pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('')}`,
      ),
      [
        'r = sigmoid(W_xr x + W_hr h + b_r)',
        'z = sigmoid(W_xz x + W_hz h + b_z)',
        'n = tanh(W_xn x + W_hn (r * h) + b_n)',
        "h' = z * h + (1 - z) * n",
      ],
    );
    assert.match(step.backward.join('\n'), /dn = dh' \* \(1 - z\)|dn = \(1 - z\) \* dh'/);
    assert.deepEqual(
      step.equations[3]?.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name])),
      ['z', 'h', 'z', 'n'],
    );
    model.dispose();
  });

  it('of both ways of reading, of a label and of two stacks comes to the values of the trace', async () => {
    for (const [options, material] of [
      [{ task: 'tag', bidirectional: 'concat', layers: 2 }, rowsOf(['The cat', 'abcabca'], ['sat on', 'xyzxyz'])],
      [{ task: 'generate-from-label' }, NAMES],
      [{ task: 'infill' }, VERSE],
    ] as const) {
      const model = await modelOf(options, material);
      const trace = await openTrace(model, 'The cat', running);
      const { length, layers } = trace.shape.source;
      for (const { layer, direction } of layers)
        for (const at of [0, 3, length - 1]) {
          const { equations } = await trace.step({ layer, direction, unit: 1, at }, running);
          for (const { name, value, pieces } of equations) {
            const field = { kind: 'activation', layer, direction, name, unit: 1 } as const;
            const { mean } = await trace.field({ part: 'source', from: at, to: at + 1, step: 1, field }, running);
            close(value, mean?.[0] as number, `${options.task} ${direction} ${layer} ${name} at ${at}`);
            close(comesTo(pieces), value, name);
          }
        }
      model.dispose();
    }
    const translator = await modelOf({ task: 'translate' }, REVERSALS);
    await assert.rejects(
      (await openTrace(translator, 'ab', running)).step({ layer: 0, direction: 'forward', unit: 0, at: 0 }, running),
      /not by classify and translate/,
    );
    translator.dispose();
  });
});

const weight = ({ weights }: Model, layer: number, name: string) => (weights.get(`layers.${layer}.${name}`) as Tensor).data;

/** What is written down, evaluated as text by the tests' own reader of equations. */
function comesTo(pieces: UnrolledStep['equations'][number]['pieces']): number {
  const number = ({ value }: StepValue) => `(${value < 0 ? '-' : ''}${Math.abs(value).toFixed(12)})`;
  const text = pieces
    .map((piece) => (typeof piece === 'string' ? piece : number(piece)))
    .join('')
    .replace(/(\([^()]*\))²/g, '$1 * $1');
  return runEquations(`v = ${text}`, { x: [], states: { s: [0] }, parameters: {} }).v?.[0] as number;
}
