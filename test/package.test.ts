/** What is in the VSIX: the bundles, the media, one platform's WebGPU, and nothing of the sources. The script itself checks the budget. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { packageExtension } from '../package.mjs';

const host = `${process.platform}-${process.arch}`;

describe('the packaged extension', function () {
  this.timeout(120_000);

  for (const [target, binary] of [
    ['darwin-arm64', 'darwin-universal'],
    ['win32-arm64', 'win32-arm64'],
    [host, host.replace(/^darwin-.*/, 'darwin-universal')],
  ] as const) {
    it(`for ${target} holds the WebGPU binary of ${binary} only`, async () => {
      const vsix = await packageExtension(target);
      const names = entries(readFileSync(vsix));
      if (target !== host) rmSync(vsix);
      assert.deepEqual(
        names.filter((name) => name.endsWith('.node')),
        [`extension/dist/node_modules/webgpu/dist/${binary}/dawn.node`],
      );
      for (const file of [
        'dist/extension.js',
        'dist/engine.js',
        'dist/panels/run.js',
        'media/icon.png',
        'media/samples/hello.txt',
        'readme.md',
        'LICENSE.txt',
      ]) {
        assert.ok(names.includes(`extension/${file}`), `${file} is missing`);
      }
      assert.deepEqual(
        names.filter((name) => /^extension\/(src|test|webview-ui|node_modules|\.)|\.(ts|map)$/.test(name)),
        [],
      );
    });
  }

  it('is refused for a platform without WebGPU, by a message that names the others', async () => {
    await assert.rejects(packageExtension('linux-armhf'), /no WebGPU binary for linux-armhf\. Choose one of: linux-x64/);
  });
});

/** The names in a zip file's central directory. */
function entries(zip: Buffer): string[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const names: string[] = [];
  for (let at = zip.readUInt32LE(end + 16); names.length < zip.readUInt16LE(end + 10); ) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [number, number, number];
    names.push(zip.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}
