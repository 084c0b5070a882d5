/** The scenes of the Mocha suite in the extension host: in each, one kind of window is open and its tests run. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { taskFiles, verse } from './taskFiles';
import { Workspace } from './workspace';

export const SCENES = {
  folder: () => new Workspace({ 'verse.txt': verse, ...taskFiles }),
  noFolder: () => undefined,
  readOnly: () => new Workspace({ '.unroll': 'A file, where a folder is wanted.' }),
} satisfies Record<string, () => Workspace | undefined>;

export type Scene = keyof typeof SCENES;

const OUT = path.resolve('.build/vscode');

/** What an editor is given to run: `tests` is the module with `run()`, `outcome` what it writes last, `host` an extension to hold it. */
export interface Suite {
  readonly tests: string;
  readonly outcome: string;
  readonly host: string;
}

export async function bundleSuite(scene: Scene): Promise<Suite> {
  const folder = path.join(OUT, scene);
  const host = path.join(OUT, 'host');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(host, { recursive: true });
  writeFileSync(
    path.join(host, 'package.json'),
    '{ "name": "tests", "publisher": "unroll", "version": "0.0.0", "engines": { "vscode": "*" } }\n',
  );
  const source = `test/vscode/suite/${scene}`;
  const files = readdirSync(source).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: ['test/vscode/suite/run.ts', ...files.map((name) => path.join(source, name))].map((file) => ({
      in: file,
      out: path.basename(file, '.ts'),
    })),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return { tests: path.join(folder, 'run.js'), outcome: path.join(folder, 'outcome.txt'), host };
}

/** The line that sums up a suite that came to its end. */
export const ENDED = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m;

/** Adds up outcomes; one without an end is a failure. */
export function total(outcomes: readonly string[]): { readonly line: string; readonly failed: number } {
  const counts = outcomes.map((text) => ENDED.exec(text)?.slice(1).map(Number) ?? [0, 1, 0]);
  const [passed, failed, skipped] = [0, 1, 2].map((index) => counts.reduce((all, each) => all + (each[index] ?? 0), 0));
  return { line: `${passed} passed, ${failed} failed, ${skipped} skipped`, failed: failed ?? 0 };
}
