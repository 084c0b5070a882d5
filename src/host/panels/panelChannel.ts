/**
 * Typed calls between the host and a panel. postMessage carries JSON and typed arrays: errors are sent as plain facts,
 * and an argument that is undefined is left out, which would arrive as null.
 */
import { createBirpc } from 'birpc';
import type * as vscode from 'vscode';
import type { PanelApi, PanelHostApi } from '../../protocol/panelProtocol';

export function connectPanel(webview: vscode.Webview, host: PanelHostApi): PanelApi & vscode.Disposable {
  let listening: vscode.Disposable | undefined;
  const rpc = createBirpc<PanelApi, PanelHostApi>(host, {
    post: (message) => webview.postMessage(message),
    on: (listener) => {
      listening = webview.onDidReceiveMessage(listener);
    },
    serialize: plain,
    eventNames: ['progress', 'summary', 'show', 'evaluated', 'cursor'],
    timeout: -1,
  });
  return {
    progress: (events) => void rpc.progress(events),
    summary: (summary) => void rpc.summary(summary),
    show: (tab, asked) => void rpc.show(tab, asked),
    evaluated: (evaluation) => void rpc.evaluated(evaluation),
    cursor: (passage, index) => void rpc.cursor(passage, index),
    dispose: () => {
      listening?.dispose();
      rpc.$close();
    },
  };
}

/** birpc's fields for the arguments of a call and for its error. */
interface Message {
  readonly a?: readonly unknown[];
  readonly e?: unknown;
}

function plain(message: Message): Message {
  if (message.e instanceof Error) return { ...message, e: { name: message.e.name, message: message.e.message } };
  return message.a?.at(-1) === undefined && message.a ? { ...message, a: message.a.slice(0, -1) } : message;
}
