/**
 * One step's Jacobian of a layer, J = ∂(states after a step)/∂(states before it), all its states stacked and what it reads held,
 * by vᵀJ of as many rows as are wanted. Its transpose has the same eigenvalues, and a product of transposes the same exponents.
 */
import type { Executable, Feed, Numbers, View } from '../../backend';
import { GraphBuilder } from '../../graph/graphBuilder';
import { rowsOf } from '../../graph/views';
import type { Model } from '../../model/model';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { type Stepped, stretch } from './steppedText';
import type { StepTemplate } from './stepTemplate';

export interface Rows {
  /** Rows that go back together. */
  readonly rows: number;
  /** Steps in one launch. */
  readonly steps: number;
  /** Whether each row is at a position of its own, one beside the other, or all at the same one. */
  readonly apart: boolean;
}

export class LayerJacobian {
  /** D: the layer's states times its units. */
  readonly size: number;

  private constructor(
    private readonly states: number,
    private readonly hidden: number,
    private readonly its: Rows,
    private readonly executable: Executable,
  ) {
    this.size = states * hidden;
  }

  static async open({ shape, weights, backend }: Model, template: StepTemplate, layer: number, its: Rows): Promise<LayerJacobian> {
    const { rows, steps, apart } = its;
    const builder = new GraphBuilder();
    const kept = new Map(
      [...template.kept].map(([name, { columns }]) => [name, builder.input(name, apart ? rows + steps - 1 : steps, columns)]),
    );
    const states = template.linesOf(layer).length;
    const left = template.write(builder, layer, {
      steps,
      rows,
      arriving: Array.from({ length: states }, (_, state) => builder.input(`arriving ${state}`, rows, shape.hidden)),
      kept: (name, step) => rowsOf(kept.get(name) as View, steps - 1 - step, apart ? rows : 1),
    });
    for (const [state, view] of left.entries()) builder.output(`left ${state}`, view);
    const executable = await backend.compile(builder.build());
    executable.write(toSlots(parameterSlots(shape), weights));
    return new LayerJacobian(states, shape.hidden, its, executable);
  }

  /**
   * @param vectors (rows, D)
   * @param position of the step that is gone back through first; with rows apart, that of the first row
   * @returns (rows, D): each row times J of the position, of the one before it, and so on
   */
  async back(text: Stepped, position: number, vectors: Float64Array): Promise<Float64Array> {
    const { rows, steps, apart } = this.its;
    const { states, hidden, size } = this;
    const feed: Record<string, Numbers> = {};
    for (const [name, values] of Object.entries(text.kept))
      feed[name] = stretch(values, values.length / text.count, position - steps + 1, apart ? rows + steps - 1 : steps);
    for (let state = 0; state < states; state++) {
      const part = new Float64Array(rows * hidden);
      for (let row = 0; row < rows; row++)
        part.set(vectors.subarray(row * size + state * hidden, row * size + (state + 1) * hidden), row * hidden);
      feed[`arriving ${state}`] = part;
    }
    const [outputs = {}] = (await this.executable.run([feed as Feed])) as [Feed];
    const gone = new Float64Array(rows * size);
    for (let state = 0; state < states; state++) {
      const part = outputs[`left ${state}`] as Numbers;
      for (let row = 0; row < rows; row++) gone.set(part.subarray(row * hidden, (row + 1) * hidden), row * size + state * hidden);
    }
    return gone;
  }

  dispose(): void {
    this.executable.dispose();
  }
}
