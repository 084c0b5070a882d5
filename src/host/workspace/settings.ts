/** The user's settings, as the options of an experiment and of a generation. Bounds and defaults are in package.json. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { FillOptions, GenerationOptions, TranslationOptions } from '../../engine/results';
import { FILLING, GENERATION, type Range, TRANSLATION } from '../../protocol/answerOptions';
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

export const generationSettings = (): GenerationSettings => numbers('unroll.generation', GENERATION);

export const translationSettings = (): TranslationOptions => numbers('unroll.translation', TRANSLATION);

export const fillSettings = (): FillOptions => numbers('unroll.fill', FILLING);

/** A settings file can hold anything: what is no number within its bounds counts as not set. */
function numbers<Name extends string>(section: string, ranges: Readonly<Record<Name, Range>>): Record<Name, number> {
  const settings = vscode.workspace.getConfiguration(section);
  const read = Object.entries<Range>(ranges).map(([name, { least, most, whole, initial }]) => {
    const value = settings.get<unknown>(name);
    const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
    return [name, fits ? value : initial];
  });
  return Object.fromEntries(read) as Record<Name, number>;
}

/** The engine takes the name of a built-in cell or an absolute path. */
function cellReference(cell: string, near?: vscode.Uri): string {
  if (!cell.endsWith('.cell') || path.isAbsolute(cell)) return cell;
  const folder = (near && vscode.workspace.getWorkspaceFolder(near)) ?? vscode.workspace.workspaceFolders?.[0];
  return folder ? path.join(folder.uri.fsPath, cell) : cell;
}
