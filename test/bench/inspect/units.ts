/** How long the units of a text, their factors and a step take: node test/runTypeScript.mjs test/bench/inspect/units.ts [characters…] */
import { openForReading } from '../../../src/backends/open';
import { nodePlatform, openDevice } from '../../../src/backends/platform/node/nodePlatform';
import { openModel, openTrace } from '../../../src/engine/abilities';
import { checkpoint, randomText, seconds } from '../engine/workload';

const lengths = process.argv.slice(2).map(Number).filter(Number.isInteger);
const backend = await openForReading(openDevice);
const model = await openModel(
  await checkpoint({ cell: 'gru', vocabulary: 65, hidden: 256, layers: 1, batch: 8, window: 16 }, backend),
  backend,
);
const text = randomText(65);
const following = { stop: { aborted: false }, pause: nodePlatform.pause };

for (const length of lengths.length > 0 ? lengths : [2_000, 100_000]) {
  const began = seconds();
  const trace = await openTrace(model, text.slice(0, length), following);
  const opened = seconds();
  console.log(`GRU 256 × ${length.toLocaleString('en')}: opened in ${(opened - began).toFixed(2)} s`);
  for (const activations of ['output and states', 'all'] as const) {
    const started = seconds();
    const { scores, every } = await trace.unitScores({ part: 'source', activations, given: [] }, following);
    console.log(`  ${activations}: ${scores.length} scores of every ${every} characters in ${(seconds() - started).toFixed(2)} s`);
  }
  const layer = { layer: 0, direction: 'forward' } as const;
  const fitting = seconds();
  await trace.factorUnits({ part: 'source', ...layer, rank: 12 }, following);
  const followed = seconds();
  const field = { kind: 'factors', ...layer, rank: 12 } as const;
  await trace.field({ part: 'source', field, from: 0, to: length, step: Math.ceil(length / 512) }, following);
  const ended = seconds();
  console.log(
    `  12 factors: fitted in ${(followed - fitting).toFixed(2)} s, followed through all of the text in ${(ended - followed).toFixed(2)} s`,
  );
  for (const time of ['first', 'next']) {
    const started = seconds();
    await trace.step({ ...layer, unit: 7, at: length - 2 }, following);
    console.log(`  the ${time} step, forwards and backwards, in ${(1000 * (seconds() - started)).toFixed(0)} ms`);
  }
}
model.dispose();
backend.dispose();
process.exit(0);
