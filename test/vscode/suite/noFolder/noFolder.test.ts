import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { activate, train } from '../unroll';

describe('a window without a folder', () => {
  it('trains an untitled document, and keeps the run in the extension’s own storage', async () => {
    await activate();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'hello '.repeat(20) }));
    const run = await train(undefined);
    assert.equal(run?.status, 'done');
    assert.match(run.folder, /globalStorage/);
    assert.ok(existsSync(path.join(run.folder, 'last.safetensors')));
  });
});
