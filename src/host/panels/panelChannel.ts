/** Typed calls between the host and a panel. postMessage carries JSON and typed arrays, so errors are sent as plain facts. */
import { createBirpc } from 'birpc';
import type * as vscode from 'vscode';
import type { PanelApi, PanelHostApi } from '../../protocol/panelProtocol';

interface Message {
  /** birpc's field for the error of a call. */
  readonly e?: unknown;
}

export function connectPanel(webview: vscode.Webview, host: PanelHostApi): PanelApi & vscode.Disposable {
  let listening: vscode.Disposable | undefined;
  const rpc = createBirpc<PanelApi, PanelHostApi>(host, {
    post: (message) => webview.postMessage(message),
    on: (listener) => { listening = webview.onDidReceiveMessage(listener); },
    serialize: (message: Message) => (message.e instanceof Error ? { ...message, e: { name: message.e.name, message: message.e.message } } : message),
    eventNames: ['progress', 'summary', 'show', 'cursor'],
    timeout: -1,
  });
  return {
    progress: (events) => void rpc.progress(events),
    summary: (summary) => void rpc.summary(summary),
    show: (tab, text) => void rpc.show(tab, text),
    cursor: (index) => void rpc.cursor(index),
    dispose: () => {
      listening?.dispose();
      rpc.$close();
    },
  };
}
