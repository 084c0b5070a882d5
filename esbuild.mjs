// Bundles the product into dist/: the extension, the engine process, the CLI and the panels.
import { rmSync } from 'node:fs';
import { build, context } from 'esbuild';

/**
 * Cells and parts of Python programs are text, wherever they are imported.
 * @type {Record<string, import('esbuild').Loader>}
 */
export const loader = { '.cell': 'text', '.py': 'text' };

/** Its main file is UMD, whose parts a bundler does not find. */
export const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };

/** What is built, for esbuild. A production build is small, without source maps. */
export function targets(production = false) {
  const common = {
    bundle: true,
    sourcemap: production ? false : 'linked',
    minify: production,
    loader,
    logLevel: 'warning',
    legalComments: 'none',
    alias,
  };
  const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };
  const programs = [
    { in: 'src/server/node.ts', out: 'engine' },
    { in: 'src/cli/cli.ts', out: 'cli' },
  ];
  /** The pages: `out` names the script and the style sheet that the host puts into its document. */
  const panels = ['run', 'compare', 'checkpoint'].map((name) => ({ in: `webview-ui/panels/${name}/${name}.tsx`, out: name }));
  const preact = { jsx: 'automatic', jsxImportSource: 'preact' };
  return [
    { ...node, entryPoints: ['src/host/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
    // webgpu is a native addon, loaded from node_modules when a GPU is asked for; gpu.js tries `gl` and does without.
    { ...node, entryPoints: programs, outdir: 'dist', external: ['webgpu', 'gl'] },
    { ...common, ...preact, platform: 'browser', target: 'es2022', format: 'esm', entryPoints: panels, outdir: 'dist/panels' },
  ];
}

export async function bundle(production = false) {
  rmSync('dist', { recursive: true, force: true });
  await Promise.all(targets(production).map((target) => build(target)));
}

if (import.meta.filename === process.argv[1]) {
  await bundle(process.argv.includes('--production'));
  if (process.argv.includes('--watch')) for (const target of targets()) await (await context(target)).watch();
}
