/** Training events in words. */
import { countUnits, type Units, unitWords } from '../../engine/text/units';
import type { Done, Started, Updated } from '../../engine/trainingEvent';
import { duration } from '../../protocol/figures';
import type { HeldOut, RunState } from '../../protocol/runState';

export const grouped = new Intl.NumberFormat('en');

export function startedLines({
  device,
  candidates,
  parameters,
  vocabulary,
  units,
  trainCharacters,
  validationCharacters,
  rows,
  batch,
  window,
  update,
  notes,
}: Started): string[] {
  const { one, many, short } = unitWords(units ?? 'characters');
  const measured = (candidates ?? []).flatMap((candidate) =>
    candidate.charsPerSecond === undefined
      ? []
      : [`${candidate.device} ${grouped.format(Math.round(candidate.charsPerSecond))} ${short}s/s`],
  );
  const learned = rows
    ? `${grouped.format(rows.train)} rows to learn from, ${grouped.format(rows.validation)} held out, ${grouped.format(countUnits(vocabulary))} different ${many}`
    : `${grouped.format(trainCharacters)} ${many} to learn from, ${grouped.format(validationCharacters)} held out, ${grouped.format(countUnits(vocabulary))} different`;
  const batches = rows
    ? `batches of ${batch} ${batch === 1 ? 'row' : 'rows'}, up to ${window} ${window === 1 ? one : many}`
    : `${batch} ${batch === 1 ? 'stream' : 'streams'} of text, windows of ${window} ${window === 1 ? one : many}`;
  return [
    learned,
    `${grouped.format(parameters)} parameters; ${batches}`,
    `${device.label}${measured.length < 2 ? '' : `, the fastest of ${measured.join(', ')}`}`,
    ...(device.note === undefined ? [] : [device.note]),
    ...(update > 0 ? [`Goes on after update ${grouped.format(update)}`] : []),
    ...notes,
  ];
}

export function updateLine(event: Updated, { validation }: RunState, units: Units): string {
  const { update, loss, gradNorm, remaining } = event;
  const held = validation === undefined ? '' : `  validation ${validation.loss.toFixed(3)}${accuracy(validation)}`;
  return `update ${grouped.format(update)}  loss ${loss.toFixed(3)}${held}  gradient ${gradNorm.toPrecision(2)}  ${speed(event, units)}${remaining === undefined ? '' : `  ${duration(remaining)} left`}`;
}

export const speed = ({ charsPerSecond }: Updated, units: Units) =>
  `${grouped.format(Math.round(charsPerSecond))} ${unitWords(units).short}s/s`;

/** 0.8315 → 83.2 % */
export const tenths = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;

/** How it ended, and how well what answers does; divergence, and that nothing was learned, are errors, and told as such. */
export function doneLines({ reason, message, loss, elapsed }: Done, { best, overfittingSince }: RunState, units: Units): string[] {
  if (reason === 'diverged' || reason === 'unlearned') return [];
  if (!Number.isFinite(loss)) return [message]; // Stopped before the first update.
  const held = best === undefined ? '' : `, validation ${best.loss.toFixed(3)} at update ${grouped.format(best.update)}`;
  const right = best?.accuracy === undefined ? '' : `,${accuracy(best)}`;
  return [
    `${message} Loss ${loss.toFixed(3)} nats${right === '' ? `/${unitWords(units).short}` : ''}${held}${right} after ${duration(elapsed)}.`,
    ...(overfittingSince === undefined
      ? []
      : [
          `Overfitting since update ${grouped.format(overfittingSince)}: what is held out was told ever worse. The model of that update answers.`,
        ]),
  ];
}

/** Of labels or tags; nothing where characters are predicted. */
function accuracy({ accuracy }: HeldOut): string {
  return accuracy === undefined ? '' : ` accuracy ${tenths(accuracy)}`;
}
