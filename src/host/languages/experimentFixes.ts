/** The quick fix of a setting that is misspelt: the one that was meant, as the engine's check says it. */
import * as vscode from 'vscode';
import { EXPERIMENT_FILES } from './experiments';

/** As `checkExperiment` says it. */
const MEANT = /Did you mean (\w+)\?$/;

export function fixExperiments(): vscode.Disposable {
  const provideCodeActions: vscode.CodeActionProvider['provideCodeActions'] = (document, _range, { diagnostics }) =>
    diagnostics.flatMap((diagnostic) => {
      const [, meant] = (diagnostic.source === 'Unroll' && MEANT.exec(diagnostic.message)) || [];
      if (meant === undefined) return [];
      const fix = new vscode.CodeAction(`Change to ${meant}`, vscode.CodeActionKind.QuickFix);
      fix.edit = new vscode.WorkspaceEdit();
      fix.edit.replace(document.uri, diagnostic.range, JSON.stringify(meant));
      fix.diagnostics = [diagnostic];
      fix.isPreferred = true;
      return [fix];
    });
  return vscode.languages.registerCodeActionsProvider(
    EXPERIMENT_FILES,
    { provideCodeActions },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
