// The one line to the extension host: birpc over the webview's postMessage, and the small store VS Code keeps for a hidden panel.
import { type BirpcReturn, createBirpc } from 'birpc';
import type { PanelApi, PanelHostApi } from '../../../src/protocol/panelProtocol';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();

export const savedState = (): unknown => vscode.getState();
export const saveState = (state: unknown): void => vscode.setState(state);

type Host = BirpcReturn<PanelHostApi, PanelApi>;

/** Connected before anything is drawn. */
export let host: Host;

/** Generating and tracing take as long as they take: no timeout. */
export function connect(panel: PanelApi): void {
  host = createBirpc<PanelHostApi, PanelApi>(panel, {
    post: (message) => vscode.postMessage(message),
    on: (receive) => window.addEventListener('message', (event) => receive(event.data)),
    timeout: -1,
  });
}
