/**
 * One step of a stack, written once for B positions of a text side by side: all their states are known from the trace, so no
 * position waits for another. Its reverse can then be written again, of any number of rows, step after step.
 */
import type { Graph, Operation, Value, View } from '../../backend';
import type { CellProgram, PointwiseStage } from '../../cell/cellProgram';
import { cutEquation } from '../../cell/cutEquation';
import { pullBack } from '../../graph/gradients';
import { GraphBuilder } from '../../graph/graphBuilder';
import { replay } from '../../graph/replay';
import { readsOf, writesOf } from '../../graph/validateGraph';
import { carrySlot } from '../../model/carriedStack';
import { head } from '../../model/network';
import type { NetworkShape } from '../../model/networkShape';
import { parameterSlots } from '../../model/parameterSlots';
import { parameterViews } from '../../model/parameterViews';
import { runStack } from '../../model/runStack';
import type { Stack } from '../../model/stack';

/** A state of a layer: what a gradient is told of. */
export interface Line {
  readonly layer: number;
  readonly state: string;
}

/** Names of what the forward graph hands out of each line, (B, H). */
export const totalOf = (line: number) => `total ${line}`;
export const beforeOf = (line: number) => `before ${line}`;

interface Reverse {
  readonly operations: readonly Operation[];
  /** What it takes back: positions in `lines`. */
  readonly lines: readonly number[];
  readonly total: readonly View[];
  readonly before: readonly View[];
}

export class StepTemplate {
  readonly lines: readonly Line[];
  /**
   * Inputs: `tokens` and `targets` (B, 1), and the states before each position, by `carrySlot`. Outputs: what the reverse reads
   * (`kept`), and of each line `totalOf` and `beforeOf`: ∂ℓ/∂(state after the step) and ∂ℓ/∂(state before it) of the step's own loss.
   */
  readonly forward: Graph;
  /** What the reverse reads of the step, by the name of the forward graph's input or output. */
  readonly kept: ReadonlyMap<string, Value>;
  readonly #constants: Graph['constants'];
  readonly #parameters: ReadonlyMap<string, number>;
  readonly #arriving: readonly View[];
  readonly #whole: Reverse;
  readonly #layers: readonly Reverse[];

  /** @param batch B */
  constructor(
    private readonly shape: NetworkShape,
    batch: number,
  ) {
    const builder = new GraphBuilder();
    const parameters = parameterViews(builder, parameterSlots(shape));
    this.#parameters = new Map(parameters.all.map(({ slot, view }) => [slot.name, view.value.id]));
    const [stack] = shape.architecture.stacks(shape) as [Stack];
    const entering = new Map<string, View>();
    const initial = (layer: number, state: string) => {
      const view = builder.input(carrySlot(layer, state), batch, shape.hidden);
      entering.set(carrySlot(layer, state), view);
      return view;
    };
    const apart = { ...stack, cells: stack.cells.map(oneByOne) };
    const run = runStack(builder, apart, parameters, { tokens: builder.input('tokens', batch, 1), window: 1, initial });
    const logits = head(builder, parameters, run.outputs);
    const loss = builder.crossEntropy(logits, builder.logSumExp(logits), builder.input('targets', batch, 1));
    const states = run.layers.flatMap(({ layer, unrolled }) =>
      [...unrolled.final].map(([state, after]) => ({ layer, state, after, before: entering.get(carrySlot(layer, state)) as View })),
    );
    this.lines = states.map(({ layer, state }) => ({ layer, state }));
    const [after, before] = [states.map((state) => state.after), states.map((state) => state.before)];
    const wanted = [...after, ...before];
    const ofLoss = pullBack(builder, [{ at: loss, gradient: builder.constant(1) }], wanted);
    const forwards = builder.operations.length;
    this.#arriving = states.map((_, line) => builder.input(`arriving ${line}`, batch, shape.hidden));
    const reverse = (lines: readonly number[]): Reverse => {
      const begin = builder.operations.length;
      const at = (views: readonly View[]) => lines.map((line) => views[line] as View);
      const arriving = at(after).map((view, index) => ({ at: view, gradient: at(this.#arriving)[index] as View }));
      const found = pullBack(builder, arriving, [...at(after), ...at(before)]);
      return {
        operations: builder.operations.slice(begin),
        lines,
        total: found.slice(0, lines.length),
        before: found.slice(lines.length),
      };
    };
    this.#whole = reverse(states.map((_, line) => line));
    this.#layers = stack.cells.map((_, layer) => reverse([...states.keys()].filter((line) => states[line]?.layer === layer)));

    this.#constants = builder.build().constants;
    const read = this.#read([this.#whole, ...this.#layers]);
    const names = new Map([...entering].map(([name, { value }]) => [value.id, name]));
    this.kept = new Map(read.map((value) => [names.get(value.id) ?? `kept ${value.id}`, value]));
    for (const [name, value] of this.kept)
      if (!names.has(value.id)) builder.output(name, { value, row: 0, column: 0, rows: value.rows, columns: value.columns });
    states.forEach((_, line) => {
      builder.output(totalOf(line), ofLoss[line] as View);
      builder.output(beforeOf(line), ofLoss[states.length + line] as View);
    });
    const graph = builder.build();
    const inputs = Object.entries(graph.inputs).filter(([name]) => !name.startsWith('arriving '));
    this.forward = { ...graph, inputs: Object.fromEntries(inputs), operations: graph.operations.slice(0, forwards) };
  }

  /** The lines of a layer, or all. */
  linesOf(layer: number | undefined): readonly number[] {
    return this.#reverse(layer).lines;
  }

  /** Bytes that are kept of a position. */
  get width(): number {
    return [...this.kept.values()].reduce((sum, { columns }) => sum + columns, 0) * Float32Array.BYTES_PER_ELEMENT;
  }

  /**
   * Writes the reverse of some steps into a graph of its own, of the whole stack or of one layer whose input is held.
   * @param kept what stands for a kept value at a step: of as many rows as arrive, or of one for all
   * @param told what each step makes of what arrived: ∂/∂(states after the step) through all that reads them, and what goes further back
   * @returns what has gone back through all steps; both in the order of `linesOf`
   */
  write(
    builder: GraphBuilder,
    layer: number | undefined,
    { steps, rows, arriving, kept }: Writing,
    told: (step: number, total: readonly View[]) => void = () => undefined,
  ): readonly View[] {
    const { operations, lines, total, before } = this.#reverse(layer);
    const parameters = parameterViews(builder, parameterSlots(this.shape));
    const slots = parameters.all.map(({ slot, view }) => [this.#parameters.get(slot.name) as number, view] as const);
    let now = arriving;
    for (let step = 0; step < steps; step++) {
      const values = [...this.kept].map(([name, { id }]) => [id, kept(name, step)] as const);
      const arrived = lines.map((line, index) => [(this.#arriving[line] as View).value.id, now[index] as View] as const);
      const given = new Map([...slots, ...values, ...arrived]);
      const find = replay(builder, operations, { given, constants: this.#constants, rows });
      told(step, total.map(find));
      now = before.map(find);
    }
    return now;
  }

  #reverse(layer: number | undefined): Reverse {
    return layer === undefined ? this.#whole : (this.#layers[layer] as Reverse);
  }

  /** What the reverses read that is neither theirs, nor a weight or a constant, nor what arrives. */
  #read(reverses: readonly Reverse[]): Value[] {
    const known = new Set([...this.#parameters.values(), ...[...this.#arriving, ...this.#constants].map(({ value }) => value.id)]);
    const read = new Map<number, Value>();
    for (const { operations } of reverses) {
      const made = new Set(operations.flatMap((operation) => writesOf(operation).map(({ value }) => value.id)));
      for (const { value } of operations.flatMap(readsOf)) if (!made.has(value.id) && !known.has(value.id)) read.set(value.id, value);
    }
    return [...read.values()];
  }
}

export interface Writing {
  readonly steps: number;
  readonly rows: number;
  readonly arriving: readonly View[];
  readonly kept: (name: string, step: number) => View;
}

/** Each equation in an operation of its own, so that a gradient of a state counts what the step's later equations make of it. */
function oneByOne(cell: CellProgram): CellProgram {
  const apart = (stage: PointwiseStage): PointwiseStage[] =>
    stage.outputs.map((key, index) => ({ kind: 'pointwise', ...cutEquation(stage, index), outputs: [key] }));
  return { ...cell, stages: cell.stages.flatMap((stage): CellProgram['stages'] => (stage.kind === 'pointwise' ? apart(stage) : [stage])) };
}
