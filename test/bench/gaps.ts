/**
 * Fill the Gap, measured: how often what stood in a held-out gap of 1 to 6 characters is the first, or among the first five, of
 * the fillings that are told, and what fills the lecture's sentence.
 *
 *   node test/runTypeScript.mjs test/bench/gaps.ts RUN TEXT [gaps]
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fill } from '../../src/engine/abilities';
import { Random } from '../../src/engine/random';
import { ModelShelf } from '../../src/runs/modelShelf';

const LECTURE = ['I am ', ' hungry and I can eat half a pig'] as const;
const LENGTHS = { shortest: 1, longest: 6 };
/** Characters shown on each side of a gap. */
const AROUND = 200;
const FIRST = 5;
const stop = new AbortController().signal;

const [run, file, gaps = '240'] = process.argv.slice(3);
if (run === undefined || file === undefined) throw new Error('node test/runTypeScript.mjs test/bench/gaps.ts RUN TEXT [gaps]');
const text = [...readFileSync(file, 'utf8')];
const { validation } = JSON.parse(readFileSync(path.join(run, 'experiment.json'), 'utf8'));
const heldOut = Math.ceil(text.length * (1 - validation));
const random = Random.fromSeed(7);
const drawn = (most: number) => Math.floor(random.uniform() * most);

const shelf = new ModelShelf();
const between = (from: number, to: number) => text.slice(from, to).join('');
await shelf.use(run, async (model) => {
  let [first, among] = [0, 0];
  const seconds: number[] = [];
  for (let gap = 0; gap < Number(gaps); gap++) {
    const length = LENGTHS.shortest + (gap % LENGTHS.longest);
    const start = heldOut + AROUND + drawn(text.length - heldOut - 2 * AROUND - length);
    const end = start + length;
    const began = performance.now();
    const { fillings } = await fill(
      model,
      between(start - AROUND, start),
      between(end, end + AROUND),
      { ...LENGTHS, count: FIRST },
      { stop },
    );
    seconds.push((performance.now() - began) / 1000);
    const place = fillings.findIndex((filling) => filling.text === between(start, end));
    if (place === 0) first++;
    if (place >= 0) among++;
  }
  const { fillings } = await fill(model, ...LECTURE, { ...LENGTHS, count: 10 }, { stop });
  console.log(JSON.stringify({ gaps: Number(gaps), first, among, seconds: seconds.sort((a, b) => a - b)[seconds.length >> 1] }));
  console.log(
    fillings
      .map(({ text, share, nats }) => `${text} ${share === undefined ? nats.toFixed(3) : `${(100 * share).toFixed(1)} %`}`)
      .join(', '),
  );
});
