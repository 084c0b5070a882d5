/** What answers each kind of question: the engine's functions, by the names that the questions have. */
import { nodePlatform, seconds } from '../backends/platform/node/nodePlatform';
import { classify, fill, generate, labelsOf, type Model, openTrace, score, tag, translate } from '../engine/abilities';
import type { Following } from '../engine/interruption';
import type { Answering } from '../protocol/asking';
import type { Answer, Arguments, Kind, Question } from '../protocol/queries';
import type { ModelShelf } from '../runs/modelShelf';
import { RunFolderError } from '../runs/runFolder';
import { evaluateFiles } from '../sources/evaluateFiles';
import type { TraceShelf } from './traceShelf';

type Answers = {
  readonly [K in Exclude<Kind, 'closeTrace'>]: (
    model: Model,
    given: Arguments<K>,
    answering: Answering<Answer<K>>,
    traces: TraceShelf,
  ) => Promise<Answer<K>>;
};

/** What outlives a question. */
export interface Shelves {
  readonly models: ModelShelf;
  readonly traces: TraceShelf;
}

const answers: Answers = {
  generate: (model, options, answering) => generate(model, options, { seconds, ...following(answering) }),
  openTrace: (model, { text, ...how }, answering, traces) =>
    traces.open(model, { text, ...how }, () => openTrace(model, text, following(answering), how)),
  traceField: (model, { trace, ...request }, answering, traces) => traces.of(model, trace).field(request, following(answering)),
  tracePredictions: async (model, { trace, part, from, to }, _, traces) => traces.of(model, trace).predictions(part, from, to),
  unitScores: (model, { trace, ...wanted }, answering, traces) => traces.of(model, trace).unitScores(wanted, following(answering)),
  changeTrace: async (model, { trace, interventions }, answering, traces) => {
    const plain = traces.of(model, trace);
    const opened = await traces.open(model, { trace, interventions }, () => plain.changed(interventions, following(answering)));
    return { ...opened, loss: plain.lossChange(traces.of(model, opened.trace)) };
  },
  continueTrace: (model, { trace, ...drawing }, answering, traces) => traces.of(model, trace).continuations(drawing, following(answering)),
  classify: (model, { texts }, answering) => inBlocks(texts, answering, (some, followed) => classify(model, some, followed)),
  fill: (model, { before, after, ...options }, answering) => fill(model, before, after, options, following(answering)),
  translate: (model, { sources, ...options }, answering) =>
    inBlocks(sources, answering, (some, followed) => translate(model, some, options, followed)),
  tag: (model, { text }, answering) => tag(model, text, following(answering)),
  evaluate: (model, { files }, answering) => evaluateFiles(model, files, following(answering)),
  labels: async (model) => labelsOf(model),
  score: (model, { text }, answering) => score(model, text, following(answering)),
};

/** Asks the run's model when its turn comes. @throws RunFolderError, CheckpointError, StorageError, CancelledError, and what the answer throws */
export async function answer<K extends Kind>(
  { models, traces }: Shelves,
  question: Question<K>,
  answering: Answering<Answer<K>>,
): Promise<Answer<K>> {
  const { run, checkpoint, kind, arguments: given } = question;
  if (run === undefined) throw new RunFolderError('It was not said which run shall answer.');
  // Needs no model, and none of the run's files.
  if (kind === 'closeTrace') return traces.close((given as Arguments<'closeTrace'>).trace) as Answer<K>;
  const answerOf = answers[kind as Exclude<K, 'closeTrace'>];
  return await models.use(run, (model) => answerOf(model, given, answering, traces), { which: checkpoint, signal: answering.signal });
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
