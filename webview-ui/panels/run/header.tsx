// The run at a glance: what it is, how well it does, what really runs it, how long it will take.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import { count, counted, duration, lossShown, signed, threeUnits } from '../../components/figures';
import { usePanel } from './runPanel';

const STATES: Record<RunSummary['state'], string> = {
  training: 'training',
  stopped: 'stopped',
  done: 'done',
  interrupted: 'interrupted',
  failed: 'failed',
};

export function Header() {
  const panel = usePanel();
  const run = panel.run.summary.value;
  if (!run) return <header class="header" />;
  const { task, cell, hidden, layers } = run.experiment;
  return (
    <header class="header">
      <div class="header-facts">
        <h1 class="run-name" title={run.name}>
          {run.name}
        </h1>
        <button
          type="button"
          class="link shape"
          title="Open the equations of this cell"
          data-testid="open-cell"
          onClick={() => void panel.attempt(() => panel.host.openCell())}
        >
          {task !== 'language-model' && `${panel.run.words.value.model} · `}
          {cell} · {together(counted(hidden, 'unit'))} · {together(counted(layers, 'layer'))}
        </button>
        <Figures />
      </div>
      <span class="header-end">
        <Time />
        <Action run={run} />
      </span>
      <Progress />
    </header>
  );
}

/** A line does not end between a number and what it counts. */
const together = (words: string): string => words.replaceAll(' ', '\u00a0');

function Figures() {
  const { summary, lastValidation, words, last, started } = usePanel().run;
  const loss = lastValidation.value?.loss ?? summary.value?.validation;
  const right = lastValidation.value?.accuracy;
  const { unit } = words.value;
  const speed = last.value?.charsPerSecond;
  const device = started.value?.device;
  return (
    <>
      {loss !== undefined && Number.isFinite(loss) && (
        <span class="figure" data-testid="held-out" title={threeUnits(loss, unit)}>
          <b>{lossShown(loss)}</b> nats/{unit} held out
        </span>
      )}
      {right !== undefined && (
        <span class="figure" data-testid="accuracy" title="Of what was held out">
          <b>{signed(100 * right, 1)} %</b> right
        </span>
      )}
      {speed !== undefined && (
        <span class="figure">
          <b>{count(speed)}</b> chars/s
        </span>
      )}
      {device && (
        <span class="figure device" data-testid="device" title={device.note ?? device.label}>
          {device.label}
          {device.note && (
            <span class="noted" aria-label={device.note} role="img">
              i
            </span>
          )}
        </span>
      )}
    </>
  );
}

/** While it trains, of the whole time that the first of its stopping rules will take. */
function Time() {
  const { last, training } = usePanel().run;
  const update = last.value;
  if (!update) return null;
  const { elapsed, remaining } = update;
  return (
    <span class="figure time">
      <b>{duration(elapsed)}</b>
      {training.value && remaining !== undefined && ` of ${duration(elapsed + remaining)}`}
    </span>
  );
}

function Action({ run }: { run: RunSummary }) {
  const panel = usePanel();
  const waiting = useSignal(false);
  useEffect(() => {
    waiting.value = false;
  }, [run.state]);
  const act = (call: () => Promise<void>) => async () => {
    waiting.value = true;
    await call();
    if (panel.run.summary.value?.state === run.state) waiting.value = false;
  };
  if (run.state === 'training') {
    return (
      <button
        type="button"
        class="button"
        data-testid="stop"
        disabled={waiting.value}
        title="Write a checkpoint and stop"
        onClick={act(() => panel.attempt(() => panel.host.stop()))}
      >
        {waiting.value ? 'Stopping…' : 'Stop'}
      </button>
    );
  }
  return (
    <>
      <span class={`state state-${run.state}`}>{STATES[run.state]}</span>
      {run.hasCheckpoint && (
        <button
          type="button"
          class="button"
          data-testid="resume"
          disabled={waiting.value}
          title={run.state === 'done' ? 'Train for as long again' : 'Go on from the last checkpoint'}
          onClick={act(panel.resume)}
        >
          {run.state === 'done' ? 'Train further' : 'Resume'}
        </button>
      )}
    </>
  );
}

function Progress() {
  const { last, summary, training } = usePanel().run;
  const share = training.value ? last.value?.progress : summary.value?.state === 'done' ? 1 : last.value?.progress;
  const known = share !== undefined;
  if (!known && !training.value) return <div class="progress" />;
  return (
    <div
      class={known ? 'progress' : 'progress unknown'}
      role="progressbar"
      aria-label="Training"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.round(share * 100) : undefined}
    >
      <div class="progress-bar" style={{ width: known ? `${share * 100}%` : '30%' }} />
    </div>
  );
}
