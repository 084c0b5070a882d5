import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { activate, ID } from '../unroll';

describe('the packaged extension', () => {
  it('activates, and is ready', async () => {
    await activate();
    assert.equal(vscode.extensions.getExtension(ID)?.isActive, true);
  });

  it('registers every command that it declares', async () => {
    const declared: { command: string }[] = vscode.extensions.getExtension(ID)?.packageJSON.contributes.commands;
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !registered.includes(command)),
      [],
    );
  });

  it('brings a WebGPU that this editor’s Node can load', () => {
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension);
    const webgpu = pathToFileURL(path.join(extension.extensionPath, 'dist/node_modules/webgpu/index.js')).href;
    const script = `import(${JSON.stringify(webgpu)}).then(({ create }) => console.log(typeof create([]).requestAdapter))`;
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    assert.equal(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }).trim(), 'function');
  });

  it('declares the settings with their defaults', () => {
    const settings = vscode.workspace.getConfiguration('unroll');
    assert.deepEqual([settings.get('cell'), settings.get('hidden'), settings.get('generation.length')], ['auto', null, 300]);
  });
});
