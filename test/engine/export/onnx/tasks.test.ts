/** ONNX Runtime computes from an exported model what our engine computes from the run: for every task, built-in operators or not. */
import assert from 'node:assert/strict';
import { builtinCells } from '../../../../src/engine/cell/builtin/builtinCells';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import {
  type Feeds,
  floats,
  goingOn,
  inEngine,
  inRuntime,
  ints,
  type Runtime,
  requireNear,
  someSymbols,
  untrained,
  zeroStates,
} from './engineAndRuntime';

const [T, B, H, V] = [9, 3, 5, 7];
const LENGTHS = [9, 1, 4];

/** What a network has in its layers. */
const LAYERS: readonly ExperimentOptions[] = [
  { layers: 2 },
  { layers: 2, embedding: 4, residual: true },
  { layers: 2, embedding: H, residual: true },
];
/** Each cell that is built in, and of two kinds one on another. */
const ALL = each([...builtinCells.map(({ name }) => name), 'lstm,mgu', 'slstm,gru-pytorch'], LAYERS);
/**
 * One of each kind: of ONNX's operators, in a loop, with an output that is no state, with something made of parameters alone. Not
 * slstm: it divides by a state, which is near zero where a network that was not trained hands it over, and then no two floats agree.
 */
const SOME = each(['rnn-relu', 'gru', 'lstm-peephole', 'mgu', 'sru', 'leaky-rnn', 'lstm,mgu'], LAYERS.slice(1));
const FEW = each(['gru-pytorch', 'mgu', 'lstm,mgu'], LAYERS.slice(2));

function each(cells: readonly string[], layers: readonly ExperimentOptions[]): readonly ExperimentOptions[] {
  return cells.flatMap((cell) => layers.map((options) => ({ cell, ...options })));
}

const named = (options: ExperimentOptions) =>
  Object.entries(options)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');

/** 1 in a text, 0 in its padding, time-major. */
const mask = (steps: number) =>
  Float64Array.from({ length: steps * B }, (_, at) => (Math.floor(at / B) < (LENGTHS[at % B] as number) ? 1 : 0));
const dataOf = (tensor: { readonly data: unknown } | undefined) => tensor?.data as Float32Array;
const only = (runtimes: ReadonlyMap<string, Runtime>) => runtimes.get('model') as Runtime;
/** Of what lies in padding nothing is promised. */
const inTexts = (values: ArrayLike<number>, columns: number) =>
  Array.from(values, (value, at) => ((mask(T)[Math.floor(at / columns)] as number) > 0 ? value : 0));

describe('an exported language model', () => {
  for (const options of ALL)
    it(`${named(options)}: has the logits and the states of ours, in one go and in pieces`, async () => {
      const checkpoint = untrained(options);
      const tokens = someSymbols(T * B, V, 1);
      const ours = await inEngine(checkpoint, { batch: B, window: T }, { tokens: Float64Array.from(tokens) });
      const model = only(await inRuntime(checkpoint));
      const first = zeroStates(model.inputs, B, H);
      const whole = await model.run({ ids: ints(tokens, T, B), ...first });
      requireNear(whole.logits, ours.logits);
      const states = statesOf(model);
      assert.ok(states.length > 0);
      for (const [name, layer, state] of states) requireNear(whole[name], ours[`stack ${layer} forward ${state}`], name);

      const logits: number[] = [];
      let carried: Feeds = first;
      for (const [from, to] of [
        [0, 4],
        [4, 5],
        [5, T],
      ] as const) {
        const piece = await model.run({ ids: ints(tokens.slice(from * B, to * B), to - from, B), ...carried });
        logits.push(...dataOf(piece.logits));
        carried = goingOn(piece);
      }
      requireNear(floats(logits, T, B, V), ours.logits, 'in pieces');
      await model.dispose();
    });
});

/** Output, layer, state. */
function statesOf({ outputs }: Runtime): readonly (readonly [string, string, string])[] {
  return outputs.flatMap((name) => {
    const [, state, layer] = /^(.*)n_layer(\d+)$/.exec(name) ?? [];
    return state === undefined || layer === undefined ? [] : [[name, layer, state] as const];
  });
}

for (const task of ['tag', 'classify'] as const)
  describe(`an exported model that ${task === 'tag' ? 'tags' : 'classifies'}`, () => {
    for (const bidirectional of ['no', 'concat', 'sum'] as const)
      for (const options of SOME)
        it(`${named({ bidirectional, ...options })}: reads texts of different lengths side by side`, async () => {
          const checkpoint = untrained({ task, bidirectional, ...options });
          const tokens = someSymbols(T * B, task === 'tag' ? V : V + 1, 2);
          const ours = await inEngine(checkpoint, { batch: B, window: T }, { tokens: Float64Array.from(tokens), mask: mask(T) });
          const model = only(await inRuntime(checkpoint));
          const { logits } = await model.run({ ids: ints(tokens, T, B), lengths: ints(LENGTHS, B) });
          const expected = ours.logits as Float64Array;
          if (task === 'classify') requireNear(logits, expected);
          else requireNear(floats(inTexts(dataOf(logits), 3), T, B, 3), inTexts(expected, 3));
          await model.dispose();
        });
  });

describe('an exported gap filler', () => {
  for (const bidirectional of ['concat', 'sum'] as const)
    for (const sideHeads of [false, true])
      for (const options of SOME)
        it(`${named({ bidirectional, sideHeads, ...options })}: reads from both sides`, async () => {
          const checkpoint = untrained({ task: 'infill', bidirectional, sideHeads, ...options });
          const [before, after] = [someSymbols(T * B, V + 1, 3), someSymbols(T * B, V + 1, 4)];
          const ours = await inEngine(
            checkpoint,
            { batch: B, window: T },
            { tokens: Float64Array.from(before), after: Float64Array.from(after) },
          );
          const model = only(await inRuntime(checkpoint));
          const theirs = await model.run({ ids: ints(before, T, B), after: ints(after, T, B), ...zeroStates(model.inputs, B, H) });
          requireNear(theirs.logits, ours.logits);
          if (sideHeads) {
            requireNear(theirs.logits_forwards, ours['side 0']);
            requireNear(theirs.logits_backwards, ours['side 1']);
          }
          for (const [name, layer, state] of statesOf(model)) requireNear(theirs[name], ours[`stack ${layer} forward ${state}`], name);
          await model.dispose();
        });
});

describe('an exported model that writes texts of a label', () => {
  for (const options of SOME)
    it(`${named(options)}: begins from the label, and goes on from where it was`, async () => {
      const checkpoint = untrained({ task: 'generate-from-label', ...options });
      const tokens = someSymbols(T * B, V + 1, 5);
      const labels = [2, 0, 1];
      const ours = await inEngine(
        checkpoint,
        { batch: B, window: T },
        { labels: Float64Array.from(labels), 'decoder.tokens': Float64Array.from(tokens) },
      );
      const model = only(await inRuntime(checkpoint));
      const zeros = zeroStates(model.inputs, B, H);
      const [begun, rest] = [tokens.slice(0, 4 * B), tokens.slice(4 * B)];
      const first = await model.run({ ids: ints(begun, 4, B), label: ints(labels, B), ...zeros });
      const second = await model.run({ ids: ints(rest, T - 4, B), label: ints([-1, -1, -1], B), ...goingOn(first) });
      const both = [...dataOf(first.logits), ...dataOf(second.logits)];
      requireNear(floats(both, T, B, V + 1), ours.logits);
      await model.dispose();
    });
});

describe('an exported translator', () => {
  const S = 9;
  for (const bidirectional of ['no', 'concat', 'sum'] as const)
    for (const attention of ['none', 'dot', 'additive'] as const)
      for (const decoderHidden of [H, 6])
        for (const options of FEW)
          it(`${named({ bidirectional, attention, decoderHidden, ...options })}: its decoder goes on from what its encoder read`, async () => {
            const checkpoint = untrained({ task: 'translate', bidirectional, attention, decoderHidden, ...options });
            const [source, target] = [someSymbols(S * B, V + 1, 6), someSymbols(T * B, 5, 7)];
            const feed = { tokens: Float64Array.from(source), mask: mask(S), 'decoder.tokens': Float64Array.from(target) };
            const ours = await inEngine(checkpoint, { batch: B, window: S, targetWindow: T }, feed);
            const networks = await inRuntime(checkpoint);
            const [encoder, decoder] = ['encoder', 'decoder'].map((name) => networks.get(name)) as [Runtime, Runtime];
            const read = await encoder.run({ ids: ints(source, S, B), lengths: ints(LENGTHS, B) });
            const whole = await decoder.run({ ids: ints(target, T, B), ...read });
            requireNear(whole.logits, ours.logits);
            if (attention !== 'none') requireNear(whole.alignment, ours.alignment);
            const logits: number[] = [];
            let carried: Feeds = read;
            for (let t = 0; t < T; t++) {
              const step = await decoder.run({ ids: ints(target.slice(t * B, (t + 1) * B), 1, B), ...carried });
              logits.push(...dataOf(step.logits));
              carried = { ...carried, ...goingOn(step) };
            }
            requireNear(floats(logits, T, B, 5), ours.logits, 'step by step');
            await encoder.dispose();
            await decoder.dispose();
          });
});
