/** Experiment files: trained from, and written from a run. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentToWrite } from '../../protocol/engineProtocol';
import type { EngineProcess } from '../engineProcess';
import { isExperimentFile } from '../languages/experiments';
import { StatedError } from '../statedError';
import { trainSweep } from '../workspace/trainSweep';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';

export function experimentCommands({ engine, training, picker, runs, folders, comparisons, log }: CommandTools): Commands {
  return {
    'unroll.trainExperiment': async (clicked) => {
      const uri = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
      if (!uri || !isExperimentFile(uri))
        throw new StatedError('This is no experiment file: open one (*.unroll.json), and train it from there.');
      await vscode.workspace.textDocuments.find((document) => document.isDirty && document.uri.toString() === uri.toString())?.save();
      try {
        return await training.startExperiment(uri);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ManyRunsError') throw error;
      }
      await trainSweep(uri, { engine, runs, folders, comparisons, log });
    },
    'unroll.saveExperiment': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, fits: () => true, question: 'Save the experiment of which run?' });
      await saveExperiment(engine, run.name, vscode.workspace.workspaceFolders?.[0]?.uri, { run: run.folder });
    },
  };
}

/** Asks where, writes it there, and opens it. @param beside the folder that is proposed @throws CancellationError when dismissed */
export async function saveExperiment(
  { api }: EngineProcess,
  name: string,
  beside: vscode.Uri | undefined,
  what: ExperimentToWrite,
): Promise<void> {
  const chosen = await vscode.window.showSaveDialog({
    title: 'Save as Experiment File',
    saveLabel: 'Save',
    ...(beside && { defaultUri: vscode.Uri.joinPath(beside, `${name}.unroll.json`) }),
    filters: { 'Experiments of Unroll': ['json'] },
  });
  if (!chosen) throw new vscode.CancellationError();
  const file = isExperimentFile(chosen) ? chosen : await renamed(chosen);
  const { text, notes } = await api.experimentText(file.fsPath, what);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file), { preview: false });
  if (notes.length > 0) void vscode.window.showInformationMessage(notes.join(' '));
}

/** With the ending by which an experiment is known; over no file, as the dialog asked of another name. */
async function renamed(chosen: vscode.Uri): Promise<vscode.Uri> {
  const file = chosen.with({ path: `${chosen.path.replace(/\.json$/i, '')}.unroll.json` });
  try {
    await vscode.workspace.fs.stat(file);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return file;
    throw error;
  }
  throw new StatedError(`${path.posix.basename(file.path)} is there already. Choose it by its whole name to write over it.`);
}
