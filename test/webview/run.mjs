// Builds the panel and its tests, and runs them in Chromium: node test/webview/run.mjs [words of test titles]
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import Mocha from 'mocha';
import { loader, targets } from '../../esbuild.mjs';

const here = 'test/webview';
const out = path.resolve('.build', 'webview', String(process.pid));
mkdirSync(out, { recursive: true });
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
mkdirSync('test-results/webview', { recursive: true });
process.env.WEBVIEW_BUILD = out;

const panels = targets().find(({ outdir }) => outdir === 'dist/panels');
await Promise.all([
  build({ ...panels, outdir: out }),
  build({
    ...panels,
    outdir: out,
    format: 'iife',
    entryPoints: {
      runHost: `${here}/fakeHost.ts`,
      compareHost: `${here}/fakeCompareHost.ts`,
      checkpointHost: `${here}/fakeCheckpointHost.ts`,
    },
  }),
  build({
    entryPoints: readdirSync(here)
      .filter((name) => name.endsWith('.test.ts') || name === 'harness.ts')
      .map((name) => path.join(here, name)),
    outdir: path.join(out, 'tests'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    loader,
    sourcemap: 'inline',
    logLevel: 'warning',
  }),
]);
copyFileSync(`${here}/vscodeDefaults.css`, path.join(out, 'vscodeDefaults.css'));

const mocha = new Mocha({ timeout: 30_000, forbidOnly: true, reporter: 'spec' });
const words = process.argv.slice(2).join(' ');
if (words) mocha.grep(words);
for (const name of readdirSync(path.join(out, 'tests'))) if (name.endsWith('.test.mjs')) mocha.addFile(path.join(out, 'tests', name));
await mocha.loadFilesAsync();
const { closeHarness } = await import(pathToFileURL(path.join(out, 'tests', 'harness.mjs')));
const run = mocha.run(async () => {
  await closeHarness();
  const { passes, failures, pending } = run.stats;
  process.exitCode = failures > 0 || passes === 0 ? 1 : 0;
  console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
});
