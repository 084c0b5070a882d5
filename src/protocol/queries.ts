/**
 * What a model can be asked: for each kind of question its arguments and its answer. Arguments are checked wherever they
 * come from somebody who may lie. A new question is its entry here, its function in `server/answers.ts`, and its picture.
 */
import * as z from 'zod/mini';
import type { Expectation } from '../engine/evaluate/expectation';
import type { Connectivity } from '../engine/inspect/connectivity/connectivity';
import type { LikelyWord } from '../engine/inspect/connectivity/likelyWords';
import type { LossChange } from '../engine/inspect/interventions/lossChange';
import type { Eigenvalues } from '../engine/inspect/memory/eigenvalues';
import type { GradientsBack } from '../engine/inspect/memory/memory';
import type { UnrolledStep } from '../engine/inspect/step/unrolledStep';
import type { Block, TraceShape, UnitAt } from '../engine/inspect/traceShape';
import type { Histogram } from '../engine/inspect/units/corpusUnits';
import type { FactorUnit } from '../engine/inspect/units/factors';
import type { UnitScores } from '../engine/inspect/units/scoreUnits';
import type { UnitWeights } from '../engine/inspect/units/unitWeights';
import type {
  Alternative,
  Baseline,
  Classification,
  Continuation,
  Evaluation,
  Fillings,
  Generation,
  NgramsOfText,
  Score,
  Tagging,
  Translation,
} from '../engine/results';
import { FACTORS, FILLING, GENERATION, type Range, TRANSLATION } from './answerOptions';
import { CHECKPOINTS, type CheckpointName } from './engineProtocol';
import { exportFormats } from './exportFormats';
import { interventionsSchema } from './interventionSchema';
import { index, query } from './query';
import { WEIGHTS_QUERIES } from './weightsQueries';

/** A text that is longer is not sent to a model in one piece. */
const MOST_CHARACTERS = 20_000_000; // UTF-16 units
const MOST_TEXTS = 1_000_000;

const text = z.string().check(z.maxLength(MOST_CHARACTERS));
const texts = z.readonly(z.array(text).check(z.maxLength(MOST_TEXTS)));

const numbers = <Name extends string>(ranges: Readonly<Record<Name, Range>>): Record<Name, z.ZodMiniNumber<number>> =>
  Object.fromEntries(Object.entries<Range>(ranges).map(([name, { least, most, whole }]) => [name, bounded(least, most, whole)])) as Record<
    Name,
    z.ZodMiniNumber<number>
  >;

function bounded(least: number, most: number, whole: boolean): z.ZodMiniNumber<number> {
  const words = `give ${whole ? 'a whole number' : 'a number'} from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`;
  return (whole ? z.int(words) : z.number(words)).check(z.minimum(least, words), z.maximum(most, words));
}

/** A handle on a text that was read: it expires when it is not used, when others take its place, or when the run's checkpoint changes. */
export interface OpenedTrace {
  readonly trace: string;
  readonly shape: TraceShape;
}

export interface ChangedTrace extends OpenedTrace {
  readonly loss: LossChange;
  /** Of a model that names the text as a whole: how likely each label is to it, likeliest first. */
  readonly answers?: { readonly plain: readonly Alternative[]; readonly changed: readonly Alternative[] };
}

/** What an n-gram model reaches on what was held out from a run, or why that is not known; nothing for a task that has no such yardstick. */
export interface RunBaseline {
  readonly baseline?: Baseline;
  readonly missing?: string;
}

/** Characters of a file that a run learned from, with what is around them. */
export interface Location {
  /** Its absolute path. */
  readonly file: string;
  /** From 1 on, as editors count; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly characters: string;
  readonly after: string;
}

/** A unit in what the run learned from. */
export interface UnitDossier {
  /** Where it is highest, the highest first; excerpts do not overlap. */
  readonly highest: readonly { readonly value: number; readonly location: Location }[];
  readonly lowest: readonly { readonly value: number; readonly location: Location }[];
  readonly histogram: Histogram;
  /** Read in all. */
  readonly characters: number;
  /** Whether there is more, which was not read. */
  readonly cut: boolean;
}

/** Places where units are on together, the likest to the span that they were found with first. */
export interface CorpusMatches {
  /** `on`: of the units, the fraction that is on; `score`: that, times how like the place's length is to the span's. */
  readonly matches: readonly { readonly on: number; readonly score: number; readonly location: Location }[];
  readonly cut: boolean;
}

const trace = z.string().check(z.maxLength(100));
const part = z.enum(['source', 'target']);
const unitAt = z.strictObject({
  layer: index,
  direction: z.enum(['forward', 'backward']),
  name: z.string().check(z.maxLength(1000)),
  unit: index,
});
const planes = z.readonly(z.array(z.enum(['mean', 'low', 'high'])).check(z.maxLength(3)));
const field = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('activation'),
    layer: index,
    direction: z.enum(['forward', 'backward']),
    name: z.string().check(z.maxLength(1000)),
    unit: z.optional(index),
  }),
  z.strictObject({ kind: z.literal('factors'), layer: index, direction: z.enum(['forward', 'backward']), ...numbers(FACTORS) }),
  z.strictObject({ kind: z.literal('surprise') }),
  z.strictObject({ kind: z.literal('advantage') }),
  z.strictObject({ kind: z.literal('alignment') }),
]);

/** Properties from outside, by the characters that have them: [from, to, from, to …], in order. */
const givenProperties = z.readonly(
  z
    .array(z.strictObject({ name: z.string().check(z.maxLength(100)), spans: z.readonly(z.array(index).check(z.maxLength(1_000_000))) }))
    .check(z.maxLength(100)),
);

const drawing = numbers(GENERATION);
/** How to draw, whatever is drawn. */
export const drawingSettings = z.object(drawing);

export const QUERIES = {
  generate: query<Generation>()({ prompt: text, label: z.optional(text), ...drawing }),
  /**
   * Reads a text, and answers with a handle. `target`, for a model of translate: the text that the decoder is fed, by default its
   * own greedy translation; `label`, for generate-from-label: of which the text is, by default the first.
   */
  openTrace: query<OpenedTrace>()({ text, target: z.optional(text), label: z.optional(text) }),
  /** A stretch of a field, in columns of `step` characters. A trace that has expired is to be opened anew: TraceExpiredError. */
  traceField: query<Block>()({ trace, part, field, from: index, to: index, step: z.int().check(z.minimum(1)), planes: z.optional(planes) }),
  /** How well each unit tells what the text says of each character, and what the document's own provider does. */
  unitScores: query<UnitScores>()({ trace, part, activations: z.enum(['output and states', 'all']), given: givenProperties }),
  /** How much of the gradient of each character's loss is left so many characters back. Models that cannot be asked say why: MemoryError. */
  gradientsBack: query<GradientsBack>()({ trace, from: index, to: index, reach: index }),
  /** Of the Jacobian of the step that reads a character, by a layer. */
  eigenvalues: query<Eigenvalues>()({ trace, layer: index, at: index }),
  /** The largest modulus of them at each character of a stretch. */
  largestEigenvalues: query<Float32Array>()({ trace, layer: index, from: index, to: index }),
  /** Lyapunov exponents of a layer over a stretch, in nats a character, largest first. */
  lyapunovExponents: query<Float64Array>()({ trace, layer: index, from: index, to: index }),
  /** The units of a layer in the order of the non-negative factors of their outputs. */
  factorOrder: query<Uint32Array>()({ trace, part, layer: index, direction: z.enum(['forward', 'backward']) }),
  /** The units of each of those factors, the strongest factor first. */
  factorUnits: query<readonly (readonly FactorUnit[])[]>()({
    trace,
    part,
    layer: index,
    direction: z.enum(['forward', 'backward']),
    ...numbers(FACTORS),
  }),
  /** Units whose output is above the threshold all over a span of the text, and not at the characters around it. */
  unitsOver: query<readonly UnitAt[]>()({ trace, part, from: index, to: index, threshold: z.number() }),
  /** Where in the text that the run learned from the same units are on together. `length`: of the span, in characters. */
  corpusMatches: query<CorpusMatches>()({
    units: z.readonly(z.array(unitAt).check(z.minLength(1), z.maxLength(10_000))),
    threshold: z.number(),
    length: z.int().check(z.minimum(1)),
  }),
  /** Where a unit, of the output or a state, is highest and lowest in the text that the run learned from. */
  unitInCorpus: query<UnitDossier>()({ unit: unitAt }),
  /** What a unit is wired to. */
  unitWeights: query<UnitWeights>()({ unit: unitAt }),
  /** What is expected at or after each character of a stretch. */
  tracePredictions: query<readonly (readonly Alternative[])[]>()({ trace, part, from: index, to: index }),
  /** The equations of a step of a layer with the numbers of one unit in them, and those of its backward pass. */
  traceStep: query<UnrolledStep>()({ trace, layer: index, direction: z.enum(['forward', 'backward']), unit: index, at: index }),
  /** Reads the text of a trace once more while something is changed: another trace, and what that did to the loss, or to the answer. */
  changeTrace: query<ChangedTrace>()({ trace, interventions: interventionsSchema }),
  /** What the model writes after the text of a trace, or as its translation; the trace may be a changed one. */
  continueTrace: query<readonly Continuation[]>()({ trace, ...drawing }),
  /** On which earlier characters what is expected after a character depends. `symbol`: what is asked after, by default what stands next; `against`: why not this. */
  traceConnectivity: query<Connectivity>()({
    trace,
    at: index,
    symbol: z.optional(text),
    against: z.optional(text),
    occlusion: z.boolean(),
  }),
  /** The likeliest whole words to come after a character. */
  traceWords: query<readonly LikelyWord[]>()({ trace, at: index }),
  /** The n-grams that the field `advantage` holds the text against. */
  traceNgrams: query<NgramsOfText>()({ trace }),
  closeTrace: query<boolean>()({ trace }),
  classify: query<readonly Classification[]>()({ texts }),
  fill: query<Fillings>()({ before: text, after: text, ...numbers(FILLING) }),
  translate: query<readonly Translation[]>()({ sources: texts, ...numbers(TRANSLATION) }),
  tag: query<Tagging>()({ text }),
  /** Against the rows or the text of files (absolute paths) of the kind that the run was trained on. */
  evaluate: query<Evaluation>()({ files: texts }),
  /** Those that a model of classify or generate-from-label knows. */
  labels: query<readonly string[]>()({}),
  score: query<Score>()({ text }),
  /** Bits at each character: what two models are held against each other by. */
  expectation: query<Expectation>()({ text }),
  /** Counted when it is first asked for; the model does not wait for it. */
  baseline: query<RunBaseline>()({}),
  /** Writes the run in that format to an absolute path, which is the answer: asked by the host alone, where the user said where. */
  exportRun: query<string>()({ format: z.enum(exportFormats), output: text }),
  ...WEIGHTS_QUERIES,
};

type Queries = typeof QUERIES;
export type Kind = keyof Queries;
export type Arguments<K extends Kind> = z.infer<Queries[K]['arguments']>;
export type Answer<K extends Kind> = NonNullable<Queries[K]['answer']>;

/** As it crosses from room to room. `run` is its folder, or a checkpoint file; a panel does not say which, as its host knows. */
export interface Question<K extends Kind = Kind> {
  readonly run?: string;
  /** Which of the run's checkpoints answers; by default the best, where there is one. */
  readonly checkpoint?: CheckpointName | undefined;
  readonly kind: K;
  readonly arguments: Arguments<K>;
}
/** Each kind with its own arguments. */
export type AnyQuestion = { [K in Kind]: Question<K> }[Kind];

/** A question is of no known kind, or its arguments are not what its kind takes. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
}

const checkpointName = z.optional(z.union([z.enum(CHECKPOINTS), index]));

/** @throws QuestionError naming the kind, or the arguments that are wrong */
export function readQuestion(kind: unknown, given: unknown, checkpoint?: unknown): AnyQuestion {
  if (!isKind(kind)) throw new QuestionError(`There is no question ${JSON.stringify(kind)?.slice(0, 50)}.`);
  const parsed = QUERIES[kind].arguments.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`);
    throw new QuestionError(`${kind} cannot be answered so: ${wrong.join('; ')}.`);
  }
  const named = checkpointName.safeParse(checkpoint);
  if (!named.success) throw new QuestionError('There is no such checkpoint: say best, last, or the update of one that was kept.');
  return { ...(named.data !== undefined && { checkpoint: named.data }), kind, arguments: parsed.data } as AnyQuestion;
}

const isKind = (kind: unknown): kind is Kind => typeof kind === 'string' && Object.hasOwn(QUERIES, kind);
