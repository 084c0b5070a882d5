/** Whether a network tells more than who guesses all it tells apart alike: −ln 1/n = ln n nats each. */
import { LOSSES_KEPT } from '../checkpoint/checkpoint';

/** Updates of which the loss says that nothing is learned: the first ones of any training may be worse than guessing. */
const ENOUGH = 20;
/** How far above that of guessing a loss has to stay: a tenth, and a hundredth of a nat. */
const CLEARLY = { times: 1.1, nats: 0.01 };

export class Guessing {
  /** Nats. */
  readonly loss: number;
  readonly #recent: number[];

  /** @param targets n @param recent losses of the last updates of a run that goes on */
  constructor(
    private readonly targets: number,
    recent: readonly number[] = [],
  ) {
    this.loss = Math.log(targets);
    this.#recent = [...recent];
  }

  /** Of the last updates. */
  get recent(): readonly number[] {
    return this.#recent;
  }

  updated(loss: number): void {
    this.#recent.push(loss);
    if (this.#recent.length > LOSSES_KEPT) this.#recent.shift();
  }

  /**
   * The loss that stays above guessing: of the best validation, or where nothing is held out, the mean of the last updates. Undefined
   * where either of the two is not, or after few updates: what has learned its rows by heart is sure of its errors in others.
   * @param update that were made in all
   */
  unbeaten(update: number, best: number | undefined): number | undefined {
    if (update < ENOUGH || this.#recent.length === 0) return undefined;
    const mean = this.#recent.reduce((sum, loss) => sum + loss, 0) / this.#recent.length;
    const least = this.loss * CLEARLY.times + CLEARLY.nats;
    return mean > least && (best ?? mean) > least ? (best ?? mean) : undefined;
  }

  /** In whole sentences. @param loss of the network */
  told(loss: number, update: number): string {
    const figure = (nats: number) => (nats >= 100 ? Math.round(nats).toLocaleString('en') : nats.toFixed(2));
    return `Nothing was learned: after ${update.toLocaleString('en')} updates the loss is ${figure(loss)} nats, and guessing all ${this.targets.toLocaleString('en')} symbols alike would cost ${figure(this.loss)}.`;
  }
}
