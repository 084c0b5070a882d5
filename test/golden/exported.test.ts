/** Exported networks tell what PyTorch told of them, also where there is no PyTorch: numbers that exported.py wrote. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readGivenWeights } from '../../src/engine/carry/givenWeights';
import { importedModel } from '../../src/engine/carry/importedModel';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { fed } from '../engine/export/pytorch/exportedCase';

const FOLDER = 'test/golden/exported';
const NEAR = 1e-10;

describe('numbers of PyTorch for exported networks', () => {
  const files = readdirSync(FOLDER);

  it('are there for every task', () => assert.ok(files.length >= 9));

  for (const file of files) {
    it(`${file}: our logits agree to ${NEAR}`, async () => {
      const { tensors, metadata } = decodeSafetensors(readFileSync(`${FOLDER}/${file}`));
      const exported = new Map([...tensors].filter(([name]) => !name.startsWith('golden.')));
      const { checkpoint } = importedModel(readGivenWeights(encodeSafetensors(exported, metadata), file), {});
      const { logits, sides, real } = await fed(checkpoint);
      const width = logits.length / real.length;
      const near = (ours: readonly number[], name: string) => {
        const theirs = tensors.get(name);
        assert.equal(theirs?.data.length, ours.length);
        for (const [at, value] of ours.entries())
          if (real[Math.floor(at / width)]) assert.ok(Math.abs(value - (theirs?.data[at] as number)) < NEAR, `${name}, ${at}`);
      };
      near(logits, 'golden.logits');
      for (const [side, ours] of sides.entries()) near(ours, `golden.side.${side}`);
    });
  }
});
