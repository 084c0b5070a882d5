/** Reads one character from any states, and tells everything that is computed on the way, products and biases too, and ∂ℓ/∂ each of them. */
import type { Executable, Feed, Numbers, Value, View } from '../../backend';
import type { CellProgram } from '../../cell/cellProgram';
import { compileCell } from '../../cell/compileCell';
import { pullBack } from '../../graph/gradients';
import { GraphBuilder } from '../../graph/graphBuilder';
import { PointwiseBuilder } from '../../graph/pointwise';
import { whole } from '../../graph/views';
import type { Model } from '../../model/model';
import { head } from '../../model/network';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { parameterViews } from '../../model/parameterViews';
import { join, runStack } from '../../model/runStack';
import type { Direction, Stack } from '../../model/stack';
import { stateName } from '../chunkReader';

/** The output as layers above and the head read it: a copy, so that its gradient is that from outside of the cell alone. */
export const HANDED_ON = 'handed on';

export interface OneStep {
  /** What a layer computes, by the keys of its cell, (H) each. */
  readonly values: ReadonlyMap<string, Numbers>;
  /** ∂ℓ/∂ of the same, through all that reads them at this step. */
  readonly gradients: ReadonlyMap<string, Numbers>;
  /** In nats. */
  readonly loss: number;
}

export class StepNumbers {
  private constructor(private readonly executable: Executable) {}

  /** For a network that is a stack, or two that meet in the head. */
  static async open({ shape: given, weights, backend }: Model): Promise<StepNumbers> {
    const shape = { ...given, cells: given.cells.map(handingOn) };
    const builder = new GraphBuilder();
    const parameters = parameterViews(builder, parameterSlots(shape));
    const initial = (layer: number, state: string, direction: Direction) =>
      builder.input(stateName({ layer, direction }, state), 1, shape.hidden);
    const stacks = shape.architecture.stacks(shape);
    const runs = stacks.map((stack, index) =>
      runStack(builder, stack, parameters, { tokens: builder.input(index === 0 ? 'tokens' : 'after', 1, 1), window: 1, initial }),
    );
    const outputs = runs.map((run) => run.outputs);
    const features = outputs.length > 1 ? join(builder, stacks[0] as Stack, outputs) : (outputs[0] as View);
    const logits = head(builder, parameters, features);
    const loss = builder.crossEntropy(logits, builder.logSumExp(logits), builder.input('targets', 1, 1));
    builder.output('loss', loss);
    const told = runs.flatMap(({ layers }) =>
      layers.flatMap(({ layer, direction, unrolled }) =>
        [...(unrolled.steps[0] as ReadonlyMap<string, View>)].map(([key, view]) => ({ name: `${direction} ${layer} ${key}`, view })),
      ),
    );
    const values = [...new Set<Value>(told.map(({ view }) => view.value))];
    const found = pullBack(builder, [{ at: loss, gradient: builder.constant(1) }], values.map(whole));
    const gradientOf = new Map(values.map((value, index) => [value, found[index] as View]));
    for (const { name, view } of told) {
      const gradient = gradientOf.get(view.value) as View;
      builder.output(name, view);
      builder.output(`d ${name}`, { ...gradient, column: gradient.column + view.column, columns: view.columns });
    }
    const executable = await backend.compile(builder.build());
    executable.write(toSlots(parameterSlots(shape), weights));
    return new StepNumbers(executable);
  }

  /** @param symbols with `targets`, what is right @param states before the character, by `stateName` */
  async read(
    symbols: Feed,
    states: Feed,
    { layer, direction }: { readonly layer: number; readonly direction: Direction },
  ): Promise<OneStep> {
    const [outputs = {}] = await this.executable.run([{ ...symbols, ...states }]);
    const under = (prefix: string) =>
      new Map(
        Object.entries(outputs).flatMap(([name, numbers]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), numbers]] : [])),
      );
    const [loss = Number.NaN] = outputs.loss as Numbers;
    return { values: under(`${direction} ${layer} `), gradients: under(`d ${direction} ${layer} `), loss };
  }

  dispose(): void {
    this.executable.dispose();
  }
}

/** Each equation for itself, as it is shown. */
function handingOn({ source, name }: CellProgram): CellProgram {
  const cell = compileCell(source, name, { apart: true });
  return {
    ...cell,
    output: HANDED_ON,
    stages: [...cell.stages, { kind: 'pointwise', program: copy, inputs: [cell.output], outputs: [HANDED_ON] }],
  };
}

const copy = (() => {
  const build = new PointwiseBuilder(1);
  return build.build([build.input(0)]);
})();
