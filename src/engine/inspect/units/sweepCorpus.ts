/**
 * Reads a long running text quickly: cut into stretches that are read side by side, each from the zero state some characters
 * before what counts of it. What is told of a character so differs a little from reading all of it in one go, by what the
 * states would have kept from further back; backwards, what counts of a stretch ends where the stretch does.
 */
import type { Feed, Numbers } from '../../backend';
import type { Activation, CellProgram } from '../../cell/cellProgram';
import type { Following } from '../../interruption';
import type { Model } from '../../model/model';
import { taskOf } from '../../tasks/tasks';
import { ChunkedText } from '../chunkedText';
import { ChunkReader, type ReadChunk } from '../chunkReader';
import { type Place, shownActivations } from '../place';

/** A run whose training files are no running text. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
}

/** Read side by side: so many that the weights, which are gone through once a step, are not what takes the time. */
const BATCH = 96;
/** Characters of each that are read in one go: what is told of them stays in the caches until it was looked at. */
const STEPS = 16;
/** Characters that a stretch is read before those that count. */
const WARM_UP = 128;

/** What is told in the corpus: the output and the states. */
export const outputAndStates = (cell: CellProgram): Activation[] =>
  shownActivations(cell).filter(({ state }, index) => index === 0 || state);

export interface SweptRows {
  /** Where in the text each row is, (rows); −1 for one that does not count. */
  readonly positions: Int32Array;
  /** Of each place, each activation of `outputAndStates`, (rows, units). */
  readonly values: readonly (readonly Numbers[])[];
}

export interface SweptCorpus {
  readonly places: readonly Place[];
  /** Characters that were read, from the first of the text on. */
  readonly length: number;
}

/** @param visit is handed rows in an order of its own @throws CorpusError, CancelledError */
export async function sweepCorpus(
  model: Model,
  text: string,
  following: Following,
  visit: (rows: SweptRows, places: readonly Place[]) => void,
): Promise<SweptCorpus> {
  const { experiment } = model;
  const task = taskOf(experiment);
  if (task.learning(experiment).from !== 'text')
    throw new CorpusError(
      'This run learned from rows, each a text of its own. Excerpts are looked for in running text: in runs of language-model and infill, and of tag with a rule.',
    );
  const { feed, text: read, boundary } = await task.reading(model, text, {}, following);
  const characters = [...text].length;
  if ([...read].length !== characters)
    throw new CorpusError('This run reads its text with characters taken away, so places in it are none in its files.');
  const lead = boundary === 'before' ? 1 : 0;
  const reader = await model.keep('corpus reader', () =>
    ChunkReader.open(model, { batch: BATCH, steps: STEPS, told: outputAndStates, predicts: false }),
  );
  const length = (feed.tokens as Numbers).length;
  const each = Math.max(1, Math.ceil((length - WARM_UP) / BATCH));
  const steps = Math.min(length, each + WARM_UP);
  const streams = new ChunkedText(reader, sideBySide(feed, each, steps), steps);
  const told = (chunk: number, { activations }: ReadChunk) => {
    const positions = new Int32Array(STEPS * BATCH).fill(-1);
    for (let t = chunk * STEPS; t < Math.min(steps, (chunk + 1) * STEPS); t++)
      for (let stream = 0; stream < BATCH; stream++) {
        const position = stream * each + t - lead;
        const counts = position < characters && (stream === 0 || t >= WARM_UP);
        if (counts) positions[(t - chunk * STEPS) * BATCH + stream] = position;
      }
    visit({ positions, values: activations }, reader.places);
  };
  await streams.sweep(following, told, false);
  return { places: reader.places, length: characters };
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
