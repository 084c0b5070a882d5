/** A stack of layers that reads texts side by side, a symbol of each at a step; each goes on from any of the step before. */
import type { Executable, Feed, Numbers, View } from '../backend';
import type { CellProgram } from '../cell/cellProgram';
import { GraphBuilder } from '../graph/graphBuilder';
import type { Model } from '../model/model';
import { carrySlot } from '../model/network';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import { type Parameters, parameterViews } from '../model/parameterViews';
import { runStack } from '../model/runStack';
import type { Stack } from '../model/stack';
import type { Choice } from './beamSearch';

export class Branches {
  private constructor(
    private readonly executable: Executable,
    private readonly stack: Stack,
    readonly width: number,
  ) {}

  /** @param finish adds outputs to the graph of a step, from what the top layer hands on: (width, H) */
  static async open(
    { shape, weights, backend }: Model,
    stack: Stack,
    width: number,
    finish: (builder: GraphBuilder, parameters: Parameters, outputs: View) => void,
  ): Promise<Branches> {
    const builder = new GraphBuilder();
    const slots = parameterSlots(shape);
    const parameters = parameterViews(builder, slots);
    const parents = builder.input('parents', width, 1);
    const { outputs, layers } = runStack(builder, stack, parameters, {
      tokens: builder.input('tokens', width, 1),
      window: 1,
      initial: (layer, state) => builder.gather(builder.slot(carrySlot(layer, state), width, stack.hidden), parents, 'parents'),
    });
    for (const { layer, unrolled } of layers) for (const [state, view] of unrolled.final) builder.setNext(carrySlot(layer, state), view);
    finish(builder, parameters, outputs);
    const executable = await backend.compile(builder.build());
    executable.write(toSlots(slots, weights));
    return new Branches(executable, stack, width);
  }

  /** Back to the beginning, with these states: (width, H), or (H) for all texts; by default zeros: nothing was read. */
  restart(state?: (layer: number, name: string) => Numbers): void {
    const { width, stack } = this;
    const carried: Record<string, Numbers> = {};
    eachState(stack.cells, (layer, name) => {
      const given = state?.(layer, name) ?? new Float64Array(stack.hidden);
      const rows = new Float64Array(width * stack.hidden);
      for (let start = 0; start < rows.length; start += given.length) rows.set(given, start);
      carried[carrySlot(layer, name)] = rows;
    });
    this.executable.write(carried);
  }

  /** The state of the first text, to come back to. */
  async state(): Promise<(layer: number, name: string) => Numbers> {
    const read = await this.executable.read(eachState(this.stack.cells, carrySlot));
    return (layer, name) => (read[carrySlot(layer, name)] as Numbers).slice(0, this.stack.hidden);
  }

  /** Overwrites other state of the graph. */
  write(state: Feed): void {
    this.executable.write(state);
  }

  /** Each text reads a symbol; the outputs have a row for each. */
  async step(choices: readonly Choice[]): Promise<Record<string, Numbers>> {
    const [outputs] = await this.executable.run([this.feed(choices)]);
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
    return { tokens, parents };
  }
}

function eachState<Result>(cells: readonly CellProgram[], visit: (layer: number, state: string) => Result): Result[] {
  return cells.flatMap(({ states }, layer) => states.map((state) => visit(layer, state)));
}
