/** About how long a sweep takes: the speed of its smallest and its largest network is measured, and reckoned for those between. */
import { openDeviceWith, seconds } from '../../backends/platform/node/nodePlatform';
import type { Interruption } from '../../engine/interruption';
import { measureSpeed } from '../../engine/train/measureSpeed';
import type { Shares } from './machine';
import type { PlannedRun } from './planSweep';

/** What validations, samples and checkpoints take beside updates. */
const BESIDE = 1.1;
/** Seconds until a run makes its first update: its process starts, reads, and compiles. */
const STARTING = 1.5;

/**
 * In seconds; undefined where no rule says when some run ends.
 * @param left of each run that is left, the share of it that is: 0 … 1
 * @throws BackendUnavailableError
 */
export async function estimateTime(
  left: ReadonlyMap<PlannedRun, number>,
  { parallel, threads }: Shares,
  { stop }: Interruption,
): Promise<number | undefined> {
  const runs = [...left.keys()];
  if (runs.length === 0) return 0;
  if (runs.some(({ cost }) => !Number.isFinite(Math.min(cost.updates, cost.seconds)))) return undefined;
  const bySize = runs.toSorted((a, b) => a.cost.parameters - b.cost.parameters);
  const [smallest, largest] = [bySize[0], bySize.at(-1)] as [PlannedRun, PlannedRun];
  const pace = async (run: PlannedRun) => 1 / (await speedOf(run, threads));
  const least = await pace(smallest);
  const most = largest.cost.parameters === smallest.cost.parameters || stop.aborted ? least : await pace(largest);
  const perParameter = Math.max(0, most - least) / Math.max(1, largest.cost.parameters - smallest.cost.parameters);
  const times = runs.map((run) => {
    const { parameters, characters, updates, seconds: atMost } = run.cost;
    const perCharacter = least + perParameter * (parameters - smallest.cost.parameters);
    return STARTING + (left.get(run) as number) * Math.min(atMost, BESIDE * updates * characters * perCharacter);
  });
  return Math.max(...times, times.reduce((sum, time) => sum + time, 0) / parallel);
}

/** Characters a second, on the device that the run names; what `auto` will take is not known yet: the CPU stands for it. */
async function speedOf(run: PlannedRun, threads: number): Promise<number> {
  const { device } = run.experiment;
  const backend = await openDeviceWith(threads)(device === 'auto' ? 'wasm' : device);
  try {
    return await measureSpeed(run.experiment, run.learned.material, backend, seconds);
  } finally {
    backend.dispose();
  }
}
