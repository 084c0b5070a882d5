/** The page of a panel: a document that its script fills, which may load nothing else. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { contentPolicy } from './contentPolicy';

/** Fills a panel, once somebody listens to it. @param name of its script and its style sheet @param title for a screen reader */
export function showPage(panel: vscode.WebviewPanel, extension: vscode.Uri, name: string, title: string): void {
  const icon = (theme: string) => vscode.Uri.joinPath(extension, 'media', `panel-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  fillPage(panel.webview, extension, name, title);
}

/** The same for an editor, whose tab has the icon of its file. */
export function fillPage(webview: vscode.Webview, extension: vscode.Uri, name: string, title: string): void {
  webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'panels')] };
  webview.html = page(webview, extension, name, title);
}

function page(webview: vscode.Webview, extension: vscode.Uri, name: string, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'panels', file)).toString();
  const policy = contentPolicy(webview.cspSource, nonce);
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${asset(`${name}.css`)}">
  <title>${title}</title>
</head>
<body>
  <div id="app"></div>
  <script type="module" nonce="${nonce}" src="${asset(`${name}.js`)}"></script>
</body>
</html>`;
}
