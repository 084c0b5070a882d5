/** Of the graphs for several windows the one that was used last: each takes tens of megabytes in a large network, and one looks at neighbours. */
import type { InputGraph } from './inputGraph';

export class LastGraph {
  #kept: { readonly window: number; readonly graph: InputGraph } | undefined;
  /** Ends when it is used by nobody: before, it is not replaced. */
  #turn: Promise<unknown> = Promise.resolve();

  /** When its turn comes. @param open one of this window, where another or none is kept */
  use<Result>(window: number, open: () => Promise<InputGraph>, action: (graph: InputGraph) => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(async () => await action(await this.#of(window, open)));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #of(window: number, open: () => Promise<InputGraph>): Promise<InputGraph> {
    if (this.#kept?.window === window) return this.#kept.graph;
    this.dispose();
    const graph = await open();
    this.#kept = { window, graph };
    return graph;
  }

  dispose(): void {
    this.#kept?.graph.dispose();
    this.#kept = undefined;
  }
}
