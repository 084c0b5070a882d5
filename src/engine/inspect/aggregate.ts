/** Many characters in one column: the mean of each row, and its least and greatest value, so that nothing that stands out is lost. */

/** Columns of `step` rows of values each, added one after another. What is not a number is passed over. */
export class Aggregate {
  readonly columns: number;
  /** (columns, rows) */
  readonly mean: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;
  #added = 0;

  /** @param length how many characters are added in all */
  constructor(
    readonly rows: number,
    private readonly length: number,
    readonly step: number,
  ) {
    this.columns = Math.ceil(length / step);
    const size = this.columns * rows;
    this.mean = new Float32Array(size).fill(Number.NaN);
    this.low = new Float32Array(size).fill(Number.NaN);
    this.high = new Float32Array(size).fill(Number.NaN);
    this.#sums = new Float64Array(rows);
    this.#counts = new Uint32Array(rows);
  }

  /** Characters `from` up to `to` of `values`, where a character's rows begin at `t · stride + first`. */
  add(values: Float32Array, from: number, to: number, stride = this.rows, first = 0): void {
    const { rows, low, high } = this;
    const [sums, counts] = [this.#sums, this.#counts];
    for (let t = from; t < to; t++) {
      const column = Math.floor(this.#added / this.step) * rows;
      const start = t * stride + first;
      for (let row = 0; row < rows; row++) {
        const value = values[start + row] as number;
        if (Number.isNaN(value)) continue;
        const at = column + row;
        sums[row] = (sums[row] as number) + value;
        if ((counts[row] as number)++ === 0) {
          low[at] = value;
          high[at] = value;
        } else if (value < (low[at] as number)) low[at] = value;
        else if (value > (high[at] as number)) high[at] = value;
      }
      this.#added++;
      if (this.#added % this.step === 0 || this.#added === this.length) this.#close(column);
    }
  }

  #close(column: number): void {
    for (let row = 0; row < this.rows; row++) {
      const count = this.#counts[row] as number;
      if (count > 0) this.mean[column + row] = (this.#sums[row] as number) / count;
    }
    this.#sums.fill(0);
    this.#counts.fill(0);
  }

  /** Coarser columns of characters `from` up to `to`, which lie between columns (or at the end); `step` is a multiple of this step. */
  coarser(from: number, to: number, step: number, rows = this.rows, first = 0): Aggregate {
    const coarse = new Aggregate(rows, to - from, step);
    const each = step / this.step;
    for (let column = 0; column < coarse.columns; column++) {
      const begin = from / this.step + column * each;
      const end = Math.min(begin + each, Math.ceil(to / this.step));
      for (let fine = begin; fine < end; fine++)
        coarse.#merge(column * rows, this, fine * this.rows + first, Math.min(this.step, this.length - fine * this.step));
      coarse.#close(column * rows);
    }
    return coarse;
  }

  /** Takes a finer column into one of its own. @param weight how many characters it stands for */
  #merge(column: number, finer: Aggregate, start: number, weight: number): void {
    for (let row = 0; row < this.rows; row++) {
      const mean = finer.mean[start + row] as number;
      if (Number.isNaN(mean)) continue;
      const low = finer.low[start + row] as number;
      const high = finer.high[start + row] as number;
      const at = column + row;
      this.#sums[row] = (this.#sums[row] as number) + mean * weight;
      if (!((this.low[at] as number) <= low)) this.low[at] = low; // also where it is not a number yet
      if (!((this.high[at] as number) >= high)) this.high[at] = high;
      this.#counts[row] = (this.#counts[row] as number) + weight;
    }
  }
}
