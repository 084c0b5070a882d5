/** What is asked of our engine alone: where an update's time goes, how cost grows, how much memory is resident. */
import type { Profile } from '../engine/profileUpdates';
import type { Processes } from '../processes';
import type { Growth, MemoryResult, ProfileResult, Settings } from '../results';
import { SHAPES, type Workload } from '../shapes';

const PROFILED = ['lstm-128', 'lstm-512', 'rnn-100'];
const PROFILE_SECONDS = 3;

export async function measureProfile(processes: Processes): Promise<readonly ProfileResult[]> {
  const engine = await processes.get('unroll');
  const results: ProfileResult[] = [];
  for (const shape of SHAPES.filter(({ name }) => PROFILED.includes(name))) {
    await engine.ask('prepare', { shape });
    await engine.ask('measure', { seconds: 1 });
    results.push({ title: shape.title, profile: await engine.ask<Profile>('profile', { seconds: PROFILE_SECONDS }) });
  }
  return results;
}

const MIDDLE: Workload = { cell: 'lstm', vocabulary: 65, hidden: 128, layers: 1, batch: 32, window: 50 };
const SERIES = {
  T: [25, 50, 100, 200].map((x) => ({ x, shape: { ...MIDDLE, window: x } })),
  B: [16, 32, 64, 128].map((x) => ({ x, shape: { ...MIDDLE, batch: x } })),
  // The lowest layer looks its input up; only those above multiply by a matrix.
  L: [2, 3, 4, 6].map((x) => ({ x, shape: { ...MIDDLE, layers: x } })),
} as const;

/** Seconds of an update as one size grows and the others stay. */
export async function measureGrowth(processes: Processes, { rounds, seconds }: Settings): Promise<readonly Growth[]> {
  const engine = await processes.get('unroll');
  const growth: Growth[] = [];
  for (const symbol of ['T', 'B', 'L'] as const) {
    const points: { x: number; secondsPerUpdate: readonly number[] }[] = [];
    for (const { x, shape } of SERIES[symbol]) {
      await engine.ask('prepare', { shape });
      await engine.ask('measure', { seconds: seconds / 2 });
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        times.push((shape.batch * shape.window) / (await engine.ask<number>('measure', { seconds: seconds / 4 })));
      }
      points.push({ x, secondsPerUpdate: times });
    }
    growth.push({ symbol, points });
  }
  return growth;
}

const LARGE: Workload = { cell: 'lstm', vocabulary: 65, hidden: 512, layers: 3, batch: 50, window: 50 };

/** A process of its own, which has done nothing else. */
export async function measureMemory(processes: Processes): Promise<MemoryResult> {
  const engine = await processes.startAnother('unroll');
  await engine.ask('prepare', { shape: LARGE });
  await engine.ask('measure', { seconds: 3 });
  const memory = await engine.ask<Omit<MemoryResult, 'title'>>('memory');
  engine.stop();
  return { title: 'LSTM 512×3, B50 T50', ...memory };
}
