// npm test: sets up what is missing, runs every stage, several side by side, and ends with one line that sums them all.
// `npm test -- unit webview` runs those stages.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { findChromium, installDependencies, installVSCodeServer, SetUpError } from './setUp.mjs';

const bin = (name) => `node_modules/${name}`;
const RUN_TYPESCRIPT = 'test/runTypeScript.mjs';

/** A stage keeps about one processor busy. Three of them, with a VS Code and a browser in each, need some 4 GB of memory. */
const LANES = Math.min(3, availableParallelism());

/**
 * Each begins, in this order, when a lane is free and the one that it is `after` has ended: first what the others need, then
 * what takes longest. A stage that prints no counts of its own is one test: that its command succeeds.
 */
const STAGES = {
  build: { title: 'Build', script: 'esbuild.mjs' },
  // All of it anew: a build on top of an older one was once seen to pass what a clone did not.
  types: { title: 'Types', script: bin('@typescript/native/bin/tsc'), words: ['-b', '--force'] },
  lint: { title: 'Lint', script: bin('@biomejs/biome/bin/biome'), words: ['check', '--error-on-warnings', '.'] },
  rooms: {
    title: 'Rooms',
    script: bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    words: ['--config', '.dependency-cruiser.cjs', 'src', 'webview-ui'],
  },
  package: { title: 'Package', script: 'test/unit.mjs', words: ['test/package.test.ts'], after: 'build' }, // both write dist
  stories: {
    title: 'User stories by mouse and keyboard in VS Code',
    script: 'test/unit.mjs',
    words: ['test/vscode/stories'],
    needs: ['chromium', 'vscode'],
    platform: 'linux',
    after: 'package',
  },
  // Chromium brings a software adapter for WebGPU.
  unit: { title: 'Engine, backends, process and command line in Node', script: 'test/unit.mjs', needs: ['chromium'] },
  webview: { title: 'Panels in Chromium', script: 'test/webview/run.mjs', needs: ['chromium'] },
  extension: {
    title: 'Mocha in the extension host of VS Code, on the packaged extension',
    script: RUN_TYPESCRIPT,
    words: ['test/vscode/extension.ts'],
    needs: ['chromium', 'vscode'],
    platform: 'linux',
    after: 'package',
  },
  node24: {
    title: 'The wasm backend again on the Node that VS Code has, with relaxed SIMD, and a little torture',
    script: 'test/unit.mjs',
    words: ['test/backends/wasm', 'test/contract', 'test/golden', 'test/torture/torture.test.ts', '--grep=wasm|torture'],
    needs: ['node24'],
    platform: 'linux',
  },
  desktop: { title: 'The same in a desktop VS Code', script: RUN_TYPESCRIPT, words: ['test/vscode/desktop.ts'], after: 'package' },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}. The stages are: ${Object.keys(STAGES).join(', ')}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
/** What failing stages said, to be said again at the end: of a long log often only the end is kept. */
const failures = [];
try {
  installDependencies();
} catch (error) {
  console.log(`${error.message}\n\n${line({ ...total, failed: 1 })}`);
  process.exit(1);
}
const waiting = Object.entries(STAGES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const unfinished = new Set(waiting.map(([name]) => name));
const running = new Set();
while (unfinished.size > 0) {
  const next = running.size < LANES ? waiting.findIndex(([, { after }]) => !unfinished.has(after)) : -1;
  if (next < 0) {
    await Promise.race(running);
    continue;
  }
  const [[name, stage]] = waiting.splice(next, 1);
  const run = play(name, stage).finally(() => {
    running.delete(run);
    unfinished.delete(name);
  });
  running.add(run);
}
for (const failure of failures) console.log(failure);
console.log(`\n${line(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs a stage, and prints all that it said in one piece when it has ended. */
async function play(name, stage) {
  console.log(`… ${stage.title} (${name})`);
  const began = performance.now();
  const { counts, output } = await runStage(stage);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`\n━━━ ${stage.title} (${name})\n${output}${stage.title}: ${line(counts)}, ${seconds} s`);
  for (const each of Object.keys(total)) total[each] += counts[each];
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function runStage({ title, script, words = [], needs = [], platform = process.platform }) {
  if (platform !== process.platform) {
    const output = `Skipped: the VS Code server and its Node are for ${platform} only. The stage desktop runs the suite here.\n`;
    return { output, counts: { passed: 0, failed: 0, skipped: 1 } };
  }
  try {
    if (!existsSync(script)) throw new SetUpError(`${script} is missing.`);
    const node = needs.includes('node24') ? installVSCodeServer().node : process.execPath;
    const { code, output } = await keep(node, ['--enable-source-maps', script, ...words], setUp(needs));
    const counts = count(output) ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
    if (code !== 0 && counts.failed === 0) counts.failed = 1; // it broke before or after its tests
    if (counts.failed > 0) failures.push(`\n━━━ Failed: ${title}\n${reasons(output)}`);
    return { output, counts };
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    return { output: `${error.message}\n`, counts: { passed: 0, failed: 1, skipped: 0 } };
  }
}

/** Installs what a stage needs, and hands back the environment in which it is found. */
function setUp(needs) {
  if (needs.includes('vscode')) installVSCodeServer();
  return needs.includes('chromium') ? { ...process.env, CHROMIUM: findChromium() } : process.env;
}

/** Runs a program to its end, and keeps what it says. */
function keep(program, words, env) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Mocha's list of failures, or the last that was said. */
function reasons(output) {
  const failing = output.search(/^ +\d+ failing$/m);
  return failing >= 0 ? output.slice(failing) : output.trimEnd().split('\n').slice(-40).join('\n');
}

/** The counts that a suite printed last: the plain line, or Mocha's. */
function count(output) {
  const plain = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  if (plain) return { passed: Number(plain[1]), failed: Number(plain[2]), skipped: Number(plain[3]) };
  const mocha = (word) => Number([...output.matchAll(new RegExp(`^ +(\\d+) ${word}`, 'gm'))].at(-1)?.[1] ?? Number.NaN);
  if (Number.isNaN(mocha('passing'))) return undefined;
  return { passed: mocha('passing'), failed: mocha('failing') || 0, skipped: mocha('pending') || 0 };
}
