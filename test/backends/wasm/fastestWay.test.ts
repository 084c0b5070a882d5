import assert from 'node:assert/strict';
import { FastestWay } from '../../../src/backends/wasm/threads/fastestWay';

describe('wasm: the fastest way', () => {
  it('is taken nearly always, and left when another becomes faster', () => {
    let clock = 0;
    const costs = [2, 5];
    const taken: number[] = [];
    const way = (index: number) => () => {
      taken.push(index);
      clock += costs[index] as number;
    };
    const fastest = new FastestWay([way(0), way(1)], () => clock);
    const share = (runs: number) => {
      taken.length = 0;
      for (let run = 0; run < runs; run++) fastest.run();
      return taken.filter((index) => index === 1).length / runs;
    };
    assert.ok(share(200) < 0.1);
    costs[0] = 50;
    assert.ok(share(200) > 0.8);
  });

  it('is the only one where there is one', () => {
    let runs = 0;
    const only = new FastestWay([() => runs++]);
    for (let run = 0; run < 40; run++) only.run();
    assert.equal(runs, 40);
  });
});
