/** On what a prediction depends: the gradient beside a sum written out by hand, occlusion beside runs of the changed text, both where they must agree. */
import assert from 'node:assert/strict';
import { openReference } from '../../../../src/backends/reference/referenceBackend';
import { type Model, openTrace } from '../../../../src/engine/abilities';
import { compileCell } from '../../../../src/engine/cell/compileCell';
import { logSoftmax } from '../../../../src/engine/infer/distribution';
import { withAverageInput } from '../../../../src/engine/inspect/connectivity/averageInput';
import { MOST_BACK } from '../../../../src/engine/inspect/connectivity/connectivity';
import { networkShape } from '../../../../src/engine/model/networkShape';
import { modelOf, REVERSALS, rowsOf, VERSE } from '../../tasks/modelOf';
import { running } from '../../trainOnce';

const TEXT = VERSE.slice(0, 150);

describe('connectivity', function () {
  this.timeout(60_000);

  it('is the product of the Jacobians of a vanilla RNN, written out', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'rnn' }, VERSE);
    const trace = await openTrace(model, TEXT, running);
    const at = 140;
    const { from, norms, symbol } = await trace.connectivity({ at, back: 100, occlusion: false }, running);
    assert.deepEqual([from, norms.length, symbol], [41, 100, TEXT[141]]);
    const { mean: h = new Float32Array() } = await trace.field(
      { part: 'source', from: 0, to: 150, step: 1, field: { kind: 'activation', layer: 0, direction: 'forward', name: 'h' } },
      running,
    );
    const H = model.shape.hidden;
    const recurrent = model.weights.get('layers.0.W_hh')?.data as Float32Array;
    const head = model.weights.get('head.weight')?.data as Float32Array; // (V, H)
    let arriving = [...head.subarray(model.targets.indexOf(symbol) * H, (model.targets.indexOf(symbol) + 1) * H)];
    for (let s = at; s >= from; s--) {
      const before = arriving.map((value, unit) => value * (1 - (h[s * H + unit] as number) ** 2)); // through tanh: also what x meets
      const norm = Math.hypot(...before);
      assert.ok(Math.abs((norms[s - from] as number) - norm) <= 1e-5 * norm, `character ${s}: ${norms[s - from]}, by hand ${norm}`);
      arriving = Array.from({ length: H }, (_, j) => before.reduce((sum, value, i) => sum + value * (recurrent[i * H + j] as number), 0));
    }
    model.dispose();
  });

  it('agrees with leaving characters out where the network is linear', async () => {
    const model = await linearModel();
    const trace = await openTrace(model, TEXT, running);
    const against = TEXT[3] as string;
    const { shares, occluded = new Float32Array() } = await trace.connectivity({ at: 100, back: 80, against, occlusion: true }, running);
    assert.equal(occluded.length, 80);
    const most = Math.max(...shares.map(Math.abs));
    assert.ok(most > 1e-3);
    shares.forEach((share, index) => {
      assert.ok(Math.abs(share - (occluded[index] as number)) < 1e-4 * most, `${index}: ${share}, left out ${occluded[index]}`);
    });
    model.dispose();
  });

  for (const [what, options] of [
    ['gru', { cell: 'gru' }],
    ['two lstms, embedded, residual', { cell: 'lstm', layers: 2, embedding: 6, residual: true }],
  ] as const)
    it(`has the slope of small changes of what is read: ${what}`, async () => {
      const model = await modelOf({ task: 'language-model', ...options }, VERSE);
      // Nearly all of the text is “a”, so that the average lies close to it, and leaving one out is a small change.
      const text = `${'a'.repeat(70)}t${'a'.repeat(129)}`;
      const trace = await openTrace(model, text, running);
      const { shares, occluded = new Float32Array(), from } = await trace.connectivity({ at: 120, back: 70, occlusion: true }, running);
      const most = Math.max(...shares.filter((_, index) => from + index !== 70).map(Math.abs));
      assert.ok(most > 1e-6);
      shares.forEach((share, index) => {
        if (from + index !== 70)
          assert.ok(Math.abs(share - (occluded[index] as number)) < 0.02 * most, `${index}: ${share}, left out ${occluded[index]}`);
      });
      model.dispose();
    });

  it('tells words to come with the probability that their characters have one after another', async () => {
    const model = await modelOf({ task: 'language-model', cell: 'gru', updates: 200, hidden: 12 }, VERSE);
    const trace = await openTrace(model, 'The cat sat on the m', running);
    const words = await trace.words(19, running);
    assert.ok(words.length > 1);
    const stepper = model.stepper as NonNullable<Model['stepper']>;
    const { tokens } = model.vocabulary.encode('The cat sat on the m');
    for (const [index, { rest, probability }] of words.entries()) {
      assert.ok(index === 0 || probability <= (words[index - 1]?.probability ?? 0));
      stepper.reset();
      let logits: Float64Array = new Float64Array();
      for (const token of tokens) logits = (await stepper.step(token)).logits as Float64Array;
      let nats = 0;
      for (const token of model.vocabulary.encode(rest).tokens) {
        nats += logSoftmax(logits)[token] as number;
        logits = (await stepper.step(token)).logits as Float64Array;
      }
      const ends = logSoftmax(logits).reduce((sum, one, token) => sum + (/\p{L}/u.test(model.targets[token] ?? '') ? 0 : Math.exp(one)), 0);
      const expected = Math.exp(nats) * ends;
      assert.ok(Math.abs(probability - expected) < 1e-5, `${rest}: ${probability}, ${expected}`);
    }
    assert.match(words[0]?.rest ?? '', /^at/);
    model.dispose();
  });

  it('begins a text of a label at what was learned of the label', async () => {
    const model = await modelOf(
      { task: 'generate-from-label' },
      rowsOf(['anna', 'German'], ['otto', 'German'], ['ivan', 'Russian'], ['olga', 'Russian']),
    );
    const trace = await openTrace(model, 'ann', running, { label: 'Russian' });
    const { from, norms, occluded } = await trace.connectivity({ at: 3, back: 64, occlusion: true }, running);
    assert.deepEqual([from, norms.length, occluded?.length], [0, 4, 4]);
    assert.ok(norms.every((norm) => norm > 0));
    model.dispose();
  });

  it('refuses what the model has never seen, characters that are not there, and networks that see what comes later', async () => {
    const model = await modelOf({ task: 'language-model' }, VERSE);
    const trace = await openTrace(model, 'The', running);
    const asked = { at: 2, back: 3, occlusion: false };
    await assert.rejects(trace.connectivity({ ...asked, symbol: 'ß' }, running), /never seen “ß”/);
    await assert.rejects(trace.connectivity({ ...asked, at: 3 }, running), { name: 'FieldError' });
    await assert.rejects(trace.connectivity({ ...asked, back: MOST_BACK + 1 }, running), { name: 'FieldError' });
    await assert.rejects(trace.words(3, running), { name: 'FieldError' });
    await assert.rejects(trace.connectivity({ ...asked, occlusion: true, back: 1 }, { stop: { aborted: true } }), {
      name: 'CancelledError',
    });
    model.dispose();
    for (const [options, material] of [
      [{ task: 'infill' }, VERSE],
      [{ task: 'translate' }, REVERSALS],
    ] as const) {
      const other = await modelOf(options, material);
      const opened = await openTrace(other, 'abc', running);
      await assert.rejects(opened.connectivity({ at: 0, back: 1, occlusion: false }, running), /read forwards/);
      await assert.rejects(opened.words(0, running), /read forwards/);
      other.dispose();
    }
  });
});

/** h' = W x + W h: all that is read is added up. */
async function linearModel(): Promise<Model> {
  const model = await modelOf({ task: 'language-model', cell: 'rnn' }, VERSE);
  const source = "cell linear\nstate h\n\nh' = W_xh x + W_hh h + b_h\n";
  assert.equal(compileCell(source, 'linear.cell').name, 'linear');
  const shape = networkShape(model.experiment, source, { vocabulary: model.shape.vocabulary });
  return { ...model, shape, backend: openReference(), keep: (_, open) => open() };
}

it('the average symbol reads as the others do on average', async () => {
  const model = await modelOf({ task: 'language-model', cell: 'lstm', embedding: 5 }, VERSE);
  const { table, columns, average } = withAverageInput(model, Float32Array.of(0, 0, 1, 2));
  for (let column = 0; column < columns; column++) {
    const at = (symbol: number) => table[symbol * columns + column] as number;
    assert.ok(Math.abs(at(average) - (2 * at(0) + at(1) + at(2)) / 4) < 1e-6);
  }
  model.dispose();
});
