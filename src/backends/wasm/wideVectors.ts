/**
 * V8 can carry out two neighbouring 128-bit operations as one of 256 bits, where the processor has such registers. That
 * is an experiment of V8's, behind a flag; so it is switched on only where, in this process, a trial gives the same bits
 * with it as without, and in clearly less time.
 */
import type { Feed, Graph, Numbers, Value } from '../../engine/backend';
import { Random } from '../../engine/random';
import type { Platform, WideVectors } from '../platform/platform';
import { everyKernel } from './everyKernel';
import { ThreadPool } from './threads/threadPool';
import { instantiate } from './wasmExecutable';

/** The time must fall at least to this part, or the experiment is not worth it. */
const WORTH_IT = 0.85;
const RUNS = 10;

const decisions = new WeakMap<Platform, Promise<boolean>>();

/**
 * Whether kernels may count on registers of 256 bits. Tried out once on a platform, which takes about a fifth of a second; a
 * trial that fails, as where memory is short, is made again when it is asked for again.
 * @throws BackendUnavailableError
 */
export async function hasWideVectors(platform: Platform): Promise<boolean> {
  if (!platform.wideVectors) return false;
  const decision = decisions.get(platform) ?? tryOut(platform, platform.wideVectors);
  decisions.set(platform, decision);
  try {
    return await decision;
  } catch (error) {
    decisions.delete(platform);
    throw error;
  }
}

async function tryOut(platform: Platform, vectors: WideVectors): Promise<boolean> {
  const graph = everyKernel();
  const prepare = (wide: boolean) => vectors.optimizing(() => firstRun(graph, wide, new ThreadPool(1, platform)));
  const narrow = await prepare(false);
  let worthIt = false;
  vectors.switch(true);
  try {
    const wide = await prepare(true);
    worthIt = sameNumbers(narrow.outputs, wide.outputs) && (await isQuicker(wide, narrow));
    return worthIt;
  } finally {
    if (!worthIt) vectors.switch(false);
  }
}

interface Prepared {
  readonly outputs: Readonly<Record<string, Numbers>>;
  /** Once more, in milliseconds. */
  time(): Promise<number>;
}

/** Kernels are compiled when they first run: now. */
async function firstRun(graph: Graph, wide: boolean, pool: ThreadPool): Promise<Prepared> {
  const executable = await instantiate(graph, { relaxedSimd: true, wide, threads: 1, insist: true, patience: 0 }, pool);
  executable.write(randomNumbers(Object.entries(graph.state).map(([name, { value }]) => [name, value])));
  const feeds = [randomNumbers(Object.entries(graph.inputs))];
  const [outputs = {}] = await executable.run(feeds);
  const time = async () => {
    const started = performance.now();
    await executable.run(feeds);
    return performance.now() - started;
  };
  return { outputs, time };
}

/** In turn, the quickest run of each: what else the machine does meanwhile slows both. */
async function isQuicker(wide: Prepared, narrow: Prepared): Promise<boolean> {
  const [times, than]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    times.push(await wide.time());
    than.push(await narrow.time());
  }
  return Math.min(...times) < WORTH_IT * Math.min(...than);
}

/** The same few random numbers again and again, so many that no row is like another: to draw all would take a tenth of the trial. */
function randomNumbers(values: readonly (readonly [string, Value])[]): Feed {
  const random = Random.fromSeed(1);
  const few = Array.from({ length: 997 }, () => 8 * random.uniform() - 4);
  const numbers = ({ rows, columns }: Value) =>
    Float32Array.from({ length: rows * columns }, (_, index) => few[index % few.length] as number);
  return Object.fromEntries(values.map(([name, value]) => [name, numbers(value)]));
}

function sameNumbers(some: Prepared['outputs'], others: Prepared['outputs']): boolean {
  return Object.entries(some).every(([name, numbers]) => numbers.every((number, index) => Object.is(number, others[name]?.[index])));
}
