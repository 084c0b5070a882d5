/** The table of rooms catches what it is there to catch: a small project with one import too many in each file. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Report {
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[] };
}

const LAWFUL: Readonly<Record<string, string>> = {
  'tsconfig.base.json': '{}',
  'src/engine/experiment.ts': 'export interface Experiment { seed: number }\nexport const train = 1;\n',
  'src/backends/open.ts': "import { train } from '../engine/experiment';\nexport const open = train;\n",
  'src/backends/platform/node/nodePlatform.ts':
    "import { availableParallelism } from 'node:os';\nimport { open } from '../../open';\nexport const threads = availableParallelism() * open;\n",
  'src/server/node.ts': "export { threads } from '../backends/platform/node/nodePlatform';\n",
  'src/engine/tasks/words.ts': "import { echo } from './echo/words';\nexport const words = { echo };\n",
  'src/engine/tasks/echo/words.ts': 'export const echo = 1;\n',
  'src/protocol/words.ts': "export { words } from '../engine/tasks/words';\n",
  'src/protocol/messages.ts': "import type { Experiment } from '../engine/experiment';\nexport interface Message { of: Experiment }\n",
  'src/host/extension.ts':
    "import * as vscode from 'vscode';\nimport type { Message } from '../protocol/messages';\nexport const send = (m: Message) => vscode.version + m;\n",
  'webview-ui/charts/heatmap.ts': 'export const heatmap = 1;\n',
  'webview-ui/panels/run/run.ts': "import { heatmap } from '../../charts/heatmap';\nexport const run = heatmap;\n",
};

const UNLAWFUL: readonly (readonly [what: string, file: string, text: string, rule: string])[] = [
  ['the engine that reads a file', 'src/engine/disk.ts', "export { readFileSync } from 'node:fs';\n", 'room-engine'],
  ['the engine that asks VS Code', 'src/engine/editor.ts', "export { version } from 'vscode';\n", 'room-engine'],
  ['the engine that knows a backend', 'src/engine/device.ts', "export { open } from '../backends/open';\n", 'room-engine'],
  [
    'a backend that starts threads itself',
    'src/backends/wasm/threads.ts',
    "export { Worker } from 'node:worker_threads';\n",
    'room-backends',
  ],
  ['a type of node in a backend', 'src/backends/wasm/types.ts', "export type { Worker } from 'node:worker_threads';\n", 'types-backends'],
  ['a browser that asks Node', 'src/backends/platform/web/os.ts', "export { availableParallelism } from 'node:os';\n", 'room-backends'],
  [
    'a backend that has chosen its platform',
    'src/backends/wasm/backend.ts',
    "export { threads } from '../platform/node/nodePlatform';\n",
    'room-backends',
  ],
  ['a protocol that runs the engine', 'src/protocol/run.ts', "export { train } from '../engine/experiment';\n", 'room-protocol'],
  ['words that bring the engine along', 'src/engine/tasks/far/words.ts', "export { train } from '../../experiment';\n", 'words-are-data'],
  ['the host that runs the engine', 'src/host/run.ts', "export { train } from '../engine/experiment';\n", 'room-host'],
  ['the host that knows a type of a backend', 'src/host/types.ts', "export type { open } from '../backends/open';\n", 'types-host'],
  [
    'a panel that reaches into the host',
    'webview-ui/panels/run/host.ts',
    "export { send } from '../../../src/host/extension';\n",
    'room-panels',
  ],
  [
    'a chart that knows a message',
    'webview-ui/charts/types.ts',
    "export type { Message } from '../../src/protocol/messages';\n",
    'types-charts',
  ],
  ['a chart that knows a panel', 'webview-ui/charts/panel.ts', "export { run } from '../panels/run/run';\n", 'room-charts'],
  ['two modules in a circle', 'src/cli/a.ts', "import { b } from './b';\nexport const a = (): number => b();\n", 'no-cycle'],
  ['an import that leads nowhere', 'src/server/lost.ts', "export { gone } from '../engine/gone';\n", 'resolvable'],
];

/** Each rule that the project breaks, as "file: rule". */
function broken(files: Readonly<Record<string, string>>): string[] {
  mkdirSync('.build', { recursive: true });
  const folder = mkdtempSync(path.resolve('.build/rooms-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const cruise = path.resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const words = ['--config', path.resolve('.dependency-cruiser.cjs'), '--output-type', 'json', 'src', 'webview-ui'];
    const { stdout, stderr } = spawnSync(process.execPath, [cruise, ...words], { cwd: folder, encoding: 'utf8' });
    assert.ok(stdout, stderr);
    return (JSON.parse(stdout) as Report).summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the table of rooms', () => {
  it('finds nothing in a lawful project', () => assert.deepEqual(broken(LAWFUL), []));

  let found: string[];
  before(() => {
    const others = { 'src/cli/b.ts': "import { a } from './a';\nexport const b = (): number => a();\n" };
    found = broken({ ...LAWFUL, ...others, ...Object.fromEntries(UNLAWFUL.map(([, file, text]) => [file, text])) });
  });
  for (const [what, file, , rule] of UNLAWFUL) it(`catches ${what}`, () => assert.ok(found.includes(`${file}: ${rule}`), found.join('\n')));
});
