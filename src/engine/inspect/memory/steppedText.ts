/** A text whose every step was gone through once, so that gradients can go back from any of its losses. */
import type { Executable, Feed, Numbers } from '../../backend';
import { CancelledError, type Following } from '../../interruption';
import type { Model } from '../../model/model';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { beforeOf, StepTemplate, totalOf } from './stepTemplate';

/** B: positions gone through in one launch, and losses that go back together. */
export const TOGETHER = 128;

/** Positions of a text, and the states that each is entered with. */
export interface Positions {
  readonly count: number;
  readonly tokens: Numbers;
  /** The right symbol at each; −1 where none is known. */
  readonly targets: Numbers;
  /** By `carrySlot`, (count, H). */
  readonly entering: Feed;
}

export interface Stepped {
  readonly count: number;
  /** What the reverse reads, by name, (count, columns). */
  readonly kept: Feed;
  /** Of each line: ∂ℓ/∂(state after the position) and ∂ℓ/∂(state before it) of the position's own loss, (count, H). */
  readonly total: readonly Numbers[];
  readonly before: readonly Numbers[];
}

/** Compiled once for a model. */
export class StepReader {
  private constructor(
    readonly template: StepTemplate,
    private readonly model: Model,
    private readonly executable: Executable,
  ) {}

  static async open(model: Model): Promise<StepReader> {
    const template = new StepTemplate(model.shape, TOGETHER);
    const executable = await model.backend.compile(template.forward);
    executable.write(toSlots(parameterSlots(model.shape), model.weights));
    return new StepReader(template, model, executable);
  }

  /** @throws CancelledError */
  async read({ count, tokens, targets, entering }: Positions, { stop }: Pick<Following, 'stop'>): Promise<Stepped> {
    const { lines, kept } = this.template;
    const { hidden } = this.model.shape;
    const room = (columns: number) => this.room(count * columns);
    const columns = new Map([...kept].map(([name, value]) => [name, value.columns]));
    const read = Object.fromEntries([...columns].map(([name, wide]) => [name, entering[name] ?? room(wide)]));
    const [total, before] = [lines.map(() => room(hidden)), lines.map(() => room(hidden))];
    for (let start = 0; start < count; start += TOGETHER) {
      if (stop.aborted) throw new CancelledError();
      const rows = (values: Numbers, wide: number) => stretch(values, wide, start, TOGETHER);
      const feed = {
        tokens: rows(tokens, 1),
        targets: rows(targets, 1).map((target) => Math.max(0, target)),
        ...Object.fromEntries(Object.entries(entering).map(([name, values]) => [name, rows(values, hidden)])),
      };
      const [outputs = {}] = await this.executable.run([feed]);
      const take = (into: Numbers, name: string, wide: number) =>
        into.set((outputs[name] as Numbers).subarray(0, Math.min(TOGETHER, count - start) * wide), start * wide);
      for (const [name, wide] of columns) if (!(name in entering)) take(read[name] as Numbers, name, wide);
      for (const line of lines.keys()) {
        take(total[line] as Numbers, totalOf(line), hidden);
        take(before[line] as Numbers, beforeOf(line), hidden);
      }
    }
    return { count, kept: read, total, before };
  }

  /** As precise as the device is. */
  room(length: number): Numbers {
    return this.model.backend.description.precision === 'float64' ? new Float64Array(length) : new Float32Array(length);
  }

  dispose(): void {
    this.executable.dispose();
  }
}

/** Some rows, zero where there are none. */
export function stretch(values: Numbers, columns: number, first: number, rows: number): Numbers {
  const all = values.length / columns;
  if (first >= 0 && first + rows <= all) return values.subarray(first * columns, (first + rows) * columns);
  const padded = values instanceof Float64Array ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  const [from, to] = [Math.max(0, first), Math.min(all, first + rows)];
  if (from < to) padded.set(values.subarray(from * columns, to * columns), (from - first) * columns);
  return padded;
}
