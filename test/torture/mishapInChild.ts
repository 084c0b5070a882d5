/** Loaded before a program (--require): its disk has the mishap that UNROLL_MISHAP tells; UNROLL_CALLS is told the calls that it made. */
import { writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { arm, disarm, type Mishap } from './mishap';

const { UNROLL_MISHAP, UNROLL_CALLS, UNROLL_NARROW } = process.env;

if (isMainThread && UNROLL_MISHAP) {
  const { on, at, ...mishap } = JSON.parse(UNROLL_MISHAP) as Omit<Mishap, 'on' | 'at'> & { on?: string; at: number | null };
  const calls = arm({ ...mishap, at: at ?? Number.POSITIVE_INFINITY, ...(on !== undefined && { on: new RegExp(on) }) });
  process.on('exit', () => {
    disarm();
    if (UNROLL_CALLS) writeFileSync(UNROLL_CALLS, calls.made.map((call) => `${call}\n`).join(''));
  });
}
if (isMainThread && UNROLL_NARROW) {
  // Without V8's revectorizer the trial finds nothing gained, and kernels stay at 128 bits.
  const { setFlagsFromString } = v8;
  v8.setFlagsFromString = (flags) => flags.includes('revectorize') || setFlagsFromString(flags);
}
