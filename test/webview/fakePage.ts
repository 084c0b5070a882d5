// What stands in for VS Code and the extension in every panel's page: a channel, a theme, what was asked, and what a test wants to go wrong.
import { type BirpcReturn, createBirpc } from 'birpc';
import { Answerer, type Answering, type AnsweringEnd, type AskingEnd, CancelledError } from '../../src/protocol/asking';
import { type AnyQuestion, readQuestion } from '../../src/protocol/queries';
import { overJson } from '../../src/protocol/wire';
import { asVsCodeSends } from './asVsCodeSends';
import { setTheme } from './setTheme';

export interface Call {
  readonly method: string;
  readonly args: unknown[];
}

type Actions<Host> = Omit<Host, keyof AnsweringEnd>;

export interface Faking<Host> {
  /** What the host does but for answering. */
  readonly actions: Actions<Host>;
  readonly answerTo: (question: AnyQuestion) => unknown;
  /** What is remembered of a question. */
  readonly told: (question: AnyQuestion) => unknown[];
}

const STORE = 'webview state';

export class FakePage<Panel extends AskingEnd, Host extends AnsweringEnd> {
  /** Actions by their names, questions by their kinds. */
  readonly calls: Call[] = [];
  readonly panel: BirpcReturn<Panel, Host>;
  readonly setTheme = setTheme;
  readonly #refusals = new Map<string, string>();
  readonly #held = new Set<string>();
  #receive: (message: unknown) => void = () => {};

  constructor(private readonly faking: Faking<Host>) {
    const answerer = new Answerer((question, answering) => this.#answer(question, answering), {
      answerProgress: (id, progress) => (this.panel as unknown as AskingEnd).answerProgress(id, progress),
      answerBlock: (id, block) => (this.panel as unknown as AskingEnd).answerBlock(id, block),
    });
    const recorded = Object.entries(faking.actions).map(([method, act]) => [
      method,
      async (...args: unknown[]) => {
        this.#record(method, args);
        return (act as (...all: unknown[]) => unknown)(...args);
      },
    ]);
    const answering: AnsweringEnd = { ask: (id, question) => answerer.ask(id, question), cancel: (id) => answerer.cancel(id) };
    this.panel = createBirpc<Panel, Host>({ ...Object.fromEntries(recorded), ...answering } as Host, {
      post: (message) => window.dispatchEvent(new MessageEvent('message', { data: asVsCodeSends(message) })),
      on: (listener) => {
        this.#receive = listener;
      },
      ...overJson,
    });
    window.acquireVsCodeApi = () => ({
      postMessage: (message: unknown) => {
        const sent = asVsCodeSends(message);
        setTimeout(() => this.#receive(sent), 0);
      },
      getState: () => JSON.parse(sessionStorage.getItem(STORE) ?? 'null') ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem(STORE, JSON.stringify(state)),
    });
    this.setTheme(new URLSearchParams(location.search).get('theme') ?? 'Dark Modern');
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  }

  /** The next action of this name or question of this kind is refused with these words. */
  readonly refuse = (method: string, message: string): void => {
    this.#refusals.set(method, message);
  };

  /** The next question of this kind is half done, and no more: it ends when it is cancelled. */
  readonly hold = (kind: string): void => {
    this.#held.add(kind);
  };

  /** @throws what the test wants */
  #record(method: string, args: unknown[]): void {
    this.calls.push({ method, args });
    const refusal = this.#refusals.get(method);
    this.#refusals.delete(method);
    if (refusal) throw new Error(refusal);
  }

  async #answer(asked: AnyQuestion, { signal, progress }: Answering): Promise<unknown> {
    const { kind, arguments: given, checkpoint } = asked;
    const question = { ...asked, ...readQuestion(kind, given, checkpoint) } as AnyQuestion;
    this.#record(kind, this.faking.told(question));
    if (this.#held.delete(kind)) {
      progress(0.5);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      this.calls.push({ method: 'cancelled', args: [kind] });
      throw new CancelledError();
    }
    return this.faking.answerTo(question);
  }
}
