/** Every named activation of every layer over a text: a view of what the forward pass computes anyway. */
import type { Numbers } from '../backend';
import { Vocabulary } from '../data/vocabulary';
import { alternatives, BOUNDARY } from '../infer/alternatives';
import { softmax, surprise } from '../infer/distribution';
import type { Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Alternative, Trace, TracedText } from '../results';
import { takeAway } from '../tasks/tag/rule';
import { translate } from '../tasks/translate/translate';
import { cellNames } from './tracedLayer';
import { traceOfLabel, traceText } from './traceSteps';
import { requireShort, traceWhole } from './traceWhole';

export interface TraceOptions {
  /** For translate: what the decoder is fed; by default its own greedy translation. */
  readonly target?: string;
  /** For generate-from-label: as a text of which label it is read; by default the first. */
  readonly label?: string;
}

/** @throws TraceError, LabelError, CancelledError */
export async function trace(model: Model, text: string, interruption: Interruption, { target, label }: TraceOptions = {}): Promise<Trace> {
  switch (model.experiment.task) {
    case 'language-model':
      return await traceText(model, text, interruption);
    case 'generate-from-label':
      return await traceOfLabel(model, text, label, interruption);
    case 'infill':
      return await traceInfill(model, text);
    case 'tag':
      return await traceTag(model, text);
    case 'classify':
      return await traceClassify(model, text);
    case 'translate':
      return await traceTranslate(model, text, target ?? (await greedy(model, text, interruption)));
  }
}

/** At each character: what is expected there, given all others. */
async function traceInfill(model: Model, text: string): Promise<Trace> {
  const { tokens, unknown } = model.vocabulary.encode(text);
  const { boundary } = model.vocabulary;
  if (tokens.length === 0) return nothing(model);
  const feed = {
    tokens: Float32Array.of(boundary, ...tokens.subarray(0, -1)),
    after: Float32Array.of(...tokens.subarray(1), boundary),
  };
  const { logits, layers } = await traceWhole(model, feed);
  return { ...expected([...text], logits, model.targets, [...tokens]), layers, cell: cellNames(model.shape.cells), unknown };
}

/** At each character: its tags; with a rule, how surprising what the text itself has there is. */
async function traceTag(model: Model, text: string): Promise<Trace> {
  const { rule } = model.experiment;
  const { characters, tags } = rule === undefined ? { characters: [...text], tags: [] } : takeAway(rule, text);
  const { tokens, unknown } = model.vocabulary.encode(characters.join(''));
  if (tokens.length === 0) return nothing(model);
  const { logits, layers } = await traceWhole(model, whole(tokens));
  const truths = characters.map((_, t) => model.targets.indexOf(tags[t] ?? BOUNDARY));
  const told = expected(characters, logits, model.targets, rule === undefined ? [] : truths);
  return { ...told, layers, cell: cellNames(model.shape.cells), unknown };
}

/** The end of the text is read too, and there the labels are told. */
async function traceClassify(model: Model, text: string): Promise<Trace> {
  const { vocabulary, experiment, targets } = model;
  const { tokens, unknown } = vocabulary.encode(text);
  const read = tokens.subarray(0, experiment.window);
  const characters = [...[...text].slice(0, read.length), BOUNDARY];
  const { logits, layers } = await traceWhole(model, whole(Uint32Array.of(...read, vocabulary.boundary)));
  const predictions = characters.map((_, t): Alternative[] =>
    t === read.length ? alternatives(softmax(logits[0] as Numbers), targets) : [],
  );
  const nowhere = new Float32Array(characters.length).fill(Number.NaN);
  return { characters, surprise: nowhere, predictions, layers, cell: cellNames(model.shape.cells), unknown };
}

/** The ends of both texts are read and predicted too. At each character of the target: what was expected there. */
async function traceTranslate(model: Model, source: string, target: string): Promise<Trace> {
  const { vocabulary, targets, shape } = model;
  const read = vocabulary.encode(source);
  const fed = new Vocabulary(targets).encode(target);
  const end = targets.length;
  const { logits, layers, decoderLayers, alignment } = await traceWhole(model, {
    ...whole(Uint32Array.of(...read.tokens, vocabulary.boundary)),
    'decoder.tokens': Float32Array.of(end, ...fed.tokens),
  });
  const characters = [...source, BOUNDARY];
  return {
    characters,
    surprise: new Float32Array(characters.length).fill(Number.NaN),
    predictions: characters.map(() => []),
    layers,
    cell: cellNames(shape.cells),
    unknown: [...new Set([...read.unknown, ...fed.unknown])],
    target: { ...expected([...target, BOUNDARY], logits, targets, [...fed.tokens, end]), layers: decoderLayers },
    ...(alignment && { alignment }),
  };
}

async function greedy(model: Model, source: string, interruption: Interruption): Promise<string> {
  requireShort(source.length);
  const [translation] = await translate(model, [source], { beam: 1, lengthPenalty: 0 }, interruption);
  return translation?.hypotheses[0]?.text ?? '';
}

/** Predictions of what stands at each character. @param truths what does; −1 or none where the network cannot say it */
function expected(
  characters: readonly string[],
  logits: readonly Numbers[],
  symbols: readonly string[],
  truths: readonly number[],
): Omit<TracedText, 'layers'> {
  const bits = (row: Numbers, truth: number) => (truth < 0 ? Number.NaN : surprise(row, truth) / Math.LN2);
  return {
    characters,
    surprise: Float32Array.from(logits, (row, t) => bits(row, truths[t] ?? -1)),
    predictions: logits.map((row) => alternatives(softmax(row), symbols)),
  };
}

function whole(tokens: Uint32Array) {
  return { tokens: Float32Array.from(tokens), mask: new Float32Array(tokens.length).fill(1) };
}

function nothing({ shape }: Model): Trace {
  return { characters: [], surprise: new Float32Array(), predictions: [], layers: [], cell: cellNames(shape.cells), unknown: [] };
}
