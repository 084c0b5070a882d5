/** Places in files as VS Code shows references: the one that was chosen in an editor, all of them in a peek there. */
import * as vscode from 'vscode';
import type { Place } from '../../protocol/panelProtocol';

/** @param chosen which of the places is opened */
export async function showPlaces(places: readonly Place[], chosen: number): Promise<void> {
  const locations = places.map(
    ({ file, line, column }) => new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, column - 1)),
  );
  const first = locations[chosen];
  if (!first) return;
  const editor = await vscode.window.showTextDocument(first.uri, { selection: first.range, viewColumn: vscode.ViewColumn.One });
  if (locations.length > 1)
    await vscode.commands.executeCommand('editor.action.showReferences', editor.document.uri, first.range.start, locations);
}
