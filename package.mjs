// Makes the VSIX for one platform: npm run package -- [--target linux-x64]
// The bundles, the media and that platform's WebGPU binary go into it, nothing else; more than the budget is an error.
import { cpSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { bundle } from './esbuild.mjs';

/** The folder of Dawn's binary in the `webgpu` package, for each platform that it is built for. */
const DAWN = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-universal',
  'darwin-arm64': 'darwin-universal',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
};

/** MB, of which Dawn takes 6 to 7; on Windows 14 to 16, where its shader compiler comes along. */
const BUDGET = { linux: 9, darwin: 8, win32: 18 };

/** Builds the VSIX and resolves to its path. @throws if it is over the budget */
export async function packageExtension(target = `${process.platform}-${process.arch}`) {
  if (!(target in DAWN)) throw new Error(`There is no WebGPU binary for ${target}. Choose one of: ${Object.keys(DAWN).join(', ')}.`);
  const vsix = path.resolve(`unroll-${target}.vsix`);
  rmSync(vsix, { force: true });
  await bundle(true);
  const from = path.resolve('node_modules/webgpu');
  const to = path.resolve('dist/node_modules/webgpu');
  for (const part of ['package.json', 'index.js', 'LICENSE.md', `dist/${DAWN[target]}`])
    cpSync(path.join(from, part), path.join(to, part), { recursive: true });

  await createVSIX({ target, packagePath: vsix, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
  rmSync('dist/node_modules', { recursive: true });

  const size = statSync(vsix).size / 1e6;
  const budget = BUDGET[target.split('-')[0]];
  console.log(`${path.basename(vsix)}: ${size.toFixed(1)} MB of ${budget} MB allowed`);
  if (size > budget) throw new Error(`${path.basename(vsix)} is ${size.toFixed(1)} MB; its budget is ${budget} MB.`);
  return vsix;
}

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  await packageExtension(values.target);
}
