/** An entry of the product, bundled as for release but into a place of the test's own. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { alias, loader } from '../../esbuild.mjs';

export function builtEntry(source: string): () => string {
  const outdir = path.resolve('.build', `entry-${process.pid}-${path.parse(source).name}`);
  before(async function () {
    this.timeout(60_000);
    await buildEntry(source, outdir);
  });
  after(() => rmSync(outdir, { recursive: true, force: true }));
  return () => path.join(outdir, `${path.parse(source).name}.js`);
}

/** The path of the bundle. */
export async function buildEntry(source: string, outdir: string): Promise<string> {
  await build({
    entryPoints: [source],
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    loader,
    alias,
    external: ['webgpu', 'gl'],
    logLevel: 'warning',
  });
  return path.join(outdir, `${path.parse(source).name}.js`);
}
