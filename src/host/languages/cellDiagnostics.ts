/** Mistakes in open .cell files, in Problems and under the equations, as the engine's compiler sees them. */
import * as vscode from 'vscode';
import type { CellProblem } from '../../protocol/engineProtocol';
import type { EngineProcess } from '../engineProcess';

const SETTLE_MILLISECONDS = 250;

export function checkCells(engine: EngineProcess, log: vscode.LogOutputChannel): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('unroll-cell');
  const timers = new Map<string, NodeJS.Timeout>();

  const check = async (document: vscode.TextDocument) => {
    const { version } = document;
    try {
      const found = await engine.api.checkCell(document.getText());
      if (!document.isClosed && document.version === version) problems.set(document.uri, found.map(diagnostic));
    } catch (error) {
      log.warn(`${document.uri.toString(true)} could not be checked: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const soon = (document: vscode.TextDocument) => {
    if (document.languageId !== 'unroll-cell') return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        void check(document);
      }, SETTLE_MILLISECONDS),
    );
  };
  const forget = (document: vscode.TextDocument) => {
    clearTimeout(timers.get(document.uri.toString()));
    timers.delete(document.uri.toString());
    problems.delete(document.uri);
  };

  vscode.workspace.textDocuments.forEach(soon);
  return vscode.Disposable.from(
    problems,
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
  );
}

function diagnostic({ line, column, endColumn, message }: CellProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, line - 1, Math.max(endColumn, column + 1) - 1);
  const made = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  made.source = 'Unroll';
  return made;
}
