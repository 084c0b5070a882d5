/** How long the memory of a text takes: node test/runTypeScript.mjs test/bench/inspect/memory.ts [units] [characters] */
import { openForReading } from '../../../src/backends/open';
import { nodePlatform, openDevice } from '../../../src/backends/platform/node/nodePlatform';
import { openModel, openTrace } from '../../../src/engine/abilities';
import { checkpoint, randomText, seconds } from '../engine/workload';

const [hidden = '256', characters = '2000'] = process.argv.slice(3);
const backend = await openForReading(openDevice);
const model = await openModel(
  await checkpoint({ cell: 'gru', vocabulary: 65, hidden: Number(hidden), layers: 1, batch: 8, window: 16 }, backend),
  backend,
);
const following = { stop: { aborted: false }, pause: nodePlatform.pause };
const to = Number(characters);
const { memory } = await openTrace(model, randomText(65).slice(0, to), following);

for (const time of ['first', 'again']) {
  console.log(`GRU ${hidden}, ${to} characters, ${time}:`);
  const steps = {
    'all gradients, 128 steps back': () => memory.gradientsBack({ from: 0, to, reach: 128 }, following),
    'eigenvalues at a character': () => memory.eigenvalues({ layer: 0, at: to - 1 }, following),
    'largest |λ| at 128 characters': () => memory.largestEigenvalues({ layer: 0, from: 0, to: Math.min(to, 128) }, following),
    'Lyapunov exponents': () => memory.exponents({ layer: 0, from: 0, to }, following),
  };
  for (const [name, step] of Object.entries(steps)) {
    const began = seconds();
    await step();
    console.log(`  ${name}: ${(seconds() - began).toFixed(2)} s`);
  }
}
model.dispose();
backend.dispose();
process.exit(0);
