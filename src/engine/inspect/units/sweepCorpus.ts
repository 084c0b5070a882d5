/**
 * Reads a long running text quickly: cut into stretches that are read side by side, each from the zero state some characters
 * before what counts of it. What is told of a character so differs a little from reading all of it in one go, by what the
 * states would have kept from further back; backwards, what counts of a stretch ends where the stretch does.
 */
import type { Feed, Numbers } from '../../backend';
import type { Following } from '../../interruption';
import type { Model } from '../../model/model';
import { taskOf } from '../../tasks/tasks';
import { cut } from '../../text/units';
import { ChunkedText } from '../chunkedText';
import type { ReadChunk } from '../chunkReader';
import { BATCH, type Corpus, CorpusError, corpusReader, type Visit } from './corpusReader';
import { sweepRows } from './sweepRows';

/** Characters that a stretch is read before those that count. */
const WARM_UP = 128;

/** Reads what a run learned from, of either kind. @returns characters that were read @throws CorpusError, CancelledError */
export async function sweepCorpus(model: Model, corpus: Corpus, following: Following, visit: Visit): Promise<number> {
  const from = taskOf(model.experiment).learning(model.experiment).from;
  if (from === 'text' && typeof corpus === 'string') return await sweepText(model, corpus, following, visit);
  if (from === 'rows' && typeof corpus !== 'string') return await sweepRows(model, corpus, following, visit);
  throw new CorpusError('This run learned from another kind of files than these.');
}

async function sweepText(model: Model, text: string, following: Following, visit: Visit): Promise<number> {
  const task = taskOf(model.experiment);
  const { feed, text: read, boundary } = await task.reading(model, text, {}, following);
  const { units } = model.vocabulary;
  const characters = cut(text, units).length;
  if (cut(read, units).length !== characters)
    throw new CorpusError('This run reads its text with characters taken away, so places in it are none in its files.');
  const lead = boundary === 'before' ? 1 : 0;
  const reader = await corpusReader(model);
  const length = (feed.tokens as Numbers).length;
  const each = Math.max(1, Math.ceil((length - WARM_UP) / BATCH));
  const steps = Math.min(length, each + WARM_UP);
  const streams = new ChunkedText(reader, sideBySide(feed, each, steps), steps);
  const told = (chunk: number, { activations }: ReadChunk) => {
    const first = chunk * reader.steps;
    const positions = new Int32Array(reader.steps * BATCH).fill(-1);
    for (let t = first; t < Math.min(steps, first + reader.steps); t++)
      for (let stream = 0; stream < BATCH; stream++) {
        const position = stream * each + t - lead;
        const counts = position < characters && (stream === 0 || t >= WARM_UP);
        if (counts) positions[(t - first) * BATCH + stream] = position;
      }
    visit({ positions, values: activations }, reader.places);
  };
  await streams.sweep(following, told, false);
  return characters;
}

/** Stretch b begins at b · each; row t·B + b. */
function sideBySide(feed: Feed, each: number, steps: number): Feed {
  return Object.fromEntries(
    Object.entries(feed).map(([name, numbers]) => {
      const rows = new Float32Array(steps * BATCH);
      for (let t = 0; t < steps; t++)
        for (let stream = 0; stream < BATCH; stream++) rows[t * BATCH + stream] = numbers[stream * each + t] ?? 0;
      return [name, rows];
    }),
  );
}
