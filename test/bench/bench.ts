/** THE STORY of the bench: find the programs → measure part by part, keeping each as it is done → show, and write down. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import path from 'node:path';
import { FOLDER } from './bundle';
import { findPlaces } from './findPlaces';
import { measureCeiling } from './measure/ceiling';
import { measureGrowth, measureMemory, measureProfile } from './measure/ours';
import { measureSpeed } from './measure/speed';
import { type Options, readOptions } from './options';
import { Processes } from './processes';
import { report } from './report';
import type { Machine, Results } from './results';
import { writeBetween } from './writeBetween';

const KEPT = path.join(FOLDER, 'results.json');

export async function bench(words: readonly string[]): Promise<void> {
  const options = readOptions(words);
  const began = performance.now();
  const places = await findPlaces(options.python, say);
  if ((loadavg()[0] as number) > availableParallelism() / 4)
    say(`The machine is busy (load ${loadavg()[0]?.toFixed(1)}): the figures will be noisy.`);
  const results = (options.resume && kept()) || fresh(options);
  const processes = new Processes(places);
  try {
    await measure(results, options, processes);
  } finally {
    processes.stop();
  }
  say(`Measured in ${Math.round((performance.now() - began) / 1000)} s.\n`);
  console.log(options.json ? JSON.stringify(results, undefined, 2) : report(results));
  if (options.write) writeBetween('BENCHMARKS.md', 'measured', report(results));
}

/** Each part is kept as soon as it is there, so that --resume goes on from it. */
async function measure(results: Results, { shapes, peers, parts }: Options, processes: Processes): Promise<void> {
  const { settings } = results;
  const keep = () => {
    results.versions = { ...results.versions, ...processes.facts };
    writeFileSync(KEPT, JSON.stringify(results));
  };
  if (parts.includes('speed')) {
    for (const shape of shapes.filter(({ name }) => !results.speed[name])) {
      const taking = shape.peers.filter((peer) => peers.includes(peer));
      results.speed[shape.name] = await measureSpeed(shape, taking, processes, settings, say);
      keep();
    }
  }
  const others = {
    ceiling: () => measureCeiling(processes, settings),
    profile: () => measureProfile(processes),
    growth: () => measureGrowth(processes, settings),
    memory: () => measureMemory(processes),
  };
  for (const [part, run] of Object.entries(others) as [keyof typeof others, () => Promise<never>][]) {
    if (!parts.includes(part) || results[part]) continue;
    say(`${part} …`);
    results[part] = await run();
    keep();
  }
}

function kept(): Results | undefined {
  return existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, 'utf8')) as Results) : undefined;
}

function fresh({ rounds, seconds }: Options): Results {
  return { date: new Date().toISOString(), machine: describeMachine(), settings: { rounds, seconds }, versions: {}, speed: {} };
}

function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? process.arch,
    processors: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 1e9),
    system: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
    load: loadavg()[0] as number,
  };
}

/** Progress does not belong to what is printed. */
function say(text: string): void {
  console.error(text);
}
