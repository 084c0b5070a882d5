/** Figures of training as people read them: in the notification, the status bar and the tree. */
import type { RunSummary } from '../../protocol/engineProtocol';
import { duration } from '../../protocol/figures';
import { lossOfAnswers, type RunState } from '../../protocol/runState';
import { taskWords } from '../../protocol/taskWords';

/** 870, 4.1k, 88k, 1.2M: two or three figures are enough to compare. */
export function magnitude(value: number): string {
  for (const [size, letter] of [
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (value >= size * 0.9995) {
      const scaled = value / size;
      return `${scaled < 9.95 ? scaled.toFixed(1) : scaled.toFixed(0)}${letter}`;
    }
  }
  return value.toFixed(0);
}

/** Losses in nats per character; tiny ones keep a figure that tells them apart. */
export function lossText(loss: number | null | undefined): string {
  if (loss === undefined || loss === null) return 'no loss yet';
  if (!Number.isFinite(loss)) return 'loss is not a number';
  return `loss ${loss >= 0.1 ? loss.toFixed(2) : loss.toPrecision(2)}`;
}

/** "loss 1.65 held out at update 800", or "loss 1.92" where nothing is held out: of the model that answers. */
export function standingText(run: RunState): string {
  const answers = lossOfAnswers(run);
  return answers?.heldOut ? `${briefly(run)} at update ${answers.update.toLocaleString('en')}` : briefly(run);
}

function briefly(run: RunState): string {
  const answers = lossOfAnswers(run);
  return `${lossText(answers?.loss)}${answers?.heldOut ? ' held out' : ''}`;
}

/** Undefined where the model does not overfit. */
export function overfittingText({ overfittingSince }: RunState): string | undefined {
  return overfittingSince === undefined ? undefined : `overfitting since update ${overfittingSince.toLocaleString('en')}`;
}

/** "loss 1.92 held out · 4.1k chars/s · 1:20 left" */
export function trainingText(run: RunState & Partial<Pick<RunSummary, 'experiment'>>): string {
  const { charsPerSecond = 0, remaining } = run.latest ?? {};
  const speed = charsPerSecond > 0 ? [`${magnitude(charsPerSecond)} ${taskWords(run.experiment).units.short}s/s`] : [];
  const left = remaining === undefined ? [] : [`${duration(remaining)} left`];
  return [briefly(run), ...speed, ...left].join(' · ');
}
