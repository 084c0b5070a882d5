/** Programs of the project for the bench, bundled beside its results: dist stays as it is. */
import path from 'node:path';
import { build } from 'esbuild';

export const FOLDER = path.resolve('.build/bench');

export async function bundle(entry: string): Promise<string> {
  const outfile = path.join(FOLDER, `${path.basename(entry, '.ts')}.mjs`);
  const node = { platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const;
  await build({ ...node, entryPoints: [entry], outfile, bundle: true, loader: { '.cell': 'text', '.py': 'text' }, logLevel: 'warning' });
  return outfile;
}
