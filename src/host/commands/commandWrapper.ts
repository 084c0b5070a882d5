/** Registers commands. The one place in the host where an error meets the user: a message with ways out, never a stack. */
import * as vscode from 'vscode';
import { unlinked } from '../../protocol/aboutRun';
import { wasCancelled } from '../../protocol/asking';
import { type Action, SHOW_LOG, StatedError } from '../statedError';
import type { Commands } from './commands';

export function registerCommands(commands: Commands, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, handler]) =>
      vscode.commands.registerCommand(id, (...given: readonly unknown[]) => attempt(id, log, async () => handler(...given))),
    ),
  );
}

/** Does what the user asked for by a command, or without one; a failure is shown. @param id of the command, for the log */
export async function attempt(id: string, log: vscode.LogOutputChannel, action: () => Promise<unknown>): Promise<unknown> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof vscode.CancellationError || wasCancelled(error))) void showError(error, id, log);
    return undefined;
  }
}

async function showError(error: unknown, id: string, log: vscode.LogOutputChannel): Promise<void> {
  const { message, actions } = explain(error);
  const unforeseen = error instanceof Error && actions.includes(SHOW_LOG) && !(error instanceof StatedError);
  log.error(`${id}: ${unforeseen ? error.stack : message}`);
  const chosen = await vscode.window.showErrorMessage(unlinked(message), ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === chosen);
  if (action) await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
}

const DEVICES: Action = { title: 'Show Devices', command: 'unroll.showDevices' };
const SETTINGS: Action = { title: 'Open Settings', command: 'workbench.action.openSettings', arguments: ['unroll.'] };
const EQUATIONS: Action = { title: 'Show Built-in Cells', command: 'unroll.openCell' };

/** The engine's stated errors, by name, with what helps beside the message. */
const WAYS_OUT: Readonly<Record<string, readonly Action[]>> = {
  BackendLostError: [DEVICES, SHOW_LOG],
  BackendUnavailableError: [DEVICES],
  CellSyntaxError: [EQUATIONS],
  ChangedTextError: [],
  CheckpointError: [],
  DataError: [],
  ExperimentError: [SETTINGS],
  ExperimentFileError: [],
  GapError: [],
  IncomparableError: [],
  LabelError: [],
  LockLostError: [],
  ManyRunsError: [],
  MovedTextError: [],
  OutsideFileError: [],
  RunFolderError: [],
  ShapeError: [],
  StorageError: [],
  TaskError: [],
  TextFileError: [],
  UnknownRowsError: [],
  SentenceError: [],
};

function explain(error: unknown): { readonly message: string; readonly actions: readonly Action[] } {
  if (error instanceof StatedError) return error;
  if (!(error instanceof Error)) return { message: String(error), actions: [SHOW_LOG] };
  const actions = WAYS_OUT[error.name];
  return actions ? { message: error.message, actions } : { message: `Unroll could not do this: ${error.message}`, actions: [SHOW_LOG] };
}
