// The button that stops training, or goes on with it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import { reachedEnd } from '../../../src/protocol/runState';
import { usePanel } from './runPanel';

export function TrainingAction({ run }: { run: RunSummary }) {
  const panel = usePanel();
  const waiting = useSignal(false);
  useEffect(() => {
    waiting.value = false;
  }, [run.status]);
  const act = (call: () => Promise<void>) => async () => {
    waiting.value = true;
    await call();
    if (panel.run.summary.value?.status === run.status) waiting.value = false;
  };
  const button = { type: 'button', class: 'button', disabled: waiting.value } as const;
  if (run.status === 'training')
    return (
      <button
        {...button}
        data-testid="stop"
        title="Write a checkpoint and stop"
        onClick={act(() => panel.attempt(() => panel.host.stop()))}
      >
        {waiting.value ? 'Stopping…' : 'Stop Training'}
      </button>
    );
  if (!run.hasCheckpoint) return null;
  return (
    <button
      {...button}
      data-testid="resume"
      title={reachedEnd(run.status) ? 'Train for as long again' : 'Go on from the last checkpoint'}
      onClick={act(panel.resume)}
    >
      {trainOn(run)}
    </button>
  );
}

/** What going on is called: the same as in the menus of VS Code. */
export const trainOn = ({ status }: Pick<RunSummary, 'status'>): string => (reachedEnd(status) ? 'Train Further' : 'Resume Training');
