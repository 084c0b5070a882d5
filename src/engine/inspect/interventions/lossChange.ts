/** What interventions did to the loss: nats at the same characters, without them and with them. */
import type { Numbers } from '../../backend';
import { logSoftmax, ranked, softmax } from '../../infer/distribution';

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
  /** Of a model that answers once: nats that each answer loses if it is the right one, in the order of the answers as it is. */
  readonly answers?: readonly number[];
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

/** Finite also where an answer has become so unlikely that its probability is 0. @param plain logits @returns nats, of the likeliest answer first */
export function answersLoss(plain: Numbers, changed: Numbers): number[] {
  const [before, after] = [logSoftmax(plain), logSoftmax(changed)];
  return Array.from(ranked(softmax(plain)), (answer) => (before[answer] as number) - (after[answer] as number));
}
