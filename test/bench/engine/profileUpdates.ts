/** Where the time of an update goes in the thread that calls, by V8's sampling profiler: the wasm backend names its kernels. */
import { Session } from 'node:inspector/promises';
import { makeOptimizer } from '../../../src/engine/train/optimizers';
import { seconds, type Work } from './workload';

export interface ProfileShare {
  readonly part: string;
  /** Of the time of an update. */
  readonly share: number;
}

export interface Profile {
  readonly secondsPerUpdate: number;
  readonly shares: readonly ProfileShare[];
}

const { program: adam } = makeOptimizer('adam', 0);
/** In order: the first that fits. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^gemm /, 'matrix products'],
  [/^pack /, 'packing operands'],
  [new RegExp(`^pointwise of ${adam.instructions.length - adam.inputs} `), 'optimizer'],
  [/^pointwise /, 'pointwise: gates and their reverse'],
  [/^(log-sum-exp|cross-entropy)/, 'softmax and cross-entropy'],
  [/^sum /, 'bias sums and the gradient norm'],
  [/^(copy|zero|gather|scatter|add rows)/, 'copying and gathering rows'],
  [/^barrier$/, 'waiting at barriers'],
];
const MICROSECONDS = 200;

export async function profileUpdates(work: Work, duration: number): Promise<Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: MICROSECONDS });
  await session.post('Profiler.start');
  const began = seconds();
  let updates = 0;
  do {
    await work.step();
    updates++;
  } while (seconds() - began < duration);
  const elapsed = seconds() - began;
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();

  const parts = new Map(profile.nodes.map(({ id, callFrame }) => [id, partOf(callFrame.functionName, callFrame.url)]));
  const times = new Map<string, number>();
  profile.samples?.forEach((id, index) => {
    const part = parts.get(id);
    if (part !== undefined) times.set(part, (times.get(part) ?? 0) + (profile.timeDeltas?.[index] ?? 0));
  });
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const shares = [...times].map(([part, time]) => ({ part, share: time / total }));
  return { secondsPerUpdate: elapsed / updates, shares: shares.sort((a, b) => b.share - a.share) };
}

function partOf(name: string, url: string): string | undefined {
  if (name === '(idle)') return undefined;
  if (!url.startsWith('wasm:')) return 'JavaScript: windows of text, feeding, reading back';
  return PARTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other kernels';
}
