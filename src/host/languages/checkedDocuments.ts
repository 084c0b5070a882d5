/** Documents whose mistakes the engine knows: looked at when they are opened, a moment after they were edited, and when something else may have changed. */
import * as vscode from 'vscode';

const SETTLE_MILLISECONDS = 250;

export interface Checking {
  /** Of the collection of mistakes, in VS Code. */
  readonly name: string;
  applies(document: vscode.TextDocument): boolean;
  check(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]>;
  /** After which all that are open are looked at again. */
  readonly again?: readonly vscode.Event<unknown>[];
}

export function checkDocuments({ name, applies, check, again = [] }: Checking, log: vscode.LogOutputChannel): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection(name);
  const timers = new Map<string, NodeJS.Timeout>();

  const look = async (document: vscode.TextDocument) => {
    const { version } = document;
    try {
      const found = await check(document);
      if (!document.isClosed && document.version === version) problems.set(document.uri, found);
    } catch (error) {
      log.warn(`${document.uri.toString(true)} could not be checked: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const soon = (document: vscode.TextDocument) => {
    if (!applies(document)) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        void look(document);
      }, SETTLE_MILLISECONDS),
    );
  };
  const forget = (document: vscode.TextDocument) => {
    clearTimeout(timers.get(document.uri.toString()));
    timers.delete(document.uri.toString());
    problems.delete(document.uri);
  };
  const all = () => vscode.workspace.textDocuments.forEach(soon);

  all();
  return vscode.Disposable.from(
    problems,
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    ...again.map((happened) => happened(all)),
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
  );
}

/** @param span lines and columns count from 1 */
export function diagnosticAt(
  span: { readonly line: number; readonly column: number; readonly endLine?: number; readonly endColumn: number },
  message: string,
  severity = vscode.DiagnosticSeverity.Error,
): vscode.Diagnostic {
  const { line, column, endLine = line } = span;
  const end = endLine > line ? span.endColumn : Math.max(span.endColumn, column + 1);
  const made = new vscode.Diagnostic(new vscode.Range(line - 1, column - 1, endLine - 1, end - 1), message, severity);
  made.source = 'Unroll';
  return made;
}
