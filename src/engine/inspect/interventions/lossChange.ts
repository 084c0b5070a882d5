/** What interventions did to the loss: nats at the same characters, without them and with them. */

export interface Nats {
  /** Predicted in both. */
  readonly characters: number;
  readonly plain: number;
  readonly changed: number;
}

export interface LossChange {
  readonly total: Nats;
  /** From the first character on that no intervention reaches any more. */
  readonly after: Nats & { readonly from: number };
}

/** @param plain bits at each character, NaN where nothing was predicted @param from the first character after the interventions */
export function lossChange(plain: Float32Array, changed: Float32Array, from: number): LossChange {
  return { total: natsFrom(0), after: { from, ...natsFrom(from) } };

  function natsFrom(first: number): Nats {
    const sums = { characters: 0, plain: 0, changed: 0 };
    for (let t = first; t < plain.length; t++) {
      const [before, after] = [plain[t] as number, changed[t] as number];
      if (Number.isNaN(before) || Number.isNaN(after)) continue;
      sums.characters++;
      sums.plain += before * Math.LN2;
      sums.changed += after * Math.LN2;
    }
    return sums;
  }
}
