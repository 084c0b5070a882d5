/** Runs as they go elsewhere: what a stranger makes of an exported file alone is what the run answers here. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Model } from '../../src/engine/abilities';
import { classify, score, tag, translate } from '../../src/engine/abilities';
import type { ExportFormat } from '../../src/protocol/exportFormats';
import { Baselines } from '../../src/runs/baselines';
import { exportRun } from '../../src/runs/exportRun';
import { ModelShelf } from '../../src/runs/modelShelf';
import { type Feeds, goingOn, ints, Runtime, zeroStates } from '../engine/export/onnx/engineAndRuntime';
import { metadataOf, readOnnx } from '../engine/export/onnx/readOnnx';
import { temporaryFolder } from './temporaryFolder';

const MADE = path.resolve('test', 'runs', 'version-0.1.0', 'runs');
const stop = new AbortController().signal;
const run = (name: string) => path.join(MADE, name);

const exported = async (name: string, format: ExportFormat, output: string) =>
  await exportRun({ run: run(name), format, output }, { baselines: new Baselines('anything'), following: { stop } });

async function answerOf<Answer>(name: string, question: (model: Model) => Promise<Answer>): Promise<Answer> {
  const shelf = new ModelShelf();
  try {
    return await shelf.use(run(name), question, {});
  } finally {
    await shelf.dispose();
  }
}

/** All that a stranger has. */
async function opened(file: string) {
  const bytes = readFileSync(file);
  const facts = metadataOf(readOnnx(bytes));
  const vocabulary = facts['unroll.vocabulary'] as string[];
  return {
    runtime: await Runtime.open(bytes),
    targets: facts['unroll.targets'] as string[],
    boundary: facts['unroll.boundary'] as { read: number; told: number },
    hidden: facts['unroll.experiment'].hidden as number,
    ids: (text: string) => {
      const found = [...text].map((character) => vocabulary.indexOf(character));
      assert.ok(found.every((id) => id >= 0));
      return found;
    },
  };
}

const rowsOf = (values: unknown, columns: number) => {
  const data = values as Float32Array;
  return Array.from({ length: data.length / columns }, (_, row) => data.subarray(row * columns, (row + 1) * columns));
};
const likeliest = (logits: Float32Array) => logits.indexOf(Math.max(...logits));
const logSoftmax = (logits: Float32Array, at: number) =>
  (logits[at] as number) - Math.log(logits.reduce((sum, each) => sum + Math.exp(each), 0));

describe('an exported run', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const place = (name: string) => path.join(folder(), name);

  it('scores a text in ONNX Runtime as it does here', async () => {
    await exported('language-model', 'onnx', place('model.onnx'));
    const { runtime, ids, hidden, targets } = await opened(place('model.onnx'));
    const text = 'The cat sang on the hill.';
    const tokens = ids(text);
    const { logits } = await runtime.run({ ids: ints(tokens, tokens.length, 1), ...zeroStates(runtime.inputs, 1, hidden) });
    const rows = rowsOf(logits?.data, targets.length);
    const nats = tokens.slice(1).reduce((sum, token, t) => sum - logSoftmax(rows[t] as Float32Array, token), 0);
    const ours = await answerOf('language-model', (model) => score(model, text, { stop }));
    assert.ok(Math.abs(nats - ours.nats) < 1e-4, `${nats} and ${ours.nats}`);
  });

  it('classifies and tags a text in ONNX Runtime as it does here', async () => {
    await exported('classify', 'onnx', place('classify.onnx'));
    const classifier = await opened(place('classify.onnx'));
    const read = [...classifier.ids('rat ran'), classifier.boundary.read];
    const told = await classifier.runtime.run({ ids: ints(read, read.length, 1), lengths: ints([read.length], 1) });
    const [ours] = await answerOf('classify', (model) => classify(model, ['rat ran'], { stop }));
    for (const { symbol, probability } of ours?.labels ?? []) {
      const theirs = Math.exp(logSoftmax(told.logits?.data as Float32Array, classifier.targets.indexOf(symbol)));
      assert.ok(Math.abs(theirs - probability) < 1e-4, symbol);
    }

    await exported('tag', 'onnx', place('tag.onnx'));
    const tagger = await opened(place('tag.onnx'));
    const text = 'the rat sat.';
    const tagged = await tagger.runtime.run({ ids: ints(tagger.ids(text), text.length, 1), lengths: ints([text.length], 1) });
    const tags = rowsOf(tagged.logits?.data, tagger.targets.length).map((row) => tagger.targets[likeliest(row)]);
    const { tags: here } = await answerOf('tag', (model) => tag(model, text, { stop }));
    assert.deepEqual(
      tags,
      here.map(({ character }) => character),
    );
  });

  it('translates step by step in ONNX Runtime as it does here: an encoder and a decoder in a folder', async () => {
    await exported('translate', 'onnx', place('translator'));
    assert.deepEqual(readdirSync(place('translator')).sort(), ['decoder.onnx', 'encoder.onnx']);
    const [encoder, decoder] = [await opened(place('translator/encoder.onnx')), await opened(place('translator/decoder.onnx'))];
    const source = [...encoder.ids('fox slept'), encoder.boundary.read];
    let carried: Feeds = await encoder.runtime.run({ ids: ints(source, source.length, 1), lengths: ints([source.length], 1) });
    const written: number[] = [];
    for (let last = encoder.boundary.told; written.length < 40; written.push(last)) {
      const step = await decoder.runtime.run({ ids: ints([last], 1, 1), ...carried });
      carried = { ...carried, ...goingOn(step) };
      last = likeliest(step.logits?.data as Float32Array);
      if (last === encoder.boundary.told) break;
    }
    const [ours] = await answerOf('translate', (model) => translate(model, ['fox slept'], { beam: 1, lengthPenalty: 0 }, { stop }));
    assert.equal(written.map((token) => decoder.targets[token]).join(''), ours?.hypotheses[0]?.text);
    await assert.rejects(exported('translate', 'onnx', place('translator')), /There is something in .*translator already/);
  });

  it('has its whole log in TensorBoard’s events: each update once', async () => {
    await exported('language-model', 'tensorboard', place('board'));
    const [name = ''] = readdirSync(place('board'));
    assert.match(name, /^events\.out\.tfevents\.\d+\.unroll$/);
    const bytes = readFileSync(path.join(place('board'), name)).toString('latin1');
    const logged = readFileSync(path.join(run('language-model'), 'metrics.jsonl'), 'utf8').match(/"kind":"update"/g) ?? [];
    assert.equal(bytes.match(/loss\/training/g)?.length, logged.length);
    writeFileSync(place('mine'), '');
    await assert.rejects(exported('language-model', 'tensorboard', place('mine')), { name: 'StorageError' });
  });
});
