/** The programs that the bench runs: Node 24, a Python with PyTorch, our engine bundled, the JavaScript peers installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle';
import type { Places } from './peers';

/** Pinned: figures of other days are to be compared. */
const PACKAGES = {
  '@tensorflow/tfjs-core': '4.22.0',
  '@tensorflow/tfjs-layers': '4.22.0',
  '@tensorflow/tfjs-backend-cpu': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  'brain.js': '1.6.1',
};

/** Node 24 is what VS Code's server runs the extension in, and has relaxed SIMD; it lies beside that server once the tests have run. */
export function findNode(): string {
  const found = path.resolve(`.vscode-e2e/node_modules/node-linux-${process.arch}/bin/node`);
  return existsSync(found) ? found : process.execPath;
}

export async function findPlaces(python: string | undefined, tell: (text: string) => void): Promise<Places> {
  return {
    node: findNode(),
    python: python ?? findPython(),
    engine: await bundle('test/bench/engine/engineProcess.ts'),
    packages: installPeers(tell),
  };
}

/** Debian's own comes with Debian's PyTorch. */
function findPython(): string {
  const candidates = ['/usr/bin/python3', 'python3'];
  return candidates.find((each) => spawnSync(each, ['-c', 'import torch, numpy'], { stdio: 'ignore' }).status === 0) ?? 'python3';
}

/** Outside the project's own node_modules: who does not measure does not install them. Where that fails, the peers are named as absent. */
function installPeers(tell: (text: string) => void): string {
  const folder = path.resolve('.build/bench-peers');
  mkdirSync(folder, { recursive: true });
  const versionOf = (name: string) => {
    const file = path.join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined;
  };
  if (Object.entries(PACKAGES).every(([name, version]) => versionOf(name) === version)) return folder;
  tell('Installing TensorFlow.js and brain.js into .build/bench-peers (about 100 MB, once) …');
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, name: 'bench-peers', version: '0.0.0', dependencies: PACKAGES }),
  );
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  if (status !== 0) tell('npm could not install them: they are left out.');
  return folder;
}
