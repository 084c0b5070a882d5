/** What answers each kind of question: the engine's functions, by the names that the questions have. */
import { seconds } from '../backends/platform/node/nodePlatform';
import { classify, fill, generate, labelsOf, type Model, score, tag, trace, translate } from '../engine/experiment';
import type { Answering } from '../protocol/asking';
import type { Answer, Arguments, Kind, Question } from '../protocol/queries';
import type { ModelShelf } from '../runs/modelShelf';
import { RunFolderError } from '../runs/runFolder';
import { evaluateFiles } from '../sources/evaluateFiles';

type Answers = {
  readonly [K in Kind]: (model: Model, given: Arguments<K>, answering: Answering<Answer<K>>) => Promise<Answer<K>>;
};

const answers: Answers = {
  generate: (model, options, { signal: stop }) => generate(model, options, { seconds, stop }),
  trace: (model, { text, target }, { signal: stop }) => trace(model, text, { stop }, { target }),
  classify: (model, { texts }, { signal: stop }) => classify(model, texts, { stop }),
  fill: (model, { before, after, ...options }, { signal: stop }) => fill(model, before, after, options, { stop }),
  translate: (model, { sources, ...options }, { signal: stop }) => translate(model, sources, options, { stop }),
  tag: (model, { text }, { signal: stop }) => tag(model, text, { stop }),
  evaluate: (model, { files }, { signal }) => evaluateFiles(model, files, signal),
  labels: async (model) => labelsOf(model),
  score: (model, { text }, { signal: stop }) => score(model, text, { stop }),
};

/** Asks the run's model when its turn comes. @throws RunFolderError, CheckpointError, StorageError, CancelledError, and what the answer throws */
export async function answer<K extends Kind>(
  models: ModelShelf,
  question: Question<K>,
  answering: Answering<Answer<K>>,
): Promise<Answer<K>> {
  const { run, kind, arguments: given } = question;
  if (run === undefined) throw new RunFolderError('It was not said which run shall answer.');
  return await models.use(run, (model) => answers[kind](model, given, answering), { signal: answering.signal });
}
