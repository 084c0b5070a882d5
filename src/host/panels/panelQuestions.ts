/**
 * What a panel asks of the models of its runs. A panel may lie: its questions are checked, only its own runs answer, and it
 * has no other files read than the user chose. What it asked ends with it.
 */
import type { Evaluation } from '../../engine/results';
import { Answerer, type Answering, type AnsweringEnd, type AskingEnd } from '../../protocol/asking';
import type { FilesEvaluation } from '../../protocol/panelProtocol';
import {
  type AnyQuestion,
  type CorpusMatches,
  type Kind,
  type OpenedTrace,
  QuestionError,
  readQuestion,
  type UnitDossier,
} from '../../protocol/queries';
import type { EngineProcess } from '../engineProcess';
import type { PanelMemory } from './panelMemory';

export class PanelQuestions implements AnsweringEnd {
  readonly #answerer: Answerer;
  readonly #examples = new Set<string>();
  /** Files that answers told places in: no others are opened for the panel. */
  readonly #told = new Set<string>();
  /** Handles that the page has open in the engine, and whose they are. */
  readonly #traces = new Map<string, string>();
  /** The latest in this window. */
  evaluation: FilesEvaluation | undefined;

  /** @param runOf the folder of the run that shall answer, by what the panel said of it @throws QuestionError where it is none of its runs */
  constructor(
    private readonly runOf: (said: string | undefined) => string,
    private readonly engine: Pick<EngineProcess, 'ask' | 'pid'>,
    private readonly memory: Pick<PanelMemory, 'useGeneration'>,
    panel: AskingEnd,
  ) {
    this.#answerer = new Answerer((question, answering) => this.#answer(question, answering), panel);
  }

  /** The user chose these files to hold the model against. */
  allow(files: readonly string[]): void {
    for (const file of files) this.#examples.add(file);
  }

  /** @throws QuestionError for a file that no answer told of */
  requireTold(files: readonly string[]): void {
    if (!files.every((file) => this.#told.has(file))) throw new QuestionError('Only places that the model was asked for can be shown.');
  }

  ask(id: number, question: AnyQuestion): Promise<unknown> {
    return this.#answerer.ask(id, question);
  }

  cancel(id: number): void {
    this.#answerer.cancel(id);
  }

  /** The page that asked is gone. */
  cancelAll(): void {
    this.#answerer.cancelAll();
    const closing = this.engine.pid === undefined ? [] : this.#traces; // an engine that is gone has none
    for (const [trace, run] of closing) this.engine.ask(run, 'closeTrace', { trace }).catch(() => undefined); // a crash is told elsewhere
    this.#traces.clear();
  }

  async #answer({ run: said, kind, arguments: given, checkpoint }: AnyQuestion, { signal, progress, block }: Answering): Promise<unknown> {
    const run = this.runOf(said);
    const question = readQuestion(kind, given, checkpoint);
    if (question.kind === 'evaluate' && !question.arguments.files.every((file) => this.#examples.has(file)))
      throw new QuestionError('Only files that were chosen can be evaluated.');
    if (question.kind === 'exportRun') throw new QuestionError('Files are written only where the user says where.');
    if (question.kind === 'generate') await this.memory.useGeneration(run, question.arguments);
    const options = {
      ...(question.checkpoint !== undefined && { checkpoint: question.checkpoint }),
      signal,
      onProgress: progress,
      onBlock: block,
    };
    const answer = await this.engine.ask(run, question.kind, question.arguments, options);
    if (question.kind === 'openTrace') this.#traces.set((answer as OpenedTrace).trace, run);
    if (question.kind === 'closeTrace') this.#traces.delete(question.arguments.trace);
    for (const { location } of placesIn(question.kind, answer)) this.#told.add(location.file);
    if (question.kind === 'evaluate') this.evaluation = { files: question.arguments.files, evaluation: answer as Evaluation };
    return answer;
  }
}

type Located = readonly { readonly location: { readonly file: string } }[];

function placesIn(kind: Kind, answer: unknown): Located {
  if (kind === 'corpusMatches') return (answer as CorpusMatches).matches;
  if (kind !== 'unitInCorpus') return [];
  const { highest, lowest } = answer as UnitDossier;
  return [...highest, ...lowest];
}
