/** Texts read side by side, a symbol of each at a step; each goes on from any of the step before. Runs a graph of `stepGraphs`. */
import type { Executable, Feed, Graph, Numbers, Value } from '../backend';
import type { Model } from '../model/model';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import type { Choice } from './beamSearch';

const PARENTS = 'parents';

interface Carried {
  readonly name: string;
  /** H */
  readonly columns: number;
}

export class Branches {
  private constructor(
    private readonly executable: Executable,
    /** The input that takes the symbols. */
    private readonly tokens: string,
    /** What moves on from step to step, (width, H). */
    private readonly carried: readonly Carried[],
    /** Texts at once. */
    readonly width: number,
  ) {}

  static async open({ shape, weights, backend }: Pick<Model, 'shape' | 'weights' | 'backend'>, graph: Graph): Promise<Branches> {
    const executable = await backend.compile(graph);
    executable.write(toSlots(parameterSlots(shape), weights));
    const tokens = Object.keys(graph.inputs).find((name) => name !== PARENTS) as string;
    const carried = Object.entries(graph.state).flatMap(([name, { value, next }]) => (next ? [{ name, columns: value.columns }] : []));
    return new Branches(executable, tokens, carried, (graph.inputs[PARENTS] as Value).rows);
  }

  /** Back to the beginning: nothing was read; or to a state (H) that was reached, for all texts. */
  restart(reached?: Feed): void {
    const states = this.carried.map(({ name, columns }) => {
      const state = new Float64Array(this.width * columns);
      const one = reached?.[name];
      if (one) for (let row = 0; row < this.width; row++) state.set(one, row * columns);
      return [name, state] as const;
    });
    this.executable.write(Object.fromEntries(states));
  }

  /** The state of the first text, to come back to. */
  async state(): Promise<Feed> {
    const states = await this.executable.read(this.carried.map(({ name }) => name));
    return Object.fromEntries(this.carried.map(({ name, columns }) => [name, (states[name] as Numbers).slice(0, columns)]));
  }

  /** States and what else the graph keeps, for each text its own. */
  write(state: Feed): void {
    this.executable.write(state);
  }

  /** Each text reads a symbol; the outputs have a row for each. @param given what the graph reads beside the symbols */
  async step(choices: readonly Choice[], given: Feed = {}): Promise<Record<string, Numbers>> {
    const [outputs] = await this.executable.run([{ ...this.feed(choices), ...given }]);
    return outputs as Record<string, Numbers>;
  }

  /** One text reads symbols one after another; the outputs of each step. */
  async read(tokens: Iterable<number>): Promise<Record<string, Numbers>[]> {
    return await this.executable.run(Array.from(tokens, (token) => this.feed([{ parent: 0, token }])));
  }

  dispose(): void {
    this.executable.dispose();
  }

  private feed(choices: readonly Choice[]): Feed {
    const [tokens, parents] = [new Float32Array(this.width), new Float32Array(this.width)];
    choices.forEach(({ parent, token }, row) => {
      tokens[row] = token;
      parents[row] = parent;
    });
    return { [this.tokens]: tokens, [PARENTS]: parents };
  }
}
