/** How long the units of a text take: node test/runTypeScript.mjs test/bench/inspect/units.ts [characters…] */
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
}
model.dispose();
backend.dispose();
process.exit(0);
