/**
 * Several ways to do the very same thing; which is the fastest depends on what else the machine is doing. The one that
 * took least lately is taken, and now and then another is tried.
 */
export class FastestWay {
  private readonly took: number[] = [];
  private runs = 0;

  constructor(
    private readonly ways: readonly (() => void)[],
    private readonly now: () => number = () => performance.now(),
  ) {}

  run(): void {
    const way = this.choose();
    const started = this.now();
    this.ways[way]?.();
    const took = this.now() - started;
    this.took[way] = ((this.took[way] ?? took) + took) / 2;
  }

  private choose(): number {
    const run = this.runs++;
    // At first all in turn, for code gets faster when it has run a few times; later one in sixteen is a trial.
    if (run < WARM_UP * this.ways.length || run % TRIAL === 0) return (run < TRIAL ? run : run / TRIAL) % this.ways.length;
    return this.took.indexOf(Math.min(...this.took));
  }
}

const WARM_UP = 3;
const TRIAL = 16;
