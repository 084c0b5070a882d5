/** Typed calls between the host and a panel. A panel draws what strangers wrote, so what it calls is checked before it is done. */
import { createBirpc } from 'birpc';
import type * as vscode from 'vscode';
import { PANEL_CALLS, type PanelApi, type PanelHostApi } from '../../protocol/panelProtocol';
import { QuestionError } from '../../protocol/queries';
import { overJson } from '../../protocol/wire';

export function connectPanel(
  webview: Pick<vscode.Webview, 'postMessage' | 'onDidReceiveMessage'>,
  host: PanelHostApi,
): PanelApi & vscode.Disposable {
  let listening: vscode.Disposable | undefined;
  let closed = false;
  const rpc = createBirpc<PanelApi, PanelHostApi>(checked(host), {
    // What was still being done for a panel when it was closed is nobody's any more.
    post: (message) => closed || webview.postMessage(message),
    on: (listener) => {
      listening = webview.onDidReceiveMessage((message) => typeof message === 'object' && message !== null && listener(message));
    },
    eventNames: ['progress', 'summary', 'show', 'cursor', 'answerProgress'],
    ...overJson,
  });
  return {
    progress: (events) => void rpc.progress(events),
    summary: (summary) => void rpc.summary(summary),
    show: (tab, asked) => void rpc.show(tab, asked),
    cursor: (passage, index) => void rpc.cursor(passage, index),
    answerProgress: (id, fraction) => void rpc.answerProgress(id, fraction),
    answerBlock: (id, block) => rpc.answerBlock(id, block),
    dispose: () => {
      closed = true;
      listening?.dispose();
      rpc.$close();
    },
  };
}

/** Only what the protocol names can be called, and only with what it says. */
function checked(host: PanelHostApi): PanelHostApi {
  const calls = Object.entries(PANEL_CALLS).map(([name, schema]) => [
    name,
    async (...given: unknown[]) => {
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw new QuestionError(`The panel called “${name}” with something else than it takes.`);
      return await (host[name as keyof PanelHostApi] as (...all: unknown[]) => unknown)(...parsed.data);
    },
  ]);
  return Object.assign(Object.create(null), Object.fromEntries(calls));
}
