/** How each task's network reads a text to be traced, and what it says at each character. */
import type { Feed, Numbers } from '../backend';
import { Vocabulary } from '../data/vocabulary';
import { BOUNDARY } from '../infer/alternatives';
import type { Following } from '../interruption';
import type { Model } from '../model/model';
import { labelNumber } from '../tasks/generateFromLabel/labelNumber';
import { labelStates } from '../tasks/generateFromLabel/labelStates';
import { takeAway } from '../tasks/tag/rule';
import { translate } from '../tasks/translate/translate';
import { ActivationTable, type Room } from './activationTable';
import { ChunkedText } from './chunkedText';
import { CHUNK, ChunkReader } from './chunkReader';
import { PredictionTable } from './predictionTable';
import { type Boundary, TracedPart } from './tracedPart';
import { type ReadWhole, traceWhole } from './traceWhole';

export interface TraceOptions {
  /** For translate: what the decoder is fed; by default its own greedy translation. */
  readonly target?: string | undefined;
  /** For generate-from-label: as a text of which label it is read; by default the first. */
  readonly label?: string | undefined;
}

/** The text is too long for this task's network to be looked at. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

export interface Traced {
  readonly source: TracedPart;
  readonly target?: TracedPart;
  /** (T, S) */
  readonly alignment?: Float32Array;
  readonly unknown: readonly string[];
}

/** @throws TraceError, LabelError, CancelledError */
export async function read(model: Model, text: string, options: TraceOptions, following: Following, room?: Room): Promise<Traced> {
  const { vocabulary, experiment } = model;
  switch (experiment.task) {
    case 'language-model': {
      const { tokens, unknown } = vocabulary.encode(text);
      return { source: await stepping(model, { text, tokens }, following, room), unknown };
    }
    case 'generate-from-label': {
      const { tokens, unknown } = vocabulary.encode(text);
      const first = labelStates(model.shape, model.weights, labelNumber(model.labels, options.label ?? model.labels[0]));
      const begun = { text, boundary: 'before', tokens: Uint32Array.from([vocabulary.boundary, ...tokens]), first } as const;
      return { source: await stepping(model, begun, following, room), unknown };
    }
    case 'infill':
      return await infilling(model, text, following, room);
    case 'tag':
      return await tagging(model, text, following, room);
    case 'classify':
      return await classifying(model, text);
    case 'translate':
      return await translating(model, text, options.target, following);
  }
}

interface Chunked {
  readonly text: string;
  readonly boundary?: Boundary;
  /** What the network is fed at each character, by input. */
  readonly symbols: Feed;
  /** States to begin with. */
  readonly first?: Feed;
  /** What the numbers of its predictions stand for. */
  readonly names: readonly string[];
  /** What is predicted at `t`: its place, and what stands there. */
  truth(t: number): { readonly of: number; readonly symbol: number | undefined };
}

/** Each character is predicted from those before it. */
function stepping(
  model: Model,
  { tokens, ...rest }: Pick<Chunked, 'text' | 'boundary' | 'first'> & { readonly tokens: Uint32Array },
  following: Following,
  room?: Room,
): Promise<TracedPart> {
  const truth = (t: number) => ({ of: t + 1, symbol: tokens[t + 1] });
  return inChunks(
    model,
    { ...rest, symbols: { tokens: Float32Array.from(tokens) }, names: model.vocabulary.characters, truth },
    following,
    room,
  );
}

/** At each character: what is expected there, given all others. */
async function infilling(model: Model, text: string, following: Following, room?: Room): Promise<Traced> {
  const { tokens, unknown } = model.vocabulary.encode(text);
  const { boundary } = model.vocabulary;
  const [before, after] = [new Float32Array(tokens.length).fill(boundary), new Float32Array(tokens.length).fill(boundary)];
  before.subarray(1).set(tokens.subarray(0, -1));
  after.set(tokens.subarray(1));
  const truth = (t: number) => ({ of: t, symbol: tokens[t] });
  const source = await inChunks(model, { text, symbols: { tokens: before, after }, names: model.targets, truth }, following, room);
  return { source, unknown };
}

/** At each character: its tags; with a rule, how surprising what the text itself has there is. */
async function tagging(model: Model, text: string, following: Following, room?: Room): Promise<Traced> {
  const { rule } = model.experiment;
  const { characters, tags } = rule === undefined ? { characters: [...text], tags: undefined } : takeAway(rule, text);
  const stripped = characters.join('');
  const { tokens, unknown } = model.vocabulary.encode(stripped);
  const numbers = new Map(model.targets.map((target, number) => [target, number]));
  const truth = (t: number) => ({ of: t, symbol: tags && numbers.get(tags[t] ?? BOUNDARY) });
  const symbols = { tokens: Float32Array.from(tokens) };
  return { source: await inChunks(model, { text: stripped, symbols, names: model.targets, truth }, following, room), unknown };
}

async function inChunks(model: Model, chunked: Chunked, following: Following, room?: Room): Promise<TracedPart> {
  const reader = await model.keep('chunk reader', () => ChunkReader.open(model));
  const length = chunked.symbols.tokens?.length ?? 0;
  const text = new ChunkedText(reader, chunked.symbols, length, chunked.first);
  const again = async (chunk: number) => (await text.chunk(chunk)).activations;
  const table = new ActivationTable(reader.places, length, CHUNK, again, room);
  const part = new TracedPart(chunked.text, chunked.boundary, table, new PredictionTable(length, chunked.names));
  await text.sweep(following, (chunk, { logits, activations }) => {
    table.add(chunk, activations);
    eachRow(logits, model.shape.targets, (row, at) => {
      const t = chunk * CHUNK + at;
      if (t >= length) return;
      const { of, symbol } = chunked.truth(t);
      part.predict(t, row, of, symbol);
    });
  });
  return part;
}

/** The end of the text is read too, and there the labels are told. */
async function classifying(model: Model, text: string): Promise<Traced> {
  const { vocabulary, experiment, targets } = model;
  const { tokens, unknown } = vocabulary.encode(text);
  const seen = tokens.subarray(0, experiment.window);
  const whole = await traceWhole(model, unpadded(Uint32Array.from([...seen, vocabulary.boundary])));
  const source = inOnePiece([...text].slice(0, seen.length).join(''), whole, 'source', targets);
  source.predict(seen.length, whole.logits[0] as Numbers, seen.length, undefined);
  return { source, unknown };
}

/** An alignment has a number for each pair of characters, and a graph a copy of the cell for each. */
const LONGEST_SENTENCE = 2_000;

/** The ends of both texts are read and predicted too. At each character of the target: what was expected there. */
async function translating(model: Model, text: string, given: string | undefined, following: Following): Promise<Traced> {
  const { vocabulary, targets } = model;
  requireSentence(text);
  const target = given ?? (await greedy(model, text, following));
  requireSentence(target);
  const [reads, writes] = [vocabulary.encode(text), new Vocabulary(targets).encode(target)];
  const end = targets.length;
  const whole = await traceWhole(model, {
    ...unpadded(Uint32Array.from([...reads.tokens, vocabulary.boundary])),
    'decoder.tokens': Float32Array.from([end, ...writes.tokens]),
  });
  const written = inOnePiece(target, whole, 'target', targets);
  whole.logits.forEach((row, t) => {
    written.predict(t, row, t, writes.tokens[t] ?? end);
  });
  return {
    source: inOnePiece(text, whole, 'source', targets),
    target: written,
    ...(whole.alignment && { alignment: whole.alignment }),
    unknown: [...new Set([...reads.unknown, ...writes.unknown])],
  };
}

async function greedy(model: Model, source: string, following: Following): Promise<string> {
  const [translation] = await translate(model, [source], { beam: 1, lengthPenalty: 0 }, following);
  return translation?.hypotheses[0]?.text ?? '';
}

/** @throws TraceError */
function requireSentence(text: string): void {
  const most = LONGEST_SENTENCE.toLocaleString('en');
  if (text.length > LONGEST_SENTENCE)
    throw new TraceError(`A translator is looked at a sentence at a time: at most ${most} characters. Take a part of the text.`);
}

function inOnePiece(text: string, { places }: ReadWhole, part: 'source' | 'target', names: readonly string[]): TracedPart {
  const some = places.filter((place) => place.part === part);
  const length = [...text].length + 1; // and the end
  const values = some.map((place) => place.values);
  const table = new ActivationTable(some, length, length, async () => values);
  table.add(0, values);
  return new TracedPart(text, 'after', table, new PredictionTable(length, names));
}

function unpadded(tokens: Uint32Array): Feed {
  return { tokens: Float32Array.from(tokens), mask: new Float32Array(tokens.length).fill(1) };
}

function eachRow(numbers: Numbers, columns: number, visit: (row: Numbers, at: number) => void): void {
  for (let at = 0; at * columns < numbers.length; at++) visit(numbers.subarray(at * columns, (at + 1) * columns), at);
}
