/** The user's settings, as the options of an experiment and of a generation. Bounds and defaults are in package.json, which a test holds to the schemas. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { FillOptions, GenerationOptions, TranslationOptions } from '../../engine/results';
import { FILLING, GENERATION, type Range, TRANSLATION } from '../../protocol/answerOptions';
import { TRAINING_SETTINGS } from '../../protocol/trainingSettings';

/** What the user has set for every training, for a text at `near`. What is not set is left to the engine, which knows the task and the text. */
export function trainingSettings(near?: vscode.Uri): ExperimentOptions {
  const settings = vscode.workspace.getConfiguration('unroll', near);
  const all = TRAINING_SETTINGS.map((name) => [name, settings.get<string | number | null>(name)] as const);
  const { cell, ...set }: ExperimentOptions = Object.fromEntries(all.filter(([, value]) => value !== null && value !== 'auto'));
  return cell === undefined ? set : { ...set, cell: cellReference(cell, near) };
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
