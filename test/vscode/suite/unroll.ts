/** The installed extension, as its tests in the extension host reach it: by commands, and by what lies on disk. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import { until } from '../until';

export const ID = 'unroll.unroll';

interface Exports {
  readonly ready: Promise<void>;
  enginePid(): number | undefined;
  notes(document: vscode.TextDocument): readonly string[];
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

/** As a person who takes the first of whatever is asked, until this has happened. */
export async function accepting(what: string, happened: () => boolean | Promise<boolean>): Promise<void> {
  await until(what, async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return happened();
  });
}

/** As a person who dismisses whatever is asked, until the command has ended. */
export async function dismissing<Result>(command: Thenable<Result>): Promise<Result> {
  let ended = false;
  const result = Promise.resolve(command).finally(() => {
    ended = true;
  });
  await until('the command ends', async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return ended;
  });
  return result;
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
