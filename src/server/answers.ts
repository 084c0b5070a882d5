/** What answers each kind of question: the engine's functions, by the names that the questions have. */
import { nodePlatform, seconds } from '../backends/platform/node/nodePlatform';
import { classify, fill, generate, labelsOf, type Model, openTrace, score, tag, translate } from '../engine/abilities';
import { hasBaseline } from '../engine/baseline/baseline';
import { expectationOf } from '../engine/evaluate/expectation';
import { unitWeights } from '../engine/inspect/units/unitWeights';
import type { Following, Interruption } from '../engine/interruption';
import { FACTORS } from '../protocol/answerOptions';
import type { Answering } from '../protocol/asking';
import type { Answer, Arguments, Kind, Question } from '../protocol/queries';
import { isAboutWeights, type WeightsKind } from '../protocol/weightsQueries';
import type { Baselines } from '../runs/baselines';
import { exportRun } from '../runs/exportRun';
import type { ModelShelf } from '../runs/modelShelf';
import { RunFolderError } from '../runs/runFolder';
import { matchesInCorpus, unitInCorpus } from '../runs/searchCorpus';
import type { WeightsShelf } from '../runs/weightsShelf';
import { evaluateFiles } from '../sources/evaluateFiles';
import type { TraceShelf } from './traceShelf';
import { answerAboutWeights } from './weightsAnswers';

/** Those that need no model, or not for long. */
type Modelless = 'closeTrace' | 'baseline' | 'exportRun' | 'traceNgrams' | WeightsKind;

type Answers = {
  readonly [K in Exclude<Kind, Modelless>]: (
    model: Model,
    given: Arguments<K>,
    answering: Answering<Answer<K>>,
    around: Around,
  ) => Promise<Answer<K>>;
};

/** What outlives a question. */
export interface Shelves {
  readonly models: ModelShelf;
  readonly traces: TraceShelf;
  readonly baselines: Baselines;
  readonly weights: WeightsShelf;
}

interface Around extends Shelves {
  /** Its folder. */
  readonly run: string;
}

const answers: Answers = {
  generate: (model, options, answering) => generate(model, options, { seconds, ...following(answering) }),
  openTrace: (model, { text, ...how }, answering, { baselines, run, traces }) =>
    traces.open(model, { text, ...how }, () => {
      const expected = ({ stop }: Interruption) => baselines.expected(run, text, { stop });
      return openTrace(model, text, following(answering), how, hasBaseline(model.experiment) ? { expected } : {});
    }),
  traceField: (model, { trace, ...request }, answering, { traces }) => traces.of(model, trace).field(request, following(answering)),
  tracePredictions: async (model, { trace, part, from, to }, _, { traces }) => traces.of(model, trace).predictions(part, from, to),
  unitScores: (model, { trace, ...wanted }, answering, { traces }) => traces.of(model, trace).unitScores(wanted, following(answering)),
  traceStep: (model, { trace, ...wanted }, answering, { traces }) => traces.of(model, trace).step(wanted, following(answering)),
  changeTrace: async (model, { trace, interventions }, answering, { traces }) => {
    const plain = traces.of(model, trace);
    const opened = await traces.open(model, { trace, interventions }, () => plain.changed(interventions, following(answering)));
    const changed = traces.of(model, opened.trace);
    const answers = plain.answers && changed.answers && { plain: plain.answers, changed: changed.answers };
    return { ...opened, loss: plain.lossChange(changed), ...(answers && { answers }) };
  },
  continueTrace: (model, { trace, ...drawing }, answering, { traces }) =>
    traces.of(model, trace).continuations(drawing, following(answering)),
  gradientsBack: (model, { trace, ...asked }, answering, { traces }) =>
    traces.of(model, trace).memory.gradientsBack(asked, following(answering)),
  eigenvalues: (model, { trace, ...asked }, answering, { traces }) =>
    traces.of(model, trace).memory.eigenvalues(asked, following(answering)),
  largestEigenvalues: (model, { trace, ...asked }, answering, { traces }) =>
    traces.of(model, trace).memory.largestEigenvalues(asked, following(answering)),
  lyapunovExponents: (model, { trace, ...asked }, answering, { traces }) =>
    traces.of(model, trace).memory.exponents(asked, following(answering)),
  traceConnectivity: (model, { trace, ...wanted }, answering, { traces }) =>
    traces.of(model, trace).connectivity(wanted, following(answering)),
  traceWords: (model, { trace, at }, answering, { traces }) => traces.of(model, trace).words(at, following(answering)),
  factorOrder: (model, { trace, ...layer }, answering, { traces }) =>
    traces.of(model, trace).factorOrder({ ...layer, rank: FACTORS.rank.initial }, following(answering)),
  factorUnits: (model, { trace, ...wanted }, answering, { traces }) => traces.of(model, trace).factorUnits(wanted, following(answering)),
  unitsOver: (model, { trace, ...span }, answering, { traces }) => traces.of(model, trace).unitsOver(span, following(answering)),
  corpusMatches: (model, wanted, answering, { run }) => matchesInCorpus(model, run, wanted, following(answering)),
  unitInCorpus: (model, { unit }, answering, { run }) => unitInCorpus(model, run, unit, following(answering)),
  unitWeights: async (model, { unit }) => unitWeights(model, unit),
  classify: (model, { texts }, answering) => inBlocks(texts, answering, (some, followed) => classify(model, some, followed)),
  fill: (model, { before, after, ...options }, answering) => fill(model, before, after, options, following(answering)),
  translate: (model, { sources, ...options }, answering) =>
    inBlocks(sources, answering, (some, followed) => translate(model, some, options, followed)),
  tag: (model, { text }, answering) => tag(model, text, following(answering)),
  evaluate: (model, { files }, answering, { baselines, run }) =>
    evaluateFiles(model, files, following(answering), {
      beside: (text, nats) => baselines.beside(run, text, { stop: answering.signal }, nats),
    }),
  expectation: (model, { text }, answering) => expectationOf(model, text, following(answering)),
  labels: async (model) => labelsOf(model),
  score: async (model, { text }, answering, { baselines, run }) => {
    const scored = await score(model, text, following(answering));
    const nats = scored.perCharacter.map((each) => each.nats);
    return { ...scored, ...(await baselines.beside(run, text, { stop: answering.signal }, nats)) };
  },
};

/** Asks the run's model when its turn comes. @throws RunFolderError, CheckpointError, StorageError, CancelledError, and what the answer throws */
export async function answer<K extends Kind>(shelves: Shelves, question: Question<K>, answering: Answering<Answer<K>>): Promise<Answer<K>> {
  const { run, checkpoint, kind, arguments: given } = question;
  if (run === undefined) throw new RunFolderError('It was not said which run shall answer.');
  const { models, traces, baselines } = shelves;
  if (kind === 'closeTrace') return traces.close((given as Arguments<'closeTrace'>).trace) as Answer<K>;
  if (kind === 'baseline') return (await baselines.of(run, following(answering))) as Answer<K>;
  if (kind === 'exportRun') {
    const { format, output } = given as Arguments<'exportRun'>;
    await exportRun({ run, checkpoint, format, output }, { baselines, following: following(answering) });
    return output as Answer<K>;
  }
  if (kind === 'traceNgrams') {
    const { trace } = given as Arguments<'traceNgrams'>;
    const opened = await models.use(run, async (model) => traces.of(model, trace), { which: checkpoint, signal: answering.signal });
    return (await opened.ngrams(following(answering))) as Answer<K>; // counted while the model answers others
  }
  if (isAboutWeights(kind))
    return (await answerAboutWeights(shelves.weights, run, kind, given as Arguments<WeightsKind>, answering as Answering)) as Answer<K>;
  const answerOf = answers[kind as Exclude<K, Modelless>];
  return await models.use(run, (model) => answerOf(model, given, answering, { ...shelves, run }), {
    which: checkpoint,
    signal: answering.signal,
  });
}

const following = ({ signal, progress }: Pick<Answering, 'signal' | 'progress'>): Following => ({
  stop: signal,
  progress,
  pause: nodePlatform.pause,
});

/** So many texts are answered to before the answers go on their way: a message is never larger, however many lines a file has. */
const BLOCK = 1000;

async function inBlocks<Item>(
  texts: readonly string[],
  { signal, progress, block }: Answering<readonly Item[]>,
  answerTo: (some: readonly string[], following: Following) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const answerFrom = (start: number) => {
    const some = texts.slice(start, start + BLOCK);
    const told = (fraction: number) => progress((start + fraction * some.length) / texts.length);
    return answerTo(some, { stop: signal, progress: told });
  };
  let start = 0;
  for (; start + BLOCK < texts.length; start += BLOCK) await block(await answerFrom(start));
  return await answerFrom(start);
}
