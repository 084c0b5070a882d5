/**
 * npm run torture [-- NAME… --count N --seed N --from N --node here|both]: what is promised to survive, put to the test at length, one
 * torture after another, on this Node and on that of VS Code. `npm test` does a little of each (torture.test.ts). A failure
 * names its seed and number: `-- kills --seed 11 --from 54 --count 1` does that one again.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { installVSCodeServer } from '../setUp.mjs';
import { failingWrites } from './failingWrites';
import { kills } from './kills';
import { mutations } from './mutations';
import type { Asked, Outcome } from './outcome';

interface Torture {
  readonly title: string;
  readonly count: number;
  run(asked: Asked): Promise<Outcome>;
}

const TORTURES: Readonly<Record<string, Torture>> = {
  kills: { title: 'Kills of a training at any moment', count: 500, run: kills },
  mutations: { title: 'Mutated checkpoints', count: 10_000, run: mutations },
  failingWrites: { title: 'Each write failing in turn, in every way', count: Number.POSITIVE_INFINITY, run: failingWrites },
};

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    node: { type: 'string', default: 'both' },
  },
});
const unknown = positionals.filter((name) => !(name in TORTURES));
if (unknown.length > 0) {
  console.error(`There is no torture ${unknown.join(', ')}. There are: ${Object.keys(TORTURES).join(', ')}.`);
  process.exit(2);
}
const names = positionals.length > 0 ? positionals : Object.keys(TORTURES);
for (const name of names) await torture(name, TORTURES[name] as Torture);
if (values.node === 'both' && !process.version.startsWith('v24.')) {
  const again = [...process.argv.slice(1), '--node', 'here'];
  const { status } = spawnSync(installVSCodeServer().node, [...process.execArgv, ...again], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

async function torture(name: string, { title, count, run }: Torture): Promise<void> {
  const seed = Number(values.seed);
  const began = performance.now();
  console.log(`━━━ ${title} (${name}) on Node ${process.versions.node}, seed ${seed}`);
  const { figures, failures } = await run({
    count: values.count ? Number(values.count) : count,
    seed,
    from: Number(values.from),
    say: (line) => console.log(line),
  });
  for (const failure of failures) console.log(`✗ ${failure}`);
  const took = Math.round((performance.now() - began) / 1000);
  console.log(`${figures.join('; ')}; ${failures.length === 0 ? 'no failure' : `${failures.length} failures`}; ${took} s`);
  if (failures.length > 0) process.exitCode = 1;
}
