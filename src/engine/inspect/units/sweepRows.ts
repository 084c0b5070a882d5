/** Reads rows quickly that each are a text of their own: those of similar length side by side, each from where its reading begins, as when it is traced. */
import type { Feed, Numbers } from '../../backend';
import type { Row } from '../../data/material';
import { groupsByLength, paddedTexts } from '../../infer/paddedTexts';
import { CancelledError, type Following } from '../../interruption';
import type { Model } from '../../model/model';
import { taskOf } from '../../tasks/tasks';
import { cut } from '../../text/units';
import { ChunkedText } from '../chunkedText';
import type { ReadChunk } from '../chunkReader';
import { BATCH, CorpusError, corpusReader, type Visit } from './corpusReader';

/** A row as the network reads it. */
interface ReadRow {
  readonly tokens: Uint32Array;
  /** Forward states to begin with. */
  readonly start: Feed;
  /** Where its first character is in `corpusText`. */
  readonly offset: number;
  /** Columns before that character. */
  readonly lead: number;
  /** Characters that are read. */
  readonly count: number;
}

/** @returns characters that were read @throws CorpusError, CancelledError */
export async function sweepRows(model: Model, rows: readonly Row[], following: Following, visit: Visit): Promise<number> {
  const { stop, progress } = following;
  const { shape } = model;
  if (shape.architecture.stacks(shape).some(({ part }) => part !== undefined))
    throw new CorpusError(
      'This run translates: its units are of two networks, one for each text. Places are looked for in runs of the other tasks; Inside shows the units of a translation.',
    );
  const read = await readingsOf(model, rows, following);
  if (read.length === 0)
    throw new CorpusError(
      'No row that this run learned from could be read: they are empty, longer than can be searched, or of labels that the model does not know.',
    );
  const reader = await corpusReader(model);
  const tokens = read.map((row) => row.tokens);
  let [count, done] = [0, 0];
  for (const { indices } of groupsByLength(tokens, BATCH)) {
    const some = indices.map((index) => read[index] as ReadRow);
    const longest = some.at(-1)?.tokens.length ?? 0;
    const { mask, tokens: padded } = paddedTexts(
      some.map((row) => row.tokens),
      BATCH,
      longest,
    );
    const feed = { tokens: padded as Numbers, ...(reader.masked && { mask: mask as Numbers }) };
    const told = (chunk: number, { activations }: ReadChunk) =>
      visit({ positions: positionsOf(some, chunk * reader.steps, reader.steps), values: activations }, reader.places);
    await new ChunkedText(reader, feed, longest, beginnings(some, shape.hidden)).sweep({ stop }, told, false);
    count += some.reduce((sum, row) => sum + row.count, 0);
    done += some.length;
    progress?.(done / read.length);
  }
  return count;
}

/** @throws CancelledError */
async function readingsOf(model: Model, rows: readonly Row[], following: Following): Promise<ReadRow[]> {
  const task = taskOf(model.experiment);
  const { units } = model.vocabulary;
  const asLabel = task.traceOptions.includes('label');
  const read: ReadRow[] = [];
  let offset = 0;
  for (const [index, { input, target }] of rows.entries()) {
    if (index % 1000 === 0) await following.pause?.();
    if (following.stop.aborted) throw new CancelledError();
    const known = !asLabel || model.labels.includes(target);
    if (input !== '' && known) {
      const { feed, start = {}, text, boundary } = await task.reading(model, input, asLabel ? { label: target } : {}, following);
      const tokens = Uint32Array.from(feed.tokens as Numbers);
      read.push({ tokens, start, offset, lead: boundary === 'before' ? 1 : 0, count: cut(text, units).length });
    }
    offset += cut(input, units).length + 1;
  }
  return read;
}

/** Of each state (B, H). */
function beginnings(rows: readonly ReadRow[], hidden: number): Feed {
  const first: Record<string, Float32Array> = {};
  rows.forEach(({ start }, row) => {
    for (const [name, state] of Object.entries(start)) {
      first[name] ??= new Float32Array(BATCH * hidden);
      first[name].set(state, row * hidden);
    }
  });
  return first;
}

/** Of a chunk that begins at column `from`, (steps·B). */
function positionsOf(rows: readonly ReadRow[], from: number, steps: number): Int32Array {
  const positions = new Int32Array(steps * BATCH).fill(-1);
  rows.forEach(({ offset, lead, count }, row) => {
    for (let step = 0; step < steps; step++) {
      const at = from + step - lead;
      if (at >= 0 && at < count) positions[step * BATCH + row] = offset + at;
    }
  });
  return positions;
}
