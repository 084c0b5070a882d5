import assert from 'node:assert/strict';
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

  it('declares the settings with their defaults', () => {
    assert.equal(vscode.workspace.getConfiguration('unroll').get('cell'), 'lstm');
  });
});
