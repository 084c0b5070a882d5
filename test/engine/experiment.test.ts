import assert from 'node:assert/strict';
import { openDevice } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { generate, openModel, score, trace } from '../../src/engine/abilities';
import { readGivenWeights } from '../../src/engine/carry/givenWeights';
import { readCheckpoint, writeCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { textMaterial } from '../../src/engine/data/material';
import { train } from '../../src/engine/experiment';
import { OverflowError } from '../../src/engine/infer/distribution';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { measureSpeed } from '../../src/engine/train/measureSpeed';
import { running, seconds, trainOnce } from './trainOnce';

const SENTENCE = 'the quick brown fox jumps over the lazy dog. '.repeat(40);
/** Doubles its state at each step: past the largest number after some 1,024 characters. */
const GROWING = "# Grows\ncell growing\nstate h\nh' = 2 * h + exp(W_xh x)\n";
const SMALL = { hidden: 8, batch: 4, window: 8, seed: 3 };

describe('an experiment', () => {
  it("learns the lecture's hello, and generates it from h", async () => {
    const { of, last, done } = await trainOnce({ hidden: 32, learningRate: 0.01, epochs: 150 }, 'hello');
    assert.deepEqual(of('started')[0]?.vocabulary, ['e', 'h', 'l', 'o']);
    assert.equal(done.reason, 'epochs');
    const model = await openModel(last.bytes, openReference());
    const options = { prompt: 'h', length: 4, temperature: 0, topK: 0, topP: 1, seed: 1, count: 1 };
    const { continuations, unknown } = await generate(model, options, { seconds, ...running });
    assert.equal(continuations[0]?.text, 'ello');
    assert.deepEqual(unknown, []);
    assert.equal(of('sample').at(-1)?.text, 'ello');
  });

  it('says started first and done last, updates in order, and a validation loss where text is held out', async () => {
    const { events, of } = await trainOnce({ ...SMALL, cell: 'rnn', updates: 30, validation: 0.1, validateEvery: 10 }, SENTENCE);
    assert.equal(events[0]?.kind, 'started');
    assert.equal(events.at(-1)?.kind, 'done');
    assert.deepEqual(
      of('update').map(({ update }) => update),
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    assert.deepEqual(
      of('validation').map(({ update }) => update),
      [10, 20, 30],
    );
    assert.ok((of('update').at(-1)?.loss as number) < (of('update')[0]?.loss as number));
  });

  it('stops after the launch under way when asked, with a checkpoint', async () => {
    const stop = { aborted: false };
    const kinds: string[] = [];
    for await (const event of train(parseExperiment({ ...SMALL, cell: 'gru', updates: 1000 }), textMaterial(SENTENCE), {
      backend: openReference(),
      seconds,
      stop,
    })) {
      kinds.push(event.kind === 'checkpoint' ? `checkpoint ${event.update}` : event.kind);
      if (event.kind === 'update' && event.update === 5) stop.aborted = true;
      if (event.kind === 'done') assert.deepEqual([event.reason, event.update], ['stopped', 5]);
    }
    assert.deepEqual(kinds.slice(-2), ['checkpoint 5', 'done']);
  });

  it('ends when the loss is no longer a number, keeps a good checkpoint and says what to do', async () => {
    const { done, last } = await trainOnce(
      { ...SMALL, cell: 'growing', cellSource: GROWING, batch: 1, learningRate: 1e-6, clip: 0, updates: 200 },
      SENTENCE,
    );
    assert.equal(done.reason, 'diverged');
    assert.match(done.message, /lower learning rate \(it was 0\.000001\) or with gradient clipping/);
    const model = await openModel(last.bytes, openReference());
    for (const { data } of model.weights.values()) assert.ok(data.every(Number.isFinite));
  });

  it('ends by name where the weights that it starts from are so large that nothing is a number', async () => {
    const options = { ...SMALL, cell: 'rnn-relu', updates: 1 };
    const { last } = await trainOnce(options, SENTENCE);
    const checkpoint = readCheckpoint(last.bytes);
    const tensors = new Map([...checkpoint.tensors].map(([name, { shape, data }]) => [name, { shape, data: data.map(() => 1e29) }]));
    const huge = writeCheckpoint({ ...checkpoint, tensors });
    const model = await openModel(huge, openReference());
    await assert.rejects(score(model, SENTENCE, running), OverflowError);
    const { done } = await trainOnce(options, SENTENCE, { init: readGivenWeights(huge, 'huge') });
    assert.equal(done.reason, 'diverged');
  });

  it('stops for patience', async () => {
    const { done, of } = await trainOnce(
      { ...SMALL, cell: 'rnn', validation: 0.3, validateEvery: 5, patience: 3, learningRate: 0.5, updates: 2000 },
      SENTENCE,
    );
    assert.equal(done.reason, 'patience');
    assert.deepEqual(
      of('validation')
        .slice(-3)
        .map(({ best }) => best),
      [false, false, false],
    );
  });

  it('refuses texts without a next character', async () => {
    await assert.rejects(trainOnce(SMALL, ''), { name: 'DataError', message: /empty/ });
    await assert.rejects(trainOnce(SMALL, '𝄞'), { name: 'DataError', message: /one character/ });
  });

  it('refuses a network that cannot fit, at once, and says what to take less of', async () => {
    const huge = trainOnce({ hidden: 8192, layers: 16, updates: 1 }, SENTENCE);
    await assert.rejects(huge, {
      name: 'ExperimentError',
      message: /takes about [\d.]+ GB of memory, [\d.]+ GB of it in one piece.*fewer hidden units \(now 8192\)/,
    });
    const wide = trainOnce({ hidden: 512, batch: 4096, window: 512, updates: 1 }, 'ab'.repeat(2_200_000));
    await assert.rejects(wide, { name: 'ExperimentError', message: /shorter window \(now 4096 × 512\)/ });
  });

  it('says in words what a setting may be', () => {
    const wrong = (options: object) => assert.throws.bind(null, () => parseExperiment(options));
    wrong({ hidden: 0 })({ name: 'ExperimentError', message: 'hidden: give a whole number from 1 to 8192.' });
    wrong({ minutes: Number.NaN })({ message: 'minutes: give a number, more than 0.' });
    wrong({ learningRate: -1 })({ message: 'learningRate: give a number, more than 0 and up to 100.' });
    wrong({ checkpointEvery: 1.5 })({ message: 'checkpointEvery: give a whole number from 1 on.' });
    wrong({ optimizer: 'foo' })({ message: 'optimizer: choose one of adam, sgd, rmsprop, adagrad.' });
    wrong({ initializer: 'foo' })({ message: /^initializer: write uniform .*0\.01\.$/ });
    wrong({ foo: 1, clip: -1 })({ message: 'clip: give a number from 0 on.\nThere is no setting foo.' });
  });

  it('names the cells there are when asked for another', async () => {
    await assert.rejects(trainOnce({ ...SMALL, cell: 'lsmt' }, SENTENCE), { name: 'ExperimentError', message: /no cell lsmt.*lstm/ });
  });

  it('scores a text as the sum of its own surprise', async () => {
    const { last } = await trainOnce({ ...SMALL, cell: 'gru', updates: 40 }, SENTENCE);
    const model = await openModel(last.bytes, openReference());
    const text = 'the lazy fox § jumps';
    const { nats, characters, perplexity, unknown } = await score(model, text, running);
    const traced = await trace(model, text, running);
    const bits = traced.surprise.slice(1).reduce((sum, bit) => sum + bit, 0);
    assert.equal(characters, [...text].length - 1);
    assert.deepEqual(unknown, ['§']);
    assert.ok(Math.abs(nats - bits * Math.LN2) < 1e-4);
    assert.ok(Math.abs(perplexity - Math.exp(nats / characters)) < 1e-9);
  });

  it('traces every named activation, gates within 0…1, in every layer', async () => {
    const { last } = await trainOnce({ ...SMALL, cell: 'lstm', layers: 2, updates: 5 }, SENTENCE);
    const { layers } = await trace(await openModel(last.bytes, openReference()), 'the fox', running);
    assert.deepEqual(
      layers.map(({ activations }) => activations.map(({ name }) => name)),
      [
        ['h', 'i', 'f', 'o', 'g', 'c'],
        ['h', 'i', 'f', 'o', 'g', 'c'],
      ],
    );
    for (const { activations, order, units } of layers) {
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: units }, (_, unit) => unit),
      );
      for (const { range, values } of activations) {
        assert.equal(values.length, 7 * units);
        if (range === 'gate') assert.ok(values.every((value) => value > 0 && value < 1));
      }
    }
  });

  it('measures the speed of real updates without changing anything', async () => {
    assert.ok((await measureSpeed(parseExperiment({ ...SMALL, cell: 'rnn' }), textMaterial(SENTENCE), openReference(), seconds)) > 0);
  });

  it('cancels generating', async () => {
    const { last } = await trainOnce({ ...SMALL, cell: 'rnn', updates: 1 }, SENTENCE);
    const options = { prompt: 't', length: 1e6, temperature: 1, topK: 0, topP: 1, seed: 1, count: 1 };
    const stop = { aborted: false };
    setTimeout(() => {
      stop.aborted = true;
    }, 50);
    const backend = await openDevice('reference');
    const model = await openModel(last.bytes, backend);
    await assert.rejects(generate(model, options, { seconds, stop }), { name: 'CancelledError' });
  });
});
