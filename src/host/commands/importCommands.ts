/** Import Weights: a model from PyTorch, one that was exported to it and trained further or any other, becomes a run. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { ImportedRun, ImportRequest, InitialWeights } from '../../protocol/engineProtocol';
import { TASKS, taskWords } from '../../protocol/taskWords';
import type { EngineProcess } from '../engineProcess';
import type { Commands, CommandTools } from './commands';

export function importCommands({ engine, folders, runs, panels }: CommandTools): Commands {
  return {
    'unroll.importWeights': async (given) => {
      const weights = given instanceof vscode.Uri ? given : await askForFile('Import weights', 'Import', { Weights: ['safetensors'] });
      const { folder, note } = await folders.reserve(nameOf(weights.fsPath), '', weights);
      const imported = await importFrom(engine, folder, { weights: weights.fsPath });
      await runs.refresh();
      panels.open(folder);
      for (const said of [...imported.notes, ...(note ? [note] : [])]) void vscode.window.showInformationMessage(said);
    },
  };
}

/** Weights that do not say what they are: what their rows stand for is in a file, and what they were trained for the user knows. */
async function importFrom(engine: EngineProcess, folder: string, files: InitialWeights): Promise<ImportedRun> {
  try {
    return await imported(engine, { folder, ...files });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnknownRowsError') throw error;
    const detail = `${path.basename(files.weights)} does not say what its rows stand for. Choose a JSON file that does: a list of the symbols in the order of the rows, or an object with the row of each symbol.`;
    const answer = await vscode.window.showInformationMessage('Which vocabulary?', { modal: true, detail }, 'Choose File…');
    if (answer === undefined) throw new vscode.CancellationError();
    const vocabulary = await askForFile('The vocabulary of these weights', 'Use', { Vocabularies: ['json'] });
    return await imported(engine, { folder, ...files, vocabulary: vocabulary.fsPath, options: await askForTask() });
  }
}

/** Weights of gigabytes take a while to be read and written. */
async function imported({ api }: EngineProcess, request: ImportRequest): Promise<ImportedRun> {
  const title = `Importing ${path.basename(request.weights)}`;
  return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => api.importRun(request));
}

async function askForTask(): Promise<ExperimentOptions> {
  const items = TASKS.map((task) => ({ label: taskWords({ task }).model, description: `tells ${taskWords({ task }).tells}`, task }));
  const picked = await vscode.window.showQuickPick(items, { title: 'What were these weights trained for?', placeHolder: 'A task' });
  if (!picked) throw new vscode.CancellationError();
  return { task: picked.task };
}

async function askForFile(title: string, openLabel: string, filters: Readonly<Record<string, string[]>>): Promise<vscode.Uri> {
  const [chosen] = (await vscode.window.showOpenDialog({ title, openLabel, filters: { ...filters } })) ?? [];
  if (!chosen) throw new vscode.CancellationError();
  return chosen;
}

/** An exported folder says more than the name that all exported weights have. */
function nameOf(weights: string): string {
  const { name, dir } = path.parse(weights);
  return name === 'model' ? path.basename(dir) : name;
}
