/** Names, in the status bar, the run that answered without being asked for by name; a click asks another. */
import * as vscode from 'vscode';
import type { RunPicker, Taken } from '../commands/pickRun';

export function showAnsweringRun(picker: RunPicker): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('unroll.answering', vscode.StatusBarAlignment.Right, 10);
  item.name = 'Unroll: Answering Run';
  item.command = 'unroll.askAnotherRun';
  const tell = (taken: Taken | undefined) => {
    void vscode.commands.executeCommand('setContext', 'unroll.answered', taken !== undefined);
    if (!taken) return item.hide();
    const { name, experiment } = taken.run;
    item.text = `$(comment-discussion) ${name}`;
    const learned = experiment.files.length > 0 ? `, which was trained on ${experiment.files.join(', ')}` : '';
    item.tooltip = `The run ${name} answered${learned}. Click to ask another.`;
    item.accessibilityInformation = { label: `Unroll: the run ${name} answered. Ask another run`, role: 'button' };
    return item.show();
  };
  return vscode.Disposable.from(item, picker.onDidTake(tell));
}
