/** One text of a trace: what was read, and what is known of each of its characters. */
import type { Numbers } from '../backend';
import { surprise } from '../infer/distribution';
import type { Alternative } from '../results';
import { columnsOf, type Units } from '../text/units';
import type { ActivationTable } from './activationTable';
import type { PredictionTable } from './predictionTable';
import type { TextShape } from './traceShape';

export type Boundary = NonNullable<TextShape['boundary']>;

export class TracedPart {
  /** Bits at each character; NaN where nothing was predicted. */
  readonly surprise: Float32Array;

  constructor(
    readonly text: string,
    readonly units: Units,
    readonly boundary: Boundary | undefined,
    readonly table: ActivationTable,
    private readonly predicted: PredictionTable,
  ) {
    this.surprise = new Float32Array(table.length).fill(Number.NaN);
  }

  /** Takes in what was predicted at `t`. @param truth what stands at `of`; where there is none the surprise is unknown; −1 for what the model has no symbol for */
  predict(t: number, logits: Numbers, of: number, truth: number | undefined): void {
    this.predicted.set(t, logits);
    if (truth !== undefined && of < this.surprise.length) this.surprise[of] = surprise(logits, truth) / Math.LN2;
  }

  /** One for each column; that of the boundary is empty. */
  get characters(): string[] {
    return columnsOf(this);
  }

  predictions(from: number, to: number): Alternative[][] {
    return Array.from({ length: Math.max(0, Math.min(to, this.table.length) - from) }, (_, at) => this.predicted.at(from + at));
  }

  shape(): TextShape {
    const most = this.surprise.reduce((greatest, bits) => (bits > greatest ? bits : greatest), -1);
    return {
      text: this.text,
      units: this.units,
      ...(this.boundary && { boundary: this.boundary }),
      length: this.table.length,
      layers: this.table.layers(),
      ...(most >= 0 && { mostSurprise: most }),
    };
  }
}
