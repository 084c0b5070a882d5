// Bundles the product into dist/: the extension, the engine process, the CLI and the panels.
import { build, context } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** Cells are text, wherever they are imported. */
export const loader = { '.cell': 'text' };

const common = { bundle: true, sourcemap: production ? false : 'linked', minify: production, loader, logLevel: 'warning', legalComments: 'none' };
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };
const panels = readdirSync('webview-ui/panels').map((name) => ({ in: `webview-ui/panels/${name}/${name}.tsx`, out: name }));

const targets = [
  { ...node, entryPoints: ['src/host/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  // webgpu is a native addon; it is loaded from node_modules when a GPU is asked for.
  { ...node, entryPoints: [{ in: 'src/process/node.ts', out: 'engine' }, { in: 'src/cli/cli.ts', out: 'cli' }], outdir: 'dist', external: ['webgpu', 'gl'] },
  { ...common, platform: 'browser', target: 'es2022', format: 'esm', jsx: 'automatic', jsxImportSource: 'preact', entryPoints: panels, outdir: 'dist/panels' },
];

if (import.meta.filename === process.argv[1]) {
  rmSync('dist', { recursive: true, force: true });
  if (watch) for (const target of targets) await (await context(target)).watch();
  else await Promise.all(targets.map((target) => build(target)));
}
