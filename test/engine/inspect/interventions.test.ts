/** Interventions against a forward pass that knows nothing of graphs: equations read line by line, with values put in by hand. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { generate, type Model, score } from '../../../src/engine/abilities';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { type Intervention, InterventionError } from '../../../src/engine/inspect/interventions/intervention';
import { type OpenTrace, openTrace } from '../../../src/engine/inspect/openTrace';
import { oddCells } from '../../gradients/oddCells';
import { randomCell } from '../cell/randomCell';
import { DivergedError, modelOf, NAMES, rowsOf, VERSE } from '../tasks/modelOf';
import { running, seconds } from '../trainOnce';
import { forwardPass, type Put } from './forwardPass';

const TEXT = VERSE.slice(0, 100); // a chunk of 64, and a rest
const OTHER = 'The rat sat on the Cat!';
/** Operands that stand for themselves, values that are used at once and later, two states. */
const ODD = ['peepholes everywhere', 'a minimal gated unit in two gemms', 'two states that feed each other'].map(
  (name) => [name, oddCells[name] as string] as const,
);
const WHERE = { layer: 0, direction: 'forward' } as const;
const DRAWING = { length: 12, temperature: 1, topK: 0, topP: 1, seed: 5, count: 2 };

describe('interventions', function () {
  this.timeout(120_000);

  it('are what a forward pass makes of values that are put in by hand, in every cell, in both of two layers', async () => {
    for (const [name, source] of ODD) await held({ cellSource: source, cell: name, layers: 2, embedding: 3, updates: 1 });
    for (const cell of ['lstm', 'gru']) await held({ cell, layers: 2 });
  });

  it('and in random cells', async () => {
    await fc.assert(
      fc.asyncProperty(randomCell, fc.nat(), async ({ source }, seed) => {
        try {
          await held({ cellSource: source, cell: 'random', updates: 1, seed });
        } catch (error) {
          fc.pre(!(error instanceof DivergedError));
          throw error;
        }
      }),
      { numRuns: 8 },
    );
  });

  async function held(options: ExperimentOptions): Promise<void> {
    const model = await modelOf({ task: 'language-model', hidden: 4, ...options }, VERSE);
    const plain = await openTrace(model, TEXT, running);
    const byHand = forwardPass(model, TEXT);
    if (byHand.values.flat().every((value) => Math.abs(value) < 1e3)) {
      for (const [interventions, put] of cases(model)) {
        const expected = forwardPass(model, TEXT, put);
        const trace = await plain.changed(interventions, running);
        const actual = await valuesOf(trace);
        assert.equal(actual.length, expected.values.length);
        actual.forEach((values, which) =>
          values.forEach((value, at) => {
            const right = expected.values[which]?.[at] as number;
            // Of what an intervention makes a root have no value, none is right.
            const close = Math.abs(value - right) <= 1e-5 * Math.max(1, Math.abs(right));
            assert.ok(close || Object.is(value, right), `${options.cell}: ${value} instead of ${right}`);
          }),
        );
        const { total } = plain.lossChange(trace);
        assert.equal(total.characters, TEXT.length - 1);
        assert.ok(
          Math.abs(total.plain - byHand.nats) < 1e-4 && Math.abs(total.changed - expected.nats) < 1e-3 * Math.max(1, expected.nats),
        );
      }
    }
    model.dispose();
  }

  it('that change nothing leave every bit as it was, and the same characters drawn as by generate', async () => {
    for (const [options, material] of [
      [{ task: 'language-model', cell: 'lstm', layers: 2, embedding: 4 }, VERSE],
      [{ task: 'generate-from-label' }, NAMES],
      [{ task: 'tag', bidirectional: 'concat', layers: 2 }, rowsOf(['The cat', 'abcabca'], ['sat on', 'xyzxyz'])],
      [{ task: 'infill', layers: 2 }, VERSE],
    ] as const) {
      const model = await modelOf(options, material);
      const plain = await openTrace(model, 'The cat sat', running);
      for (const interventions of [[], [{ kind: 'add', ...WHERE, name: 'h', from: 2, value: 0 }]] as const) {
        const changed = await plain.changed(interventions, running);
        assert.deepEqual(await valuesOf(changed), await valuesOf(plain));
        assert.deepEqual(await surprise(changed), await surprise(plain));
      }
      if (model.stepper) {
        const label = model.labels[0];
        const { continuations } = await generate(
          model,
          { prompt: 'The cat sat', ...DRAWING, ...(label && { label }) },
          { ...running, seconds },
        );
        assert.deepEqual(await plain.continuations(DRAWING, running), continuations);
      }
      model.dispose();
    }
  });

  it('that last to the end go on in what is written: as in a trace of text and continuation together', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'lstm' }, VERSE);
    const steering: Intervention[] = [
      { kind: 'clamp', ...WHERE, name: 'c', unit: 1, from: 4, value: 2 },
      { kind: 'freeze', ...WHERE, name: 'o', from: 6 },
    ];
    const changed = await (await openTrace(model, OTHER, running)).changed(steering, running);
    const [{ text, characters } = assert.fail()] = await changed.continuations({ ...DRAWING, count: 1 }, running);
    const whole = await (await openTrace(model, OTHER + text, running)).changed(steering, running);
    const bits = (await surprise(whole)).slice(OTHER.length);
    characters.forEach(({ probability }, at) => assert.ok(Math.abs(2 ** -(bits[at] as number) - probability) < 1e-6));
    model.dispose();
  });

  it('reset and patch give the states of another text from there on; an edit is another text', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'lstm', layers: 2 }, VERSE);
    const plain = await openTrace(model, TEXT, running);
    const tail = await openTrace(model, TEXT.slice(80), running);
    const reset = await plain.changed([{ kind: 'reset', at: 80 }], running);
    assert.deepEqual((await surprise(reset)).slice(81), (await surprise(tail)).slice(1));
    assert.deepEqual((await surprise(reset)).slice(1, 81), (await surprise(plain)).slice(1, 81));
    const joined = await openTrace(model, OTHER + TEXT.slice(80), running);
    const patched = await plain.changed([{ kind: 'patch', at: 79, text: OTHER, of: OTHER.length - 1 }], running);
    const [actual, expected] = [(await surprise(patched)).slice(80), (await surprise(joined)).slice(OTHER.length)];
    actual.forEach((bits, at) => assert.ok(Math.abs(bits - (expected[at] as number)) < 1e-5)); // its states are told in single precision
    const edited = await plain.changed([{ kind: 'edit', at: 3, character: 'T' }], running);
    assert.deepEqual(await valuesOf(edited), await valuesOf(await openTrace(model, `The${'T'}${TEXT.slice(4)}`, running)));
    const { after, total } = plain.lossChange(edited);
    assert.deepEqual([after.from, after.characters, total.characters], [4, TEXT.length - 4, TEXT.length - 1]);
    assert.ok(Math.abs(total.plain - (await score(model, TEXT, running)).nats) < 1e-4);
    model.dispose();
  });

  it('an empty text has nothing to change; one character, and one that was never seen, can be changed and written on from', async () => {
    const model = await modelOf({ task: 'language-model' }, VERSE);
    const empty = await openTrace(model, '', running);
    await assert.rejects(empty.changed([{ kind: 'reset', at: 0 }], running), /The text has 0 characters/);
    await assert.rejects(empty.continuations(DRAWING, running), /There is no text to write on from/);
    for (const text of ['T', '☃']) {
      const clamp = { kind: 'clamp', ...WHERE, name: 'h', unit: 2, from: 0, value: 0.5 } as const;
      const changed = await (await openTrace(model, text, running)).changed([clamp], running);
      assert.equal((await valuesOf(changed))[0]?.[2], 0.5);
      assert.equal((await changed.continuations(DRAWING, running)).length, 2);
      assert.deepEqual(changed.shape.unknown, text === 'T' ? [] : ['☃']);
    }
    model.dispose();
  });

  it('are refused where there is nothing to change, in whole sentences', async () => {
    const model = await modelOf({ task: 'language-model' }, VERSE);
    const plain = await openTrace(model, 'abc', running);
    for (const [intervention, message] of [
      [{ kind: 'clamp', ...WHERE, name: 'q', from: 0, value: 1 }, /Layer 0 has no q\. It has h, r, z, n, of 6 units\./],
      [{ kind: 'clamp', ...WHERE, name: 'z', unit: 6, from: 0, value: 1 }, /Layer 0 has no z\[6\]/],
      [{ kind: 'clamp', ...WHERE, layer: 1, name: 'h', from: 0, value: 1 }, /Layer 1 has no h\./],
      [{ kind: 'freeze', ...WHERE, name: 'h', from: 3 }, /The text has 3 characters/],
      [{ kind: 'freeze', ...WHERE, name: 'h', from: 2, to: 2 }, /A span ends after it begins/],
      [{ kind: 'reset', at: 3 }, /none at 4/],
      [{ kind: 'patch', at: 0, text: 'ab', of: 2 }, /The other text has 2 characters; there is none at 3/],
      [{ kind: 'edit', at: 0, character: 'ab' }, /one character/],
    ] as const)
      await assert.rejects(
        plain.changed([intervention], running),
        (error) => error instanceof InterventionError && message.test(error.message),
      );
    model.dispose();
  });
});

/** One intervention of each kind, two at once, and what each is by hand. */
function cases(model: Model): [Intervention[], Put][] {
  const [top, { activations, states }] = [model.shape.cells.length - 1, model.shape.cells[0] as Model['shape']['cells'][number]];
  const state = states[0] as string;
  const any = activations[0]?.name as string;
  const plainly = any.replace(/'$/, '');
  let kept: number[] = [];
  const at = (u: number, put: (a: number) => number) => (value: number[]) => value.map((a, unit) => (unit === u ? put(a) : a));
  return [
    [
      [{ kind: 'clamp', ...WHERE, name: plainly, unit: 2, from: 60, to: 70, value: 0.7 }],
      (t, layer, name, value) => (layer === 0 && name === any && t >= 60 && t < 70 ? at(2, () => 0.7)(value) : value),
    ],
    [
      [
        { kind: 'add', ...WHERE, layer: top, name: state, unit: 1, from: 3, value: -0.4 },
        { kind: 'clamp', ...WHERE, layer: top, name: state, from: 90, to: 95, value: 0.2 },
      ],
      (t, layer, name, value) => {
        if (layer !== top || name !== `${state}'` || t < 3) return value;
        return t >= 90 && t < 95 ? value.map(() => 0.2) : at(1, (a) => a - 0.4)(value);
      },
    ],
    [
      [{ kind: 'freeze', ...WHERE, name: plainly, from: 50, to: 80 }],
      (t, layer, name, value) => {
        if (layer !== 0 || name !== any || t < 50 || t >= 80) return value;
        if (t === 50) kept = value;
        return kept;
      },
    ],
    [[{ kind: 'reset', at: 66 }], (t, _, name, value) => (t === 66 && states.includes(name) ? value.map(() => 0) : value)],
  ];
}

async function valuesOf(trace: OpenTrace): Promise<number[][]> {
  const { layers, length } = trace.shape.source;
  const all: number[][] = [];
  for (const { layer, direction, activations } of layers)
    for (const { name } of activations) {
      const field = { kind: 'activation', layer, direction, name } as const;
      all.push([...((await trace.field({ part: 'source', from: 0, to: length, step: 1, field }, running)).mean as Float32Array)]);
    }
  return all;
}

async function surprise(trace: OpenTrace): Promise<number[]> {
  const { length } = trace.shape.source;
  return [
    ...((await trace.field({ part: 'source', from: 0, to: length, step: 1, field: { kind: 'surprise' } }, running)).mean as Float32Array),
  ];
}
