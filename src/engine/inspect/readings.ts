/** A text read to be traced: chunk by chunk where the network can be, else in one piece; how, its task says. */
import type { Numbers } from '../backend';
import type { Following, Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { NgramsOfText } from '../results';
import type { TraceOptions, TraceReading } from '../tasks/task';
import { requireTask } from '../tasks/taskError';
import { taskOf } from '../tasks/tasks';
import { cut } from '../text/units';
import { ActivationTable, type Room } from './activationTable';
import { ChunkedText } from './chunkedText';
import { CHUNK, ChunkReader } from './chunkReader';
import type { Changes } from './interventions/changes';
import { type Place, partOf } from './place';
import { PredictionTable } from './predictionTable';
import { TracedPart } from './tracedPart';
import type { Part } from './traceShape';
import { type ReadWhole, traceWhole } from './traceWhole';

export interface Traced {
  readonly source: TracedPart;
  readonly target?: TracedPart;
  /** (T, S) */
  readonly alignment?: Float32Array;
  readonly unknown: readonly string[];
  /** Where it was read chunk by chunk. */
  readonly chunks?: ChunkedText;
  /** What it was changed by while it was read. */
  readonly changes?: Changes;
  /** What a head that answers once says of the text. */
  readonly answer?: Numbers;
  /** What it is held against, and the bits at each character of the source by which the network beats them. */
  readonly ngrams?: (interruption: Interruption) => Promise<NgramsOfText & { readonly advantage: Float32Array }>;
  /** How the text was read. */
  readonly reading: TraceReading;
}

/** @throws SentenceError, LabelError, CancelledError; TaskError for an option that the model's task does not take */
export async function read(model: Model, text: string, options: TraceOptions, following: Following, room?: Room): Promise<Traced> {
  const { experiment } = model;
  for (const [name, value] of Object.entries(options) as [keyof TraceOptions, string | undefined][])
    if (value !== undefined) requireTask(experiment.task, ({ traceOptions }) => traceOptions.includes(name));
  const reading = await taskOf(experiment).reading(model, text, options, following);
  if (inChunks(model)) return await readInChunks(model, reading, following, { room });
  return inOnePiece(model, reading, await traceWhole(model, reading.feed));
}

/** Whether the network is one that tells something at each step of what it reads. */
export const inChunks = ({ shape }: Model) =>
  shape.architecture.tells === 'each step' && shape.architecture.stacks(shape).every(({ part }) => part === undefined);

/** How a text is read chunk by chunk. */
export interface ChunkReading {
  readonly room?: Room | undefined;
  /** What it is changed by, given the places and the columns of the text. */
  readonly changes?: (places: readonly Place[], length: number) => Changes;
}

/** @throws CancelledError, and what `changes` throws */
export async function readInChunks(
  model: Model,
  reading: TraceReading,
  following: Following,
  { room, changes: change }: ChunkReading,
): Promise<Traced> {
  const { text, boundary, feed, start, unknown } = reading;
  const reader = await model.keep(change ? 'changeable chunk reader' : 'chunk reader', () =>
    ChunkReader.open(model, { changeable: change !== undefined }),
  );
  const length = (feed.tokens as Numbers).length;
  const changes = change?.(reader.places, length);
  const chunks = new ChunkedText(reader, feed, length, start, changes && ((chunk) => changes.feed(chunk * CHUNK, CHUNK)));
  const again = async (chunk: number) => (await chunks.chunk(chunk)).activations;
  const table = new ActivationTable(reader.places, length, CHUNK, again, room);
  const part = new TracedPart(text, model.vocabulary.units, boundary, table, new PredictionTable(length, model.targets));
  await chunks.sweep(following, (chunk, { logits, activations }) => {
    table.add(chunk, activations);
    eachRow(logits, model.shape.targets, (row, at) => {
      const t = chunk * CHUNK + at;
      if (t < length) predict(part, reading, t, row);
    });
  });
  return { source: part, unknown, reading, chunks, ...(changes && { changes }) };
}

/** Takes in what the head's row `t` says, at the character that it is about. */
function predict(part: TracedPart, { tells, truths }: TraceReading, t: number, row: Numbers): void {
  const place = tells === 'end' ? part.table.length - 1 : t;
  const about = tells === 'next' ? place + 1 : place;
  part.predict(place, row, about, truths?.[about]);
}

/** A text that was read whole. @param changes that it was read with */
export function inOnePiece(model: Model, reading: TraceReading, whole: ReadWhole, changes?: Changes): Traced {
  const { unknown, target, tells } = reading;
  const { alignment } = whole;
  const source = partInOnePiece(model, reading.text, whole, 'source');
  const written = target === undefined ? undefined : partInOnePiece(model, target, whole, 'target');
  whole.logits.forEach((row, t) => predict(written ?? source, reading, t, row));
  const [answer] = tells === 'end' ? whole.logits : [];
  return {
    source,
    ...(written && { target: written }),
    ...(alignment && { alignment }),
    ...(answer && { answer }),
    ...(changes && { changes }),
    unknown,
    reading,
  };
}

function partInOnePiece({ targets, vocabulary: { units } }: Model, text: string, { places }: ReadWhole, part: Part): TracedPart {
  const some = places.filter((place) => partOf(place) === part);
  const length = cut(text, units).length + 1; // and the end
  const values = some.map((place) => place.values);
  const table = new ActivationTable(some, length, length, async () => values);
  table.add(0, values);
  return new TracedPart(text, units, 'after', table, new PredictionTable(length, targets));
}

function eachRow(numbers: Numbers, columns: number, visit: (row: Numbers, at: number) => void): void {
  for (let at = 0; at * columns < numbers.length; at++) visit(numbers.subarray(at * columns, (at + 1) * columns), at);
}
