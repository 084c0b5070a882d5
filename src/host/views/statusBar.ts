/** What trains now, in the status bar; a click opens its panel, or the list where several train. */
import * as vscode from 'vscode';
import { calledBy } from '../../protocol/taskWords';
import type { Runs } from '../workspace/runs';
import { magnitude, overfittingText, standingText, trainingText } from './trainingText';

export function showTrainingInStatusBar(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('unroll.training', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Unroll: Training';
  const draw = () => {
    const [first, ...others] = runs.training;
    if (!first) return item.hide();
    const { latest, device, parameters } = first;
    const figures = latest ? trainingText(first) : 'getting ready…';
    item.text =
      others.length > 0 ? `$(sync~spin) ${others.length + 1} runs training` : `$(sync~spin) ${calledBy(first.experiment)} · ${figures}`;
    item.tooltip = tooltip(
      first.name,
      latest && standingText(first),
      overfittingText(first),
      device,
      parameters === undefined ? undefined : `${magnitude(parameters)} parameters`,
    );
    item.accessibilityInformation = { label: `Unroll is training ${first.name}: ${figures}` };
    item.command = others.length > 0 ? 'unroll.runs.focus' : { command: 'unroll.revealRun', title: 'Show Run', arguments: [first.folder] };
    item.show();
  };
  draw();
  return vscode.Disposable.from(item, runs.onDidChange(draw));
}

function tooltip(name: string, ...lines: readonly (string | undefined)[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.appendMarkdown('**').appendText(name).appendMarkdown('**\n\n');
  markdown.appendText(lines.filter(Boolean).join('\n'));
  return markdown;
}
