/** A step's equations with numbers in them: what is written there comes to the value, and every number is that of a pass by hand. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Model } from '../../../src/engine/abilities';
import type { Tensor } from '../../../src/engine/checkpoint/tensor';
import { openTrace } from '../../../src/engine/inspect/openTrace';
import type { StepValue, UnrolledStep } from '../../../src/engine/inspect/step/unrolledStep';
import { oddCells } from '../../gradients/oddCells';
import { Mathematics } from '../cell/mathematics';
import { randomCell } from '../cell/randomCell';
import { DivergedError, modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../tasks/modelOf';
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

  for (const [cell, cellSource] of Object.entries({
    ...cells,
    ...pick('two states that feed each other', 'matrices inside matrices', 'an output that is not a state', 'a constant with a name'),
  }))
    it(`has the slopes of its loss, as finite differences have them: ${cell}`, async () => {
      const model = await modelOf({ task: 'language-model', cell, cellSource, layers: 2, embedding: 3, hidden: 4, updates: 3 }, VERSE);
      for (const [layer, unit, at] of [
        [0, 2, 0],
        [0, 1, 40],
        [1, 3, 22],
      ] as const)
        assert.ok(await slopesAreRight(model, { layer, unit, at }), `${cell}: not smooth at ${at}`);
      model.dispose();
    });

  it('… and of random cells', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomCell, async ({ source }) => {
        const options = { cell: 'own', cellSource: source, layers: 2, hidden: 3, updates: 1, learningRate: 1e-6 };
        const model = await modelOf({ task: 'language-model', ...options }, VERSE).catch((error: Error) => error);
        if (model instanceof Error) {
          assert.ok(model instanceof DivergedError, model.stack);
          fc.pre(false);
          return;
        }
        const smooth =
          (await slopesAreRight(model, { layer: 0, unit: 1, at: 7 })) && (await slopesAreRight(model, { layer: 1, unit: 2, at: 3 }));
        model.dispose();
        fc.pre(smooth);
        compared++;
      }),
      { numRuns: 20, seed: 9 },
    );
    assert.equal(compared, 20);
  });

  it('takes the likeliest symbol for right where the text does not say, and says so', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'gru' }, VERSE);
    const trace = await openTrace(model, TEXT, running);
    const at = [...TEXT].length - 1;
    const { loss, around } = await trace.step({ layer: 0, direction: 'forward', unit: 0, at }, running);
    const [likeliest] = trace.predictions('source', at, at + 1)[0] ?? [];
    assert.deepEqual({ symbol: loss.symbol, known: loss.known, around }, { symbol: likeliest?.symbol, known: false, around: false });
    close(Math.exp(-loss.nats), likeliest?.probability as number, 'its probability');
    const before = await trace.step({ layer: 0, direction: 'forward', unit: 0, at: at - 1 }, running);
    assert.deepEqual([before.loss.symbol, before.loss.known], [TEXT.at(-1), true]);
    model.dispose();
  });

  it('does not stand in the way of what the text is remembered by, nor that in its', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'gru' }, VERSE);
    const trace = await openTrace(model, TEXT, running);
    await trace.memory.gradientsBack({ from: 0, to: 10, reach: 4 }, running);
    await trace.step({ layer: 0, direction: 'forward', unit: 0, at: 9 }, running);
    await trace.memory.eigenvalues({ layer: 0, at: 3 }, running);
    model.dispose();
  });

  it('reads like the equations', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'gru' }, VERSE);
    const step = await (await openTrace(model, TEXT, running)).step({ layer: 0, direction: 'forward', unit: 0, at: 9 }, running);
    assert.deepEqual(
      step.equations.map(({ target, pieces }) => `${target} = ${written(pieces)}`),
      [
        'r = sigmoid(W_xr x + W_hr h + b_r)',
        'z = sigmoid(W_xz x + W_hz h + b_z)',
        'n = tanh(W_xn x + W_hn (r * h) + b_n)',
        "h' = z * h + (1 - z) * n",
      ],
    );
    const [within, before, matrices] = step.backward.map(({ gradients }) =>
      gradients.map(({ targets, pieces }) => [...targets, written(pieces)].join(' = ')),
    );
    assert.equal(within?.[0], "dn = dh' * (1 - z)");
    assert.equal(before?.[0], "dh = dh' * z + d(r * h) * r + W_hrᵀ d(W_hr h) + W_hzᵀ d(W_hz h)");
    assert.equal(matrices?.[0], 'dW_xr = d(W_xr x) xᵀ');
    assert.deepEqual(
      step.arriving.map(({ target }) => target),
      ["dh'"],
    );
    assert.deepEqual(
      step.backward[1]?.gradients.map(({ targets, value }) => [...targets, typeof value]),
      [
        ['dh', 'number'],
        ['dx', 'undefined'],
      ],
    );
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

const written = (pieces: UnrolledStep['equations'][number]['pieces']) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('');

function pick(...names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, oddCells[name] as string]));
}

/** @returns false where the loss is too steep or not smooth there, so that differences say nothing */
async function slopesAreRight(
  model: Model,
  { layer, unit, at }: { readonly layer: number; readonly unit: number; readonly at: number },
): Promise<boolean> {
  const trace = await openTrace(model, TEXT, running);
  const { arriving, backward, loss } = await trace.step({ layer, direction: 'forward', unit, at }, running);
  const nats = (name = '', by = 0) =>
    forwardPass(model, TEXT.slice(0, at + 2), (t, l, n, value) =>
      t === at && l === layer && n === name ? value.map((one, u) => one + (u === unit ? by : 0)) : value,
    ).nats;
  const own = nats() - forwardPass(model, TEXT.slice(0, at + 1)).nats;
  if (!Number.isFinite(own)) return false;
  close(loss.nats, own, 'the loss');
  const cell = model.shape.cells[layer] as Model['shape']['cells'][number];
  const slopes = [...cell.activations.map(({ name }) => name), ...cell.states].map((name) => {
    const slope = (step: number) => (nats(name, step) - nats(name, -step)) / (2 * step);
    return { name, coarse: slope(2e-4), fine: slope(1e-4) };
  });
  if (!slopes.every(({ coarse, fine }) => Math.abs(fine) < 1e3 && Math.abs(coarse - fine) < 1e-6 * (1 + Math.abs(fine)))) return false;
  const told = new Map(
    backward.flatMap(({ gradients }) => gradients).flatMap(({ targets, value }) => targets.map((each) => [each, value])),
  );
  for (const { target, value } of arriving) if (!told.has(target)) told.set(target, value);
  // 0 · ∞, where a logarithm of 0 went through a tanh, has a slope that no chain rule finds.
  if (![...told.values()].every((value) => value === undefined || Number.isFinite(value))) return false;
  for (const { name, fine } of slopes) {
    const found = told.get(`d${name}`) ?? 0;
    assert.ok(Math.abs(found - fine) <= 1e-5 * Math.abs(fine) + 1e-6, `d${name} is ${found}, by differences ${fine}\n${cell.source}`);
  }
  for (const { targets, value, pieces } of backward.flatMap(({ gradients }) => gradients))
    if (value !== undefined) close(comesTo(pieces), value, `what is written for ${targets}: ${written(pieces)}`);
  return true;
}

/** What is written down, evaluated as text by the tests' own reader. */
function comesTo(pieces: UnrolledStep['equations'][number]['pieces']): number {
  const number = ({ value }: StepValue) => `(${value})`;
  return new Mathematics(pieces.map((piece) => (typeof piece === 'string' ? piece : number(piece))).join(''), {}).value();
}
