/**
 * What a panel asks of the model of its run. A panel may lie: its questions are checked, which run answers is not its to
 * say, and it has no other files read than the user chose. What it asked ends with it.
 */
import type { Evaluation } from '../../engine/results';
import { Answerer, type Answering, type AnsweringEnd, type AskingEnd } from '../../protocol/asking';
import type { FilesEvaluation } from '../../protocol/panelProtocol';
import { type AnyQuestion, type OpenedTrace, QuestionError, readQuestion } from '../../protocol/queries';
import type { EngineProcess } from '../engineProcess';
import type { PanelMemory } from './panelMemory';

export class PanelQuestions implements AnsweringEnd {
  readonly #answerer: Answerer;
  readonly #examples = new Set<string>();
  /** Handles that the page has open in the engine. */
  readonly #traces = new Set<string>();
  /** The latest in this window. */
  evaluation: FilesEvaluation | undefined;

  constructor(
    private readonly folder: string,
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
    for (const trace of closing) this.engine.ask(this.folder, 'closeTrace', { trace }).catch(() => undefined); // a crash is told elsewhere
    this.#traces.clear();
  }

  async #answer({ kind, arguments: given, checkpoint }: AnyQuestion, { signal, progress, block }: Answering): Promise<unknown> {
    const question = readQuestion(kind, given, checkpoint);
    if (question.kind === 'evaluate' && !question.arguments.files.every((file) => this.#examples.has(file)))
      throw new QuestionError('Only files that were chosen can be evaluated.');
    if (question.kind === 'generate') await this.memory.useGeneration(this.folder, question.arguments);
    const options = {
      ...(question.checkpoint !== undefined && { checkpoint: question.checkpoint }),
      signal,
      onProgress: progress,
      onBlock: block,
    };
    const answer = await this.engine.ask(this.folder, question.kind, question.arguments, options);
    if (question.kind === 'openTrace') this.#traces.add((answer as OpenedTrace).trace);
    if (question.kind === 'closeTrace') this.#traces.delete(question.arguments.trace);
    if (question.kind === 'evaluate') this.evaluation = { files: question.arguments.files, evaluation: answer as Evaluation };
    return answer;
  }
}
