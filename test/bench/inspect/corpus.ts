/** How long a corpus takes to be read and searched: node test/runTypeScript.mjs test/bench/inspect/corpus.ts [characters…] */
import { openForReading } from '../../../src/backends/open';
import { nodePlatform, openDevice } from '../../../src/backends/platform/node/nodePlatform';
import { openModel } from '../../../src/engine/abilities';
import { CorpusUnits } from '../../../src/engine/inspect/units/corpusUnits';
import { matchCorpus } from '../../../src/engine/inspect/units/matchUnits';
import { sweepCorpus } from '../../../src/engine/inspect/units/sweepCorpus';
import { checkpoint, randomText, seconds } from '../engine/workload';

const lengths = process.argv.slice(2).map(Number).filter(Number.isInteger);
const text = randomText(65);
const following = { stop: { aborted: false }, pause: nodePlatform.pause };

for (const [cell, hidden] of [
  ['lstm', 128],
  ['gru', 256],
] as const) {
  const backend = await openForReading(openDevice);
  const model = await openModel(await checkpoint({ cell, vocabulary: 65, hidden, layers: 1, batch: 8, window: 16 }, backend), backend);
  for (const length of lengths.length > 0 ? lengths : [1_000_000]) {
    const began = seconds();
    const corpus = text.repeat(Math.ceil(length / text.length)).slice(0, length);
    await sweepCorpus(model, corpus, following, () => {});
    const read = seconds();
    const units = Array.from({ length: 8 }, (_, unit) => ({ layer: 0, direction: 'forward' as const, name: 'h', unit }));
    await matchCorpus(model, corpus, { units, threshold: 0.1, length: 5 }, following);
    const matched = seconds();
    await matchCorpus(model, corpus, { units, threshold: 0.1, length: 9 }, following);
    const again = seconds();
    await CorpusUnits.read(model, corpus, following);
    const [reading, matching, next, all] = [read - began, matched - read, again - matched, seconds() - again].map((time) =>
      time.toFixed(2),
    );
    console.log(
      `${cell} ${hidden} × ${length.toLocaleString('en')}: read in ${reading} s, matched in ${matching} s, the next span in ${next} s, all units in ${all} s`,
    );
  }
  model.dispose();
  backend.dispose();
}
process.exit(0);
