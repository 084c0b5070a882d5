/** Exported folders tell in PyTorch what our engine tells: every cell, every task, every way to put layers together. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pyTorchFolder } from '../../../../src/engine/export/pytorch/pyTorchFolder';
import { requirePython, runPython } from '../../../python';
import { temporaryFolder } from '../../../runs/temporaryFolder';
import { drawnCheckpoint, type ExportedCase, type Fed, fed } from './exportedCase';
import { exportedCases, otherCells } from './exportedCases';

type Precision = 'float32' | 'float64';
interface Told {
  readonly logits: readonly number[];
  readonly sides: readonly (readonly number[])[];
  readonly halves: readonly number[] | null;
}

/** How far a logit may be from ours, which is computed in float64. */
const NEAR: Readonly<Record<Precision, number>> = { float32: 1e-5, float64: 1e-10 };
/** The decoder begins with a normalizer that may be near zero, and divides by it: float32 has not the digits for that. */
const STEEP = /^translate slstm/;
describe('a model in PyTorch', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();

  it(`tells the same logits to ${NEAR.float32}, over halves as over the whole: ${exportedCases.length + otherCells.length} networks`, async function () {
    const python = requirePython(this);
    const all = [...exportedCases, ...otherCells];
    const feeds = [];
    const folders = [];
    for (const [index, each] of all.entries()) {
      const checkpoint = drawnCheckpoint(each);
      const to = path.join(folder(), String(index));
      mkdirSync(to);
      for (const [name, content] of pyTorchFolder(checkpoint)) writeFileSync(path.join(to, name), content);
      const feed = await fed(checkpoint);
      writeFileSync(path.join(to, 'fed.json'), JSON.stringify({ task: checkpoint.experiment.task, ...feed }));
      feeds.push(feed);
      folders.push(to);
    }
    const answers: readonly Record<Precision, Told>[] = JSON.parse(runPython(python, ['test/engine/export/pytorch/check.py', ...folders]));
    const worst = new Map<string, Record<Precision, number>>();
    for (const [index, answer] of answers.entries()) {
      const { name, options } = all[index] as ExportedCase;
      const ofTask = worst.get(options.task ?? '') ?? { float32: 0, float64: 0 };
      worst.set(options.task ?? '', ofTask);
      for (const precision of ['float32', 'float64'] as const) {
        const found = farthest(answer[precision], feeds[index] as Fed);
        if (precision === 'float32' && STEEP.test(name)) continue;
        assert.ok(found <= NEAR[precision], `${name}: ${found} in ${precision}`);
        ofTask[precision] = Math.max(ofTask[precision], found);
      }
    }
    for (const [task, { float32, float64 }] of worst)
      console.log(`      ${task}: ${float32.toExponential(1)} in float32, ${float64.toExponential(1)} in float64`);
  });
});

/** Of all that was told in any way. */
function farthest({ logits, sides, halves }: Told, feed: Fed): number {
  assert.deepEqual([logits.length, sides.length], [feed.logits.length, feed.sides.length]);
  const width = logits.length / feed.real.length;
  const pairs = [[logits, feed.logits], ...sides.map((side, k) => [side, feed.sides[k]]), ...(halves ? [[halves, feed.logits]] : [])];
  const distance = (a: readonly number[], b: readonly number[]) =>
    Math.max(...a.map((value, at) => (feed.real[Math.floor(at / width)] ? Math.abs(value - (b[at] as number)) : 0)));
  return Math.max(...pairs.map(([a, b]) => distance(a as number[], b as number[])));
}
