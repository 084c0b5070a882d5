/**
 * ‖∂ℓ_t/∂h_s‖ for many losses t and the states s before each: rows of a batch are losses, which go back together. The states
 * that they pass lie beside one another, so a launch goes some steps back over one stretch of the text.
 */
import type { Executable, Feed, Numbers, View } from '../../backend';
import { GraphBuilder } from '../../graph/graphBuilder';
import { PointwiseBuilder } from '../../graph/pointwise';
import { rowsOf } from '../../graph/views';
import { CancelledError, type Following } from '../../interruption';
import type { Model } from '../../model/model';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { type Stepped, stretch, TOGETHER } from './steppedText';
import type { StepTemplate } from './stepTemplate';

/** Steps back in one launch. */
const STEPS = 16;
/** Below this share of what it began with a gradient is dead. */
export const DEAD = 1e-9;

export class BackwardReader {
  private constructor(
    private readonly template: StepTemplate,
    private readonly hidden: number,
    private readonly executable: Executable,
  ) {}

  static async open({ shape, weights, backend }: Model, template: StepTemplate): Promise<BackwardReader> {
    const builder = new GraphBuilder();
    const kept = new Map([...template.kept].map(([name, { columns }]) => [name, builder.input(name, TOGETHER + STEPS - 1, columns)]));
    const ones = builder.constant(1, shape.hidden, 1);
    const squares: View[] = [];
    const left = template.write(
      builder,
      undefined,
      {
        steps: STEPS,
        rows: TOGETHER,
        arriving: template.lines.map((_, line) => builder.input(`arriving ${line}`, TOGETHER, shape.hidden)),
        kept: (name, step) => rowsOf(kept.get(name) as View, STEPS - 1 - step, TOGETHER),
      },
      (_, total) => {
        for (const view of total) squares.push(builder.gemm(builder.pointwise(square, [view])[0] as View, ones, { label: 'squared norm' }));
      },
    );
    builder.output('squares', builder.stack(squares)); // (STEPS · lines · B, 1)
    for (const [line, view] of left.entries()) builder.output(`left ${line}`, view);
    const executable = await backend.compile(builder.build());
    executable.write(toSlots(parameterSlots(shape), weights));
    return new BackwardReader(template, shape.hidden, executable);
  }

  /**
   * @param from losses of the positions from here up to, not including, `to`
   * @param reach steps back, at most
   * @returns of each line (to − from, reach + 1): the norm k steps back, 0 where the gradient has died or there is no state
   * @throws CancelledError
   */
  async norms(text: Stepped, from: number, to: number, reach: number, { stop, progress }: Following): Promise<Float64Array[]> {
    const norms = this.template.lines.map(() => new Float64Array((to - from) * (reach + 1)));
    for (let first = from; first < to; first += TOGETHER) {
      const count = Math.min(TOGETHER, to - first);
      const put = (line: number, row: number, back: number, norm: number) => {
        const into = norms[line] as Float64Array;
        if (first + row >= back && back <= reach) into[(first - from + row) * (reach + 1) + back] = norm;
      };
      text.total.forEach((values, line) => {
        for (let row = 0; row < count; row++) put(line, row, 0, normOf(values, (first + row) * this.hidden, this.hidden));
      });
      const began = (row: number) => Math.max(...norms.map((values) => values[(first - from + row) * (reach + 1)] as number));
      let arriving: Feed = Object.fromEntries(
        text.before.map((values, line) => [`arriving ${line}`, stretch(values, this.hidden, first, TOGETHER)]),
      );
      for (let back = 0; back < reach && back < first + count; back += STEPS) {
        if (stop.aborted) throw new CancelledError();
        const passed = Object.entries(text.kept).map(([name, values]) => [
          name,
          stretch(values, values.length / text.count, first - back - STEPS, TOGETHER + STEPS - 1),
        ]);
        const [outputs = {}] = await this.executable.run([{ ...Object.fromEntries(passed), ...arriving }]);
        const squares = outputs.squares as Numbers;
        let alive = false;
        const many = norms.length;
        for (let at = 0; at < squares.length; at++) {
          const [row, line, step] = [at % TOGETHER, Math.floor(at / TOGETHER) % many, Math.floor(at / (TOGETHER * many))];
          if (row >= count) continue;
          const norm = Math.sqrt(squares[at] as number);
          put(line, row, back + step + 1, norm);
          if (step === STEPS - 1 && first + row > back + STEPS && norm > DEAD * began(row)) alive = true;
        }
        if (!alive) break;
        arriving = Object.fromEntries(norms.map((_, line) => [`arriving ${line}`, outputs[`left ${line}`] as Numbers]));
      }
      progress?.((first + count - from) / (to - from));
    }
    return norms;
  }

  dispose(): void {
    this.executable.dispose();
  }
}

export function normOf(values: Numbers, start: number, length: number): number {
  let sum = 0;
  for (let at = start; at < start + length; at++) sum += (values[at] as number) ** 2;
  return Math.sqrt(sum);
}

const square = (() => {
  const build = new PointwiseBuilder(1);
  return build.build([build.multiply(build.input(0), build.input(0))]);
})();
