/** Reads one character from any states, and tells everything that is computed on the way: products and biases too. */
import type { Executable, Feed, Numbers, View } from '../../backend';
import { GraphBuilder } from '../../graph/graphBuilder';
import type { Model } from '../../model/model';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { parameterViews } from '../../model/parameterViews';
import { runStack } from '../../model/runStack';
import type { Direction } from '../../model/stack';
import { stateName } from '../chunkReader';

export class StepReader {
  private constructor(private readonly executable: Executable) {}

  /** For a network that is a stack, or two that meet in the head. */
  static async open({ shape, weights, backend }: Model): Promise<StepReader> {
    const builder = new GraphBuilder();
    const parameters = parameterViews(builder, parameterSlots(shape));
    const initial = (layer: number, state: string, direction: Direction) =>
      builder.input(stateName({ layer, direction }, state), 1, shape.hidden);
    shape.architecture.stacks(shape).forEach((stack, index) => {
      const tokens = builder.input(index === 0 ? 'tokens' : 'after', 1, 1);
      const { layers } = runStack(builder, stack, parameters, { tokens, window: 1, initial });
      for (const { layer, direction, unrolled } of layers)
        for (const [key, view] of unrolled.steps[0] as ReadonlyMap<string, View>)
          if (!key.startsWith('previous:')) builder.output(`${direction} ${layer} ${key}`, view);
    });
    const executable = await backend.compile(builder.build());
    executable.write(toSlots(parameterSlots(shape), weights));
    return new StepReader(executable);
  }

  /** @param states before the character, by `stateName` @returns what a layer computes, by the keys of its cell, (H) each */
  async read(
    symbols: Feed,
    states: Feed,
    { layer, direction }: { readonly layer: number; readonly direction: Direction },
  ): Promise<Map<string, Numbers>> {
    const [outputs = {}] = await this.executable.run([{ ...symbols, ...states }]);
    const prefix = `${direction} ${layer} `;
    return new Map(
      Object.entries(outputs).flatMap(([name, values]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), values]] : [])),
    );
  }

  dispose(): void {
    this.executable.dispose();
  }
}
