/** Mistakes in open .cell files, in Problems and under the equations, as the engine's compiler sees them. */
import type * as vscode from 'vscode';
import type { EngineProcess } from '../engineProcess';
import { checkDocuments, diagnosticAt } from './checkedDocuments';

export function checkCells(engine: EngineProcess, log: vscode.LogOutputChannel): vscode.Disposable {
  return checkDocuments(
    {
      name: 'unroll-cell',
      applies: ({ languageId }) => languageId === 'unroll-cell',
      check: async (document) => (await engine.api.checkCell(document.getText())).map((problem) => diagnosticAt(problem, problem.message)),
    },
    log,
  );
}
