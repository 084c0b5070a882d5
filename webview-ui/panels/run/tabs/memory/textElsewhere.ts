// The text that is looked into, read by another run: opened when it is first asked about, and anew when it has expired.
import type { RunPanel } from '../../runPanel';
import type { AskOfText } from './memorySide';

export interface TextElsewhere {
  readonly ask: AskOfText;
  /** What was read is not needed any more. Asked again, it is read anew. */
  readonly close: () => void;
}

export function textElsewhere(panel: Pick<RunPanel, 'ask' | 'inspected'>, run: string): TextElsewhere {
  let opened: { readonly text: string; readonly trace: string } | undefined;
  const close = () => {
    const before = opened;
    opened = undefined;
    // An engine that has none any more, or a run that was deleted meanwhile, has nothing to close.
    if (before) panel.ask('closeTrace', { trace: before.trace }, { run }).catch(() => undefined);
  };
  const open = async (signal: AbortSignal | undefined) => {
    const { text } = panel.inspected.kept.peek();
    if (opened?.text === text) return opened;
    const { trace } = await panel.ask('openTrace', { text }, { ...(signal && { signal }), run });
    close(); // also one that another question has opened meanwhile
    opened = { text, trace };
    return opened;
  };
  const ask: AskOfText = async (kind, given, options) => {
    const once = async () => {
      const used = await open(options?.signal);
      try {
        return await panel.ask(kind, { ...given, trace: used.trace } as Parameters<typeof panel.ask<typeof kind>>[1], { ...options, run });
      } catch (error) {
        if (isExpired(error) && opened === used) opened = undefined;
        throw error;
      }
    };
    try {
      return await once();
    } catch (error) {
      if (!isExpired(error)) throw error;
      return await once();
    }
  };
  return { ask, close };
}

const isExpired = (error: unknown): boolean => error instanceof Error && error.name === 'TraceExpiredError';
