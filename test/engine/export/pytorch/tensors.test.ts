/** Tensors go to the modules' names and come back as they were, also those of a folder that somebody trained further. */
import assert from 'node:assert/strict';
import { readGivenWeights } from '../../../../src/engine/carry/givenWeights';
import { importedModel } from '../../../../src/engine/carry/importedModel';
import { readVocabularyFile } from '../../../../src/engine/carry/vocabularyFile';
import { readCheckpoint, writeCheckpoint } from '../../../../src/engine/checkpoint/checkpoint';
import { CheckpointError } from '../../../../src/engine/checkpoint/checkpointError';
import { decodeSafetensors, encodeSafetensors } from '../../../../src/engine/checkpoint/safetensors';
import { pyTorchFolder } from '../../../../src/engine/export/pytorch/pyTorchFolder';
import { savedNetwork } from '../../../../src/engine/model/model';
import { drawnCheckpoint } from './exportedCase';
import { exportedCases } from './exportedCases';

const weightsOf = (files: ReadonlyMap<string, string | Uint8Array>) => files.get('model.safetensors') as Uint8Array;

describe('an exported model', () => {
  it(`comes back as it was, with its equations and symbols: ${exportedCases.length} networks`, () => {
    for (const each of exportedCases) {
      const { update, epoch, progress, ...before } = drawnCheckpoint(each);
      const given = readGivenWeights(weightsOf(pyTorchFolder({ update, epoch, progress, ...before })), 'model.safetensors');
      const { checkpoint } = importedModel(given, {});
      const { experiment, cellSource, vocabulary, targets, labels } = checkpoint;
      assert.deepEqual({ experiment, cellSource, vocabulary, targets, labels }, withoutTensors(before), each.name);
      for (const [name, { shape, data }] of before.tensors)
        assert.deepEqual(checkpoint.tensors.get(name), { shape, data }, `${each.name}: ${name}`);
      savedNetwork(readCheckpoint(writeCheckpoint(checkpoint)));
    }
  });

  it('has a vocabulary that weights without metadata can be read with', () => {
    const [some] = exportedCases;
    const files = pyTorchFolder(drawnCheckpoint(some as (typeof exportedCases)[number]));
    const told = readVocabularyFile(String(files.get('vocab.json')));
    assert.deepEqual(Object.keys(told), ['vocabulary']);
    const { tensors } = decodeSafetensors(weightsOf(files));
    const { checkpoint } = importedModel(readGivenWeights(encodeSafetensors(tensors, {}), 'bare', told), {});
    assert.deepEqual(checkpoint.vocabulary, drawnCheckpoint(some as (typeof exportedCases)[number]).vocabulary);
  });

  it('is refused by name where its weights are not those of its cell, its format is later, or its cell has a mistake', () => {
    const files = pyTorchFolder(drawnCheckpoint({ name: 'gru', options: { cell: 'gru', hidden: 3 } }));
    const { tensors, metadata } = decodeSafetensors(weightsOf(files));
    const read =
      (said: Readonly<Record<string, string>>, kept = tensors) =>
      () =>
        readGivenWeights(encodeSafetensors(kept, { ...metadata, ...said }), 'model.safetensors');
    const refused = (read: () => unknown, message: RegExp) =>
      assert.throws(read, (error) => error instanceof CheckpointError && message.test(error.message));
    refused(read({}, new Map([...tensors].slice(1))), /The weights have no rnn\.layers\.0\.W_xr \(3 × 6\)/);
    refused(read({ 'unroll.pytorch': '2' }), /format 2; this version of Unroll reads format 1/);
    refused(read({ 'unroll.cell': 'cell x\nstate h\nh = __import__("os")' }), /its cell has a mistake/);
    refused(read({ 'unroll.experiment': '{"version":1}' }), /unroll\.experiment cannot be used/);
    const broken = new Map(tensors).set('head.bias', { shape: [6], data: new Float32Array(6).fill(Number.NaN) });
    refused(read({}, broken), /head\.bias has elements that are not finite/);
  });
});

function withoutTensors<Whole extends { readonly tensors: unknown }>({ tensors, ...rest }: Whole): Omit<Whole, 'tensors'> {
  return rest;
}
