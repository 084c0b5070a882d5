/**
 * How long a text takes to open for a look inside, what its trace keeps, and how long the looks take:
 * node test/runTypeScript.mjs test/bench/engine/openTraces.ts [characters…]
 */

import { openForReading } from '../../../src/backends/open';
import { openDevice } from '../../../src/backends/platform/node/nodePlatform';
import { openModel, openTrace } from '../../../src/engine/abilities';
import type { FieldRequest } from '../../../src/engine/inspect/traceShape';
import { checkpoint, randomText, seconds } from './workload';

const running = { stop: { aborted: false } };
const h = { kind: 'activation', layer: 0, direction: 'forward', name: 'h' } as const;
/** Columns that a screen shows. */
const SCREEN = 512;

const lengths = process.argv.slice(2).map(Number).filter(Number.isInteger);
const backend = await openForReading(openDevice);
const model = await openModel(
  await checkpoint({ cell: 'lstm', vocabulary: 65, hidden: 512, layers: 1, batch: 8, window: 16 }, backend),
  backend,
);
const text = randomText(65);

for (const length of lengths.length > 0 ? lengths : [1_000, 20_000, 200_000]) {
  const before = memory();
  const began = seconds();
  const trace = await openTrace(model, text.slice(0, length), running);
  const took = seconds() - began;
  const { kept } = trace.shape;
  console.log(
    `LSTM 512 × ${length.toLocaleString('en')}: opened in ${took.toFixed(1)} s (${Math.round(length / took).toLocaleString('en')} characters/s), ` +
      `keeps ${Math.round((memory() - before) / 2 ** 20)} MB, columns of ${kept}`,
  );
  const far = Math.max(kept, 2 ** Math.ceil(Math.log2(length / SCREEN)));
  const middle = Math.floor(length / 2);
  await look('all of it', { part: 'source', from: 0, to: length, step: far, field: h });
  await look('a screen in the middle', { part: 'source', from: middle, to: Math.min(length, middle + SCREEN), step: 1, field: h });
  await look('the same again', { part: 'source', from: middle, to: Math.min(length, middle + SCREEN), step: 1, field: h });

  async function look(what: string, request: FieldRequest): Promise<void> {
    const started = seconds();
    const { columns } = await trace.field(request, running);
    console.log(`  ${what}: ${columns} columns of ${request.step} in ${((seconds() - started) * 1000).toFixed(0)} ms`);
  }
}
model.dispose();
backend.dispose();
process.exit(0);

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
