// What is asked for when it is looked at, and kept as long as there is room: newest wishes first, what nobody looks at any more is let go.
import { type Signal, signal } from '@preact/signals';

/** Questions that are on their way at once: one is answered while the next one travels. */
const AT_ONCE = 2;
/** Wishes that wait: those of a screen. Older ones have been scrolled away. */
const WAITING = 96;

interface Wish<Answer> {
  readonly topic: string;
  readonly key: string;
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
}

export class OnDemand<Answer> {
  /** Of each topic how much has come: who draws what there is draws again when it changes. */
  readonly #arrived = new Map<string, Signal<number>>();
  /** Least recently used first. */
  readonly #kept = new Map<string, Answer>();
  /** What was kept before all was asked anew: until that has come. */
  #before: ReadonlyMap<string, Answer> = new Map();
  #room: number;
  #waiting: Wish<Answer>[] = [];
  readonly #asked = new Set<string>();
  #ending = new AbortController();

  /** @param size of an answer, in the unit of `room` */
  constructor(
    room: number,
    private readonly size: (answer: Answer) => number,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#room = room;
  }

  /** What there is. Where there is nothing yet, it is asked for, and told by a signal of its topic. */
  get(topic: string, key: string, ask: Wish<Answer>['ask']): Answer | undefined {
    this.#arrivals(topic).value;
    const kept = this.#peek(key);
    if (kept !== undefined || this.#asked.has(key)) return kept;
    this.#waiting = [...this.#waiting.filter((wish) => wish.key !== key), { topic, key, ask }].slice(-WAITING);
    this.#next();
    return undefined;
  }

  /** What `get` gave before all was asked anew, where the new answer has not come yet. */
  before(key: string): Answer | undefined {
    return this.#before.get(key);
  }

  #arrivals(topic: string): Signal<number> {
    const known = this.#arrived.get(topic) ?? signal(0);
    this.#arrived.set(topic, known);
    return known;
  }

  #peek(key: string): Answer | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  /** Asks everything anew when it is looked at; what there was can be drawn meanwhile. */
  renew(): void {
    const before = new Map([...this.#before, ...this.#kept]);
    this.clear();
    this.#before = before;
  }

  /** Forgets everything, also what is on its way. */
  clear(): void {
    this.#before = new Map();
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#waiting = [];
    this.#asked.clear();
    for (const answer of this.#kept.values()) this.#room += this.size(answer);
    this.#kept.clear();
    for (const arrivals of this.#arrived.values()) arrivals.value++;
  }

  #next(): void {
    if (this.#asked.size >= AT_ONCE) return;
    const wish = this.#waiting.pop();
    if (!wish) return;
    this.#asked.add(wish.key);
    void this.#ask(wish);
  }

  async #ask({ topic, key, ask }: Wish<Answer>): Promise<void> {
    const { signal } = this.#ending;
    try {
      const answer = await ask(signal);
      if (signal.aborted) return;
      this.#asked.delete(key);
      this.#keep(key, answer);
      if (this.#asked.size + this.#waiting.length === 0) this.#before = new Map();
      this.#arrivals(topic).value++;
    } catch (error) {
      if (signal.aborted) return;
      this.#asked.delete(key);
      this.#waiting = [];
      this.failed(error);
    }
    this.#next();
  }

  #keep(key: string, answer: Answer): void {
    this.#kept.set(key, answer);
    this.#room -= this.size(answer);
    for (const [oldest, one] of this.#kept) {
      if (this.#room >= 0 || oldest === key) break;
      this.#kept.delete(oldest);
      this.#room += this.size(one);
    }
  }
}
