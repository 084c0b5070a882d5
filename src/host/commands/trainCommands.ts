/** Train, at once or with questions, and train with the cell of an open file. Each resolves to the run when it has ended. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isExperimentFile } from '../languages/experiments';
import { StatedError } from '../statedError';
import { trainingSettings } from '../workspace/settings';
import { resourcesOf, trainingSource } from '../workspace/trainingSource';
import { askOptions } from './askOptions';
import type { Commands, CommandTools } from './commands';
import { saveExperiment } from './experimentCommands';
import { pickEncoding } from './pickEncoding';
import { pickTask } from './pickTask';
import { pickText } from './pickText';

export function trainCommands({ training, engine, lastEditor }: CommandTools): Commands {
  return {
    'unroll.train': async (clicked, selected) => {
      const file = resourcesOf(clicked, selected)[0] ?? vscode.window.activeTextEditor?.document.uri;
      if (file && isExperimentFile(file)) return vscode.commands.executeCommand('unroll.trainExperiment', file);
      const source = await trainingSource(clicked, selected, lastEditor);
      const { options } = await pickTask(engine, source, false);
      return training.start(source, { ...trainingSettings(source.near), ...options });
    },
    'unroll.trainForTask': async (clicked, selected) => {
      const source = await trainingSource(clicked, selected, lastEditor);
      const { options } = await pickTask(engine, source, true);
      return training.start(source, { ...trainingSettings(source.near), ...options });
    },
    'unroll.trainWithOptions': async (clicked, selected) => {
      const source = await trainingSource(clicked, selected, lastEditor);
      const { options: task, columns } = await pickTask(engine, source, false);
      const settings = { ...trainingSettings(source.near), ...task };
      const onDisk = source.text === undefined && source.files.length > 0;
      const { options, save } = await askOptions(source.name, settings, await engine.api.cells(), { columns, onDisk });
      if (!save) return training.start(source, options);
      const folder = source.near && vscode.Uri.joinPath(source.near, '..');
      return saveExperiment(engine, path.parse(source.name).name, folder, { options, files: source.files });
    },
    'unroll.trainCell': async (clicked) => {
      const document = clicked instanceof vscode.Uri ? await vscode.workspace.openTextDocument(clicked) : lastEditor.get().document;
      if (document.languageId !== 'unroll-cell')
        throw new StatedError('This is no .cell file: open one, or choose Train Char-RNN to train on the text.');
      const source = await trainingSource(await pickText('Train with This Cell'), undefined, lastEditor);
      const name = path.posix.basename(document.uri.path);
      const { cell, ...options } = trainingSettings(source.near);
      const encoded = await pickEncoding(engine, source);
      return training.start(source, { ...options, ...encoded, cell: name.replace(/\.cell$/, '') || cell, cellSource: document.getText() });
    },
  };
}
