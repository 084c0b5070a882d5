// The text that is looked into, read by another run: opened when it is first asked about, and anew when it has expired.
import type { RunPanel } from '../../runPanel';
import type { AskOfText } from './memorySide';

export function textElsewhere(panel: RunPanel, run: string): AskOfText {
  let opened: { readonly text: string; readonly trace: string } | undefined;
  return async (kind, given, options) => {
    const { text } = panel.inspected.kept.peek();
    const ask = async () => {
      if (opened?.text !== text)
        opened = {
          text,
          trace: (await panel.ask('openTrace', { text }, { ...(options?.signal && { signal: options.signal }), run })).trace,
        };
      return await panel.ask(kind, { ...given, trace: opened.trace } as Parameters<typeof panel.ask<typeof kind>>[1], { ...options, run });
    };
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TraceExpiredError')) throw error;
      opened = undefined;
      return await ask();
    }
  };
}
