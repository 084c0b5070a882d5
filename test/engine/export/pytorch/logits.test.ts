/** Exported folders tell in PyTorch what our engine tells: every cell, every task, every way to put layers together. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { builtinCells } from '../../../../src/engine/cell/builtin/builtinCells';
import { checkCell } from '../../../../src/engine/cell/compileCell';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import { pyTorchFolder } from '../../../../src/engine/export/pytorch/pyTorchFolder';
import { requirePython, runPython } from '../../../python';
import { temporaryFolder } from '../../../runs/temporaryFolder';
import { drawnCheckpoint, type ExportedCase, type Fed, fed } from './exportedCase';

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
const SMALL = { hidden: 5, seed: 1, dropout: 0.25 } as const;
const PLAIN = ['rnn', 'rnn-relu', 'gru-pytorch', 'lstm'];
const own = (name: string, source: string) => ({ cell: `${name}.cell`, cellSource: source });

const named = (options: ExperimentOptions): ExportedCase => {
  const { hidden, seed, dropout, cellSource, ...said } = { ...SMALL, ...options };
  return { name: Object.values(said).join(' '), options: { ...SMALL, ...options } };
};
const cases: readonly ExportedCase[] = [
  ...builtinCells.flatMap(({ name: cell }) => [
    named({ task: 'language-model', cell }),
    named({ task: 'language-model', cell, layers: 2, embedding: 5, residual: true }),
    named({ task: 'classify', cell, layers: 2, bidirectional: 'concat' }),
  ]),
  ...[...PLAIN, 'gru', 'slstm', 'sru'].flatMap((cell) => [
    named({ task: 'language-model', cell, layers: 3, embedding: 4 }),
    named({ task: 'tag', cell, layers: 2, bidirectional: 'concat', embedding: 3 }),
    named({ task: 'tag', cell, layers: 1, bidirectional: 'sum' }),
    named({ task: 'tag', cell, layers: 2, bidirectional: 'sum', residual: true, rule: 'case' }),
    named({ task: 'tag', cell, layers: 1, bidirectional: 'no', rule: 'punctuation' }),
    named({ task: 'classify', cell, layers: 1, bidirectional: 'no', rule: undefined }),
    named({ task: 'classify', cell, layers: 1, bidirectional: 'sum', embedding: 4 }),
    named({ task: 'classify', cell, layers: 2, bidirectional: 'sum', residual: true }),
    named({ task: 'infill', cell, layers: 2, bidirectional: 'concat', sideHeads: true }),
    named({ task: 'infill', cell, layers: 1, bidirectional: 'sum', sideHeads: true, embedding: 5, residual: true }),
    named({ task: 'infill', cell, layers: 1, bidirectional: 'sum', sideHeads: false }),
    named({ task: 'generate-from-label', cell, layers: 2, embedding: 3 }),
    named({ task: 'generate-from-label', cell, layers: 1 }),
    ...(['none', 'dot', 'additive'] as const).flatMap((attention) => [
      named({ task: 'translate', cell, attention, bidirectional: 'concat', layers: 2, embedding: 4 }),
      named({ task: 'translate', cell, attention, bidirectional: 'no', layers: 1 }),
      named({ task: 'translate', cell, attention, bidirectional: 'sum', layers: 1, decoderHidden: 4 }),
    ]),
    named({ task: 'translate', cell, attention: 'dot', bidirectional: 'sum', layers: 2, residual: true, decoderHidden: 6 }),
  ]),
  named({ task: 'language-model', cell: 'gru, lstm, sru', layers: 3 }),
  named({ task: 'translate', cell: 'lstm, gru', layers: 2, attention: 'dot', bidirectional: 'concat' }),
  named({ task: 'generate-from-label', cell: 'lstm, gru', layers: 2 }),
  named({ task: 'language-model', cell: 'gru', units: 'words', embedding: 4 }),
  named({ task: 'translate', cell: 'gru', units: 'words', embedding: 4, attention: 'dot' }),
  named({ task: 'tag', cell: 'lstm', rule: 'accents', bidirectional: 'concat' }),
];

/** Cells that are not built in: those of the tests, and of a folder that UNROLL_CELLS names. */
const CELLS = ['test/engine/export/pytorch/cells', ...(process.env.UNROLL_CELLS ? [process.env.UNROLL_CELLS] : [])];
const others: readonly ExportedCase[] = CELLS.flatMap((folder) => readdirSync(folder).map((file) => path.join(folder, file))).flatMap(
  (file) => {
    const source = readFileSync(file, 'utf8');
    if (checkCell(source).length > 0) return [];
    return [named({ task: 'language-model', layers: 2, ...own(path.parse(file).name, source) })];
  },
);

describe('a model in PyTorch', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();

  it(`tells the same logits to ${NEAR.float32}, over halves as over the whole: ${cases.length + others.length} networks`, async function () {
    const python = requirePython(this);
    const all = [...cases, ...others];
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
    const worst = { float32: 0, float64: 0 };
    for (const [index, answer] of answers.entries()) {
      const { name } = all[index] as ExportedCase;
      const feed = feeds[index] as Fed;
      for (const precision of ['float32', 'float64'] as const) {
        const found = farthest(answer[precision], feed);
        if (precision === 'float32' && STEEP.test(name)) continue;
        assert.ok(found <= NEAR[precision], `${name}: ${found} in ${precision}`);
        worst[precision] = Math.max(worst[precision], found);
      }
    }
    const [single, double] = [worst.float32, worst.float64].map((value) => value.toExponential(1));
    console.log(`      The largest difference of a logit is ${single} in float32, ${double} in float64.`);
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
