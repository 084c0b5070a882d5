/** Interventions in networks that read all of a text first, against a forward pass by hand with the values put in. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import { classify, openModel, translate } from '../../../src/engine/abilities';
import { type Intervention, InterventionError } from '../../../src/engine/inspect/interventions/intervention';
import { openTrace } from '../../../src/engine/inspect/openTrace';
import { lastOf, modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../tasks/modelOf';
import { running } from '../trainOnce';
import { cases, everything, held } from './heldWhole';

const DRAWING = { length: 12, temperature: 1, topK: 0, topP: 1, seed: 5, count: 1 };
/** Names and their languages, to be told apart. */
const LABELLED = rowsOf(
  ['anna', 'German'],
  ['otto', 'German'],
  ['ivan', 'Russian'],
  ['olga', 'Russian'],
  ['akira', 'Japanese'],
  ['yuki', 'Japanese'],
);
const BOTH = [{ direction: 'forward' }, { direction: 'backward' }] as const;

describe('interventions in networks that read both ways, or write another text', function () {
  this.timeout(120_000);

  it('are what a forward pass makes of values that are put in by hand: a classifier, both directions of two layers', async () => {
    for (const bidirectional of ['no', 'concat'] as const) {
      const model = await modelOf({ task: 'classify', cell: 'lstm', layers: 2, bidirectional, dropout: 0, inputDropout: 0 }, LABELLED);
      const { boundary } = model.vocabulary;
      const text = 'annaivan';
      const symbols = [...model.vocabulary.encode(text).tokens, boundary];
      const plain = await openTrace(model, text, running);
      for (const { direction } of bidirectional === 'no' ? BOTH.slice(0, 1) : BOTH)
        for (const [interventions, put] of cases('source', direction, symbols.length))
          await held(model, plain, interventions, symbols, [], put);
      await held(model, plain, [{ kind: 'reset', at: 4 }], symbols, [], (at, name, value) =>
        at.t === 4 && ['h', 'c'].includes(name) ? value.map(() => 0) : value,
      );
      model.dispose();
    }
  });

  it('a translator: encoder and decoder, with attention and without', async () => {
    for (const [attention, bidirectional] of [
      ['dot', 'concat'],
      ['none', 'no'],
    ] as const) {
      const model = await modelOf({ task: 'translate', cell: 'lstm', layers: 2, attention, bidirectional }, REVERSALS);
      const text = 'ccab';
      const source = [...model.vocabulary.encode(text).tokens, model.vocabulary.boundary];
      const plain = await openTrace(model, text, running, { target: 'bacc' });
      const target = [model.targets.length, ...[...'bacc'].map((symbol) => model.targets.indexOf(symbol))];
      for (const { direction } of bidirectional === 'no' ? BOTH.slice(0, 1) : BOTH)
        for (const [interventions, put] of cases('source', direction, source.length))
          await held(model, plain, interventions, source, target, put);
      for (const [interventions, put] of cases('target', 'forward', target.length))
        await held(model, plain, interventions, source, target, put);
      // Reset, a decoder begins anew with what the encoder, changed as it is, hands over.
      let begun: Record<string, number[]> = {};
      const clamped = { kind: 'clamp', layer: 0, direction: 'forward', name: 'c', from: 1, to: 3, value: 0.3 } as const;
      await held(
        model,
        plain,
        [clamped, { kind: 'reset', part: 'target', at: 3 }],
        source,
        target,
        ({ part, layer, direction, t }, name, value) => {
          if (part === 'source')
            return layer === 0 && direction === 'forward' && name === "c'" && t >= 1 && t < 3 ? value.map(() => 0.3) : value;
          if (!['h', 'c'].includes(name)) return value;
          if (t === 0) begun = { ...begun, [`${layer} ${name}`]: value };
          return t === 3 ? (begun[`${layer} ${name}`] as number[]) : value;
        },
      );
      model.dispose();
    }
  });

  it('a tagger and a gap filler, both ways', async () => {
    const rows = rowsOf(['abcabca', 'xyzxyz'], ['cabb', 'zxyy']);
    const tagger = await modelOf({ task: 'tag', cell: 'lstm', layers: 2, bidirectional: 'concat' }, rows);
    const filler = await modelOf({ task: 'infill', cell: 'lstm', layers: 2 }, VERSE);
    for (const [model, text] of [
      [tagger, 'abcab'],
      [filler, 'The c'],
    ] as const) {
      const plain = await openTrace(model, text, running);
      const symbols = [...model.vocabulary.encode(text).tokens];
      const { boundary } = model.vocabulary;
      const [read, after] =
        model === filler
          ? [
              [boundary, ...symbols.slice(0, -1)],
              [...symbols.slice(1), boundary],
            ]
          : [symbols];
      for (const { direction } of BOTH)
        for (const [interventions, put] of cases('source', direction, symbols.length))
          await held(model, plain, interventions, read as number[], [], put, after);
      model.dispose();
    }
  });

  it('edits and patches are another text and its states', async () => {
    const model = await modelOf({ task: 'translate', cell: 'lstm' }, REVERSALS);
    const plain = await openTrace(model, 'ccab', running);
    const told = plain.shape.target?.text as string;
    const edited = await plain.changed([{ kind: 'edit', at: 1, character: 'a' }], running);
    assert.deepEqual(await everything(edited), await everything(await openTrace(model, 'caab', running, { target: told })));
    const [before, after] = await translate(model, ['ccab', 'caab'], { beam: 1, lengthPenalty: 0 }, running);
    assert.equal((await plain.continuations(DRAWING, running))[0]?.text, before?.hypotheses[0]?.text);
    assert.equal((await edited.continuations(DRAWING, running))[0]?.text, after?.hypotheses[0]?.text);
    // With the states of one text after its end, forwards and backwards, a decoder without attention writes the other's translation.
    const blind = await modelOf({ task: 'translate', attention: 'none', bidirectional: 'no', updates: 60 }, REVERSALS);
    const patched = await (await openTrace(blind, 'ab', running)).changed([{ kind: 'patch', at: 2, text: 'bbca', of: 4 }], running);
    const [other] = await translate(blind, ['bbca'], { beam: 1, lengthPenalty: 0 }, running);
    assert.equal((await patched.continuations(DRAWING, running))[0]?.text, other?.hypotheses[0]?.text.slice(0, 17));
    const decoded = await (await openTrace(blind, 'ab', running, { target: 'ba' })).changed(
      [{ kind: 'edit', part: 'target', at: 0, character: 'c' }],
      running,
    );
    assert.deepEqual(await everything(decoded), await everything(await openTrace(blind, 'ab', running, { target: 'ca' })));
    for (const one of [model, blind]) one.dispose();
  });

  it('a clamped decoder is clamped in what it writes too, character by character', async () => {
    for (const attention of ['dot', 'none'] as const) {
      const model = await modelOf({ task: 'translate', cell: 'lstm', attention, updates: 60 }, REVERSALS);
      const steering: Intervention[] = [
        { kind: 'clamp', part: 'target', layer: 0, direction: 'forward', name: 'c', unit: 1, from: 1, value: 1.5 },
        { kind: 'freeze', part: 'target', layer: 0, direction: 'forward', name: 'o', from: 1 },
        { kind: 'freeze', layer: 0, direction: 'backward', name: 'i', from: 1, to: 4 },
        { kind: 'add', layer: 0, direction: 'forward', name: 'h', from: 0, value: 0.2 },
      ];
      const plain = await openTrace(model, 'ccab', running);
      const [written] = await (await plain.changed(steering, running)).continuations(DRAWING, running);
      const { text, characters } = written ?? assert.fail();
      assert.ok(characters.length > 1);
      const forced = await (await openTrace(model, 'ccab', running, { target: text })).changed(steering, running);
      forced.predictions('target', 0, characters.length).forEach(([likeliest], at) => {
        assert.equal(likeliest?.symbol, characters[at]?.character);
        assert.ok(Math.abs((likeliest?.probability ?? 0) - (characters[at]?.probability ?? 1)) < 1e-6);
      });
      model.dispose();
    }
  });

  it('that change nothing leave every bit as it was, on the wasm device too, in every task', async () => {
    const wasm = await openWasm(nodePlatform, 1);
    const texts = {
      'language-model': 'The cat sat',
      'generate-from-label': 'anna',
      tag: 'The cat',
      infill: 'The cat sat',
      classify: 'annaivan',
      translate: 'ccab',
    } as const;
    for (const [options, material] of [
      [{ task: 'language-model', cell: 'lstm', layers: 2, embedding: 4 }, VERSE],
      [{ task: 'generate-from-label' }, NAMES],
      [{ task: 'tag', cell: 'lstm', bidirectional: 'concat', layers: 2 }, rowsOf(['The cat', 'abcabca'], ['sat on', 'xyzxyz'])],
      [{ task: 'infill', layers: 2 }, VERSE],
      [{ task: 'classify', cell: 'lstm', bidirectional: 'concat', layers: 2 }, LABELLED],
      [{ task: 'classify', bidirectional: 'sum' }, LABELLED],
      [{ task: 'translate', cell: 'lstm', attention: 'dot', layers: 2 }, REVERSALS],
      [{ task: 'translate', attention: 'additive', bidirectional: 'no', decoderHidden: 5 }, REVERSALS],
      [{ task: 'translate', cell: 'rnn', attention: 'none', bidirectional: 'no' }, REVERSALS],
    ] as const) {
      const model = await openModel(await lastOf({ hidden: 7, ...options }, material), wasm);
      const plain = await openTrace(model, texts[options.task], running);
      for (const interventions of [[], [{ kind: 'add', layer: 0, direction: 'forward', name: 'h', from: 1, value: 0 }]] as const) {
        const changed = await plain.changed(interventions, running);
        assert.deepEqual(await everything(changed), await everything(plain), options.task);
        assert.deepEqual(changed.answers, plain.answers);
        if (model.stepper || options.task === 'translate')
          assert.deepEqual(await changed.continuations(DRAWING, running), await plain.continuations(DRAWING, running));
      }
      model.dispose();
    }
  });

  it('an empty text, one character and characters that were never seen behave', async () => {
    const classifier = await modelOf({ task: 'classify', bidirectional: 'concat' }, LABELLED);
    const translator = await modelOf({ task: 'translate' }, REVERSALS);
    for (const model of [classifier, translator])
      for (const text of ['', 'a', '☃☃']) {
        const plain = await openTrace(model, text, running);
        const changed = await plain.changed([{ kind: 'clamp', layer: 0, direction: 'backward', name: 'h', from: 0, value: 0.5 }], running);
        assert.deepEqual(changed.shape.unknown, text === '☃☃' ? ['☃'] : []);
        assert.notDeepEqual(await everything(changed), await everything(plain));
        if (model === translator) assert.equal((await changed.continuations(DRAWING, running)).length, 1);
        else assert.equal(changed.answers?.length, 3);
      }
    const [{ labels } = assert.fail()] = await classify(classifier, ['anna'], running);
    assert.deepEqual((await openTrace(classifier, 'anna', running)).answers, labels);
    for (const model of [classifier, translator]) model.dispose();
  });

  it('are refused where there is nothing to change, in whole sentences', async () => {
    const classifier = await modelOf({ task: 'classify', bidirectional: 'no' }, LABELLED);
    const translator = await modelOf({ task: 'translate' }, REVERSALS);
    const where = { layer: 0, direction: 'forward', name: 'h', from: 0, value: 1 } as const;
    for (const [model, intervention, message] of [
      [classifier, { kind: 'clamp', part: 'target', ...where }, /reads one text/],
      [classifier, { kind: 'clamp', ...where, direction: 'backward' }, /Layer 0 \(backwards\) has no h\./],
      [classifier, { kind: 'patch', part: 'target', at: 0, text: 'a', of: 0 }, /reads one text/],
      [classifier, { kind: 'edit', part: 'target', at: 0, character: 'a' }, /reads one text/],
      [classifier, { kind: 'reset', at: 3 }, /The text has 3 characters; there is none at 4/],
      [translator, { kind: 'clamp', part: 'target', ...where, direction: 'backward' }, /Layer 0 \(backwards\) has no h\./],
      [translator, { kind: 'reset', part: 'target', at: 99 }, /The target has \d+ characters; there is none at 100/],
      [translator, { kind: 'edit', at: 2, character: 'a' }, /no character at 3/],
    ] as const)
      await assert.rejects(
        (await openTrace(model, 'ab', running)).changed([intervention], running),
        (error) => error instanceof InterventionError && message.test(error.message),
      );
    for (const model of [classifier, translator]) model.dispose();
  });
});
