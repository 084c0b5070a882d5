// Bundles a TypeScript program of the tests and runs it: node test/runTypeScript.mjs FILE [word…]
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { loader } from '../esbuild.mjs';

export async function runTypeScript(file) {
  const outfile = path.resolve('.build', 'programs', `${path.basename(file, '.ts')}-${process.pid}.mjs`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  process.on('exit', () => rmSync(outfile, { force: true }));
  const node = { platform: 'node', format: 'esm', target: 'node20', packages: 'external' };
  await build({ ...node, entryPoints: [file], outfile, bundle: true, sourcemap: 'inline', loader, logLevel: 'warning' });
  return import(pathToFileURL(outfile).href);
}

if (import.meta.filename === process.argv[1]) await runTypeScript(process.argv[2]);
