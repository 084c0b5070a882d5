/** The user's settings, as the options of an experiment and of a generation. Bounds and defaults are in package.json. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { FillOptions, GenerationOptions, TranslationOptions } from '../../engine/results';
import { type Task, USUAL_TASK } from '../../protocol/taskWords';

/**
 * What a training starts with when nothing is asked, for a text at `near`. The defaults in package.json are those of a
 * language model: for another task only what the user has set counts, beside the time that a training may take.
 */
export function trainingSettings(near?: vscode.Uri, task: Task = USUAL_TASK): ExperimentOptions {
  const settings = vscode.workspace.getConfiguration('unroll', near);
  const all = allSettings(settings, near);
  if (task === USUAL_TASK) return all;
  const chosen = Object.entries(all).filter(([name]) => name === 'minutes' || isSet(settings, name));
  return Object.fromEntries(chosen);
}

function isSet(settings: vscode.WorkspaceConfiguration, name: string): boolean {
  const { globalValue, workspaceValue, workspaceFolderValue } = settings.inspect(name) ?? {};
  return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
}

function allSettings(settings: vscode.WorkspaceConfiguration, near?: vscode.Uri): ExperimentOptions {
  return {
    cell: cellReference(settings.get<string>('cell', 'gru'), near),
    hidden: settings.get<number>('hidden'),
    layers: settings.get<number>('layers'),
    window: settings.get<number>('window'),
    batch: settings.get<number>('batch'),
    learningRate: settings.get<number>('learningRate'),
    schedule: settings.get<ExperimentOptions['schedule']>('schedule'),
    dropout: settings.get<number>('dropout'),
    minutes: settings.get<number>('minutes'),
    epochs: settings.get<number>('epochs'),
    device: settings.get<ExperimentOptions['device']>('device'),
  };
}

export type GenerationSettings = Omit<GenerationOptions, 'prompt' | 'label'>;

export function generationSettings(): GenerationSettings {
  const settings = vscode.workspace.getConfiguration('unroll.generation');
  return {
    length: settings.get<number>('length', 300),
    temperature: settings.get<number>('temperature', 0.7),
    topK: settings.get<number>('topK', 0),
    topP: settings.get<number>('topP', 1),
    count: settings.get<number>('count', 3),
    seed: settings.get<number>('seed', 1),
  };
}

export function translationSettings(): TranslationOptions {
  const settings = vscode.workspace.getConfiguration('unroll.translation');
  return { beam: settings.get<number>('beam', 4), lengthPenalty: settings.get<number>('lengthPenalty', 0.6) };
}

export function fillSettings(): FillOptions {
  const settings = vscode.workspace.getConfiguration('unroll.fill');
  const longest = settings.get<number>('longest', 8);
  return { shortest: 1, longest, count: settings.get<number>('count', 8) };
}

/** The engine takes the name of a built-in cell or an absolute path. */
function cellReference(cell: string, near?: vscode.Uri): string {
  if (!cell.endsWith('.cell') || path.isAbsolute(cell)) return cell;
  const folder = (near && vscode.workspace.getWorkspaceFolder(near)) ?? vscode.workspace.workspaceFolders?.[0];
  return folder ? path.join(folder.uri.fsPath, cell) : cell;
}
