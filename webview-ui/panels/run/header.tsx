// The run at a glance, in one line: what it is, how well it does, how long it will take, and what really runs it.
import type { RunSummary } from '../../../src/protocol/engineProtocol';
import { duration } from '../../../src/protocol/figures';
import { reachedEnd } from '../../../src/protocol/runState';
import { count, counted, lossShown, signed, threeUnits } from '../../components/figures';
import { usePanel } from './runPanel';
import { TrainingAction } from './trainingAction';

const STATES: Record<RunSummary['status'], string> = {
  training: 'training',
  stopped: 'stopped',
  done: 'done',
  interrupted: 'interrupted',
  failed: 'failed',
  unlearned: 'nothing learned',
};

export function Header() {
  const run = usePanel().run.summary.value;
  if (!run) return <Awaited />;
  return (
    <header class="header">
      <h1 class="run-name" title={run.name}>
        {run.name}
      </h1>
      <div class="header-facts">
        <span class={`state state-${run.status}`}>{STATES[run.status]}</span>
        <Figures />
        <Shape run={run} />
        <Device />
      </div>
      <TrainingAction run={run} />
      <Progress />
    </header>
  );
}

/** Keeps the place while the run is read, so that nothing jumps when it comes. */
function Awaited() {
  return (
    <header class="header" aria-busy="true">
      <span class="skeleton run-name" />
      <div class="header-facts">
        <span class="skeleton" />
      </div>
      <div class="progress" />
    </header>
  );
}

function Figures() {
  const { best, last, overfittingSince, training, words } = usePanel().run;
  const { unit, units } = words.value;
  const held = best.value;
  const overfitting = overfittingSince.value;
  const update = last.value;
  return (
    <>
      {held && Number.isFinite(held.loss) && (
        <span
          class="figure"
          data-testid="held-out"
          title={`${threeUnits(held.loss, unit)} held out, at update ${count(held.update)}: the best so far, which answers`}
        >
          <b>{lossShown(held.loss)}</b> nats/{unit}
          <span class="held-out"> held out{overfitting === undefined && ` at update ${count(held.update)}`}</span>
        </span>
      )}
      {overfitting !== undefined && (
        <span
          class="figure overfitting"
          data-testid="overfitting"
          title={`Since update ${count(overfitting)} what is held out was told ever worse: training longer does not help. More text, dropout or a smaller network may.`}
        >
          overfitting<span class="since"> since update {count(overfitting)}</span>
        </span>
      )}
      {held?.accuracy !== undefined && (
        <span class="figure" data-testid="accuracy" title="Of what was held out">
          <b>{signed(100 * held.accuracy, 1)} %</b> right
        </span>
      )}
      {update && (
        <span class="figure time" title={training.value ? 'Of the time that training will take' : 'Time that it trained'}>
          <b>{duration(update.elapsed)}</b>
          {training.value && update.remaining !== undefined && ` of ${duration(update.elapsed + update.remaining)}`}
        </span>
      )}
      {update && (
        <span class="figure speed">
          <b>{count(update.charsPerSecond)}</b> {units.short}s/s
        </span>
      )}
    </>
  );
}

/** The cell and its size; the way to its equations. */
function Shape({ run }: { run: RunSummary }) {
  const panel = usePanel();
  const { knownBy, model } = panel.run.words.value;
  const { cell, hidden, layers } = run.experiment;
  return (
    <button
      type="button"
      class="link shape"
      title="Open the equations of this cell"
      data-testid="open-cell"
      onClick={() => void panel.openCell()}
    >
      {knownBy === 'model' && `${model} · `}
      {cell} · {counted(hidden, 'unit')} · {counted(layers, 'layer')}
    </button>
  );
}

function Device() {
  const device = usePanel().run.started.value?.device;
  if (!device) return null;
  return (
    <span class="figure device" data-testid="device" title={device.note ?? device.label}>
      <span class="device-label">{device.label}</span>
      {device.note && (
        <span class="noted" aria-label={device.note} role="img">
          i
        </span>
      )}
    </span>
  );
}

function Progress() {
  const { last, summary, training } = usePanel().run;
  const share = training.value ? last.value?.progress : summary.value && reachedEnd(summary.value.status) ? 1 : last.value?.progress;
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
