/** Scheduled steps as one WebAssembly module: each kernel once, and functions that call them one after another. */
import type { FunctionBuilder } from './assembler/functionBuilder';
import { call, i32 } from './assembler/instructions';
import { ModuleBuilder } from './assembler/moduleBuilder';
import type { Machine } from './compileGraph';
import { writeBarrier } from './kernels/barrier';
import { FLOAT } from './kernels/kernel';
import type { Allocation } from './plan/allocate';
import type { Place } from './plan/region';
import { BARRIER, type Schedule } from './plan/schedule';
import type { Step } from './plan/step';

/** Milliseconds of a vector operation on a machine that hardly gets to us: a hundred times what is usual. */
const SLOWEST = 30e-6;

/** Exports `prepare`, `run`, which takes all steps itself, and for several threads `share0`, `share1`, …, which wait for each other. */
export function assemble(
  { preparation, schedule: { steps, cost } }: { readonly preparation: readonly Step[]; readonly schedule: Schedule },
  allocation: Allocation,
  { relaxedSimd, threads, patience }: Pick<Machine, 'relaxedSimd' | 'threads' | 'patience'>,
): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(relaxedSimd, threads);
  const barrier = threads > 1 ? module.add('barrier', 0, (f) => writeBarrier(f, threads, patience + cost * SLOWEST)) : 0;
  const kernels = new Map<string, number>();
  for (const step of [...preparation, ...steps]) {
    if (step === BARRIER || kernels.has(step.kernel.key)) continue;
    kernels.set(step.kernel.key, module.add(step.kernel.name, step.kernel.parameters, step.kernel.write));
  }
  const callOf = ({ at, kernel }: Step) => [
    ...at.flatMap((place) => i32.constant(place ? addressOf(allocation, place) : 0)),
    ...call(kernels.get(kernel.key) as number),
  ];
  const calls = steps.map((step) => (step === BARRIER ? { code: call(barrier) } : { thread: step.thread, code: callOf(step) }));
  const write = (takes: (thread: number | undefined) => boolean) => (f: FunctionBuilder) => {
    for (const { thread, code } of calls) if (takes(thread)) f.emit(code);
  };
  module.add('prepare', 0, (f) => f.emit(...preparation.map(callOf)), true);
  module.add(
    'run',
    0,
    write((thread) => thread !== undefined),
    true,
  );
  for (let share = 0; threads > 1 && share < threads; share++) {
    module.add(
      `share${share}`,
      0,
      write((thread) => thread === share || thread === undefined),
      true,
    );
  }
  return module.build(allocation.bytes);
}

/** In bytes. */
export function addressOf({ addresses }: Allocation, { region, offset }: Place): number {
  return (addresses.get(region) as number) + offset * FLOAT;
}
