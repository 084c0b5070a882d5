// Bundles the tests that run in plain Node and hands them to mocha: node test/unit.mjs [folder or file…]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { loader } from '../esbuild.mjs';
import { softwareAdapter } from './softwareAdapter.mjs';

/** Suites that package, or need a browser or an editor, run only when they are named. */
const ELSEWHERE = ['test/package.test.ts', 'test/vscode', 'test/webview', 'test/bench'];

/** A folder whose name goes on, as test/webview-ui does beside test/webview, is another one. */
const isIn = (name, place) => name === place || name.startsWith(place + path.sep);

const wanted = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('-'))
  .map((word) => path.normalize(word));
const flags = process.argv.slice(2).filter((word) => word.startsWith('-'));
const files = readdirSync('test', { recursive: true })
  .map((name) => path.join('test', name))
  .filter((name) => /\.test\.tsx?$/.test(name) && statSync(name).isFile())
  .filter((name) =>
    wanted.length > 0 ? wanted.some((word) => name.startsWith(word)) : !ELSEWHERE.some((place) => isIn(name, path.normalize(place))),
  );
if (files.length === 0) {
  console.error('no tests there');
  process.exit(2);
}

// An editor runs as on a machine without a GPU.
const inEditor = files.every((name) => name.startsWith(path.join('test', 'vscode')));
const out = path.resolve('.build', 'unit', String(process.pid));
mkdirSync(out, { recursive: true });
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
await build({
  entryPoints: files,
  outdir: out,
  outbase: 'test',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  packages: 'external',
  // The fake has no more of VS Code than the tests reach.
  alias: { vscode: './test/host/fakeVscode.ts' },
  logOverride: { 'import-is-undefined': 'silent' },
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  loader,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', 'node_modules/mocha/bin/mocha.js', '--timeout', '20000', '--forbid-only', ...flags, `${out}/**/*.test.mjs`],
  { stdio: 'inherit', env: { ...process.env, ...(inEditor ? {} : softwareAdapter()) } },
);
process.exitCode = status ?? 1;
