/** The installed extension, as its tests in the extension host reach it: by commands, and by what lies on disk. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../../src/protocol/engineProtocol';

export const ID = 'unroll.unroll';

interface Exports {
  readonly ready: Promise<void>;
  enginePid(): number | undefined;
}

export async function activate(): Promise<Exports> {
  const extension = vscode.extensions.getExtension<Exports>(ID);
  assert.ok(extension, `${ID} is not installed`);
  const exports = await extension.activate();
  await exports.ready;
  return exports;
}

/** Resolves to the run when training has ended; to undefined where it was refused with a message. */
export async function train(file: vscode.Uri | undefined): Promise<RunSummary | undefined> {
  return vscode.commands.executeCommand<RunSummary | undefined>('unroll.train', file);
}

export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

export function inWorkspace(...parts: string[]): vscode.Uri {
  return vscode.Uri.file(path.join(workspaceFolder(), ...parts));
}

/** The names of the runs kept in the workspace. */
export function runNames(): string[] {
  const folder = inWorkspace('.unroll', 'runs').fsPath;
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** The panels of runs that are open. */
export function panels(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('unroll.run'));
}
