/** What the machine can do: products of 512 × 512 matrices by OpenBLAS and by ours, in turn. */
import { AbsentError } from '../contestant';
import { pytorchProcess, THREADS } from '../peers';
import type { Processes } from '../processes';
import type { Ceiling, Settings } from '../results';
import type { PeerName } from '../shapes';

const SIZE = 512;

export async function measureCeiling(processes: Processes, { rounds, seconds }: Settings): Promise<readonly Ceiling[]> {
  const entrants = THREADS.flatMap((threads) => [
    { who: 'OpenBLAS sgemm', peer: 'pytorch' as PeerName, process: pytorchProcess(threads), facts: {}, threads, gigaflops: [] as number[] },
    { who: 'Unroll', peer: 'unroll' as PeerName, process: undefined, facts: { threads }, threads, gigaflops: [] as number[] },
  ]);
  for (let round = 0; round < rounds; round++) {
    for (const { peer, process, facts, gigaflops } of entrants) {
      try {
        gigaflops.push(await (await processes.get(peer, process)).ask<number>('multiply', { size: SIZE, seconds: seconds / 2, ...facts }));
      } catch (error) {
        if (!(error instanceof AbsentError)) throw error;
      }
    }
  }
  return entrants.filter(({ gigaflops }) => gigaflops.length > 0).map(({ who, threads, gigaflops }) => ({ who, threads, gigaflops }));
}
