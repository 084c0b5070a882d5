/** The metrics of a run as a file of TensorBoard's events: what its log says, at the update and the time of each. */
import { sourceOf } from '../../cell/cellSources';
import type { Experiment } from '../../experimentSchema';
import type { MetricEvent, Sampled } from '../../trainingEvent';
import type { Message } from '../protobuf';
import { settingsElsewhere } from '../settingsElsewhere';
import { endEvent, type Moment, type Setting, scalarsEvent, settingsEvent, textEvent, versionEvent } from './event';
import { records } from './records';

export interface LoggedTraining {
  readonly experiment: Experiment;
  /** Milliseconds since 1970. */
  readonly begun: number;
  /** Of training: in the order in which it was logged. */
  readonly events: Iterable<MetricEvent>;
  /** How it ended, if it did. */
  readonly ended: 'success' | 'failure' | 'running';
}

/** TensorBoard reads the files of a folder that have tfevents in their names, and those of one run in the order of their names. */
export function eventFileName({ begun }: Pick<LoggedTraining, 'begun'>): string {
  return `events.out.tfevents.${Math.max(0, Math.floor(begun / 1000))}.unroll`;
}

export function eventFile(training: LoggedTraining): Uint8Array {
  return records(messagesOf(training));
}

function* messagesOf({ experiment, begun, events, ended }: LoggedTraining): Generator<Message> {
  const clock = new TrainingClock(begun / 1000);
  const first = clock.at(0);
  yield versionEvent(first.seconds);
  yield settingsEvent(first, settingsOf(experiment));
  yield textEvent(first, 'cell', verbatim(sourceOf(experiment)));
  for (const event of withSamplesTogether(events)) yield* eventsOf(event, clock);
  yield endEvent(clock.now(), ended);
}

/** Seconds of training since the run was begun: what was logged without a time has that of the update before it. */
class TrainingClock {
  private moment: Moment;

  constructor(private readonly begun: number) {
    this.moment = { seconds: begun, step: 0 };
  }

  at(step: number, elapsed?: number): Moment {
    this.moment = { step, seconds: elapsed === undefined ? this.moment.seconds : this.begun + elapsed };
    return this.moment;
  }

  now(): Moment {
    return this.moment;
  }
}

/** All samples of an update: TensorBoard shows one text for each step. */
interface Samples {
  readonly kind: 'samples';
  readonly update: number;
  readonly samples: readonly Sampled[];
}

type Told = Exclude<MetricEvent, Sampled> | Samples;

function withSamplesTogether(events: Iterable<MetricEvent>): readonly Told[] {
  const together: Told[] = [];
  for (const event of events) {
    const last = together.at(-1);
    if (event.kind !== 'sample') together.push(event);
    else if (last?.kind !== 'samples' || last.update !== event.update)
      together.push({ kind: 'samples', update: event.update, samples: [event] });
    else together[together.length - 1] = { ...last, samples: [...last.samples, event] };
  }
  return together;
}

function eventsOf(event: Told, clock: TrainingClock): readonly Message[] {
  switch (event.kind) {
    case 'update': {
      const { update, elapsed, loss, gradNorm, learningRate, charsPerSecond, epoch } = event;
      const values = [
        ['loss/training', loss],
        ['gradient norm', gradNorm],
        ['learning rate', learningRate],
        ['progress/epoch', epoch],
        ['progress/units per second', charsPerSecond],
      ] as const;
      return [scalarsEvent(clock.at(update, elapsed), values)];
    }
    case 'validation': {
      const { update, loss, accuracy } = event;
      const right = accuracy === undefined ? [] : [['accuracy/validation', accuracy] as const];
      return [scalarsEvent(clock.at(update), [['loss/validation', loss], ...right])];
    }
    case 'samples':
      return [textEvent(clock.at(event.update), 'samples', verbatim(event.samples.map(sampleText).join('\n\n')))];
    case 'started':
    case 'done':
      return [];
  }
}

function sampleText({ prompt, text, expected }: Sampled): string {
  const parts = [prompt === '' ? '' : `${prompt}${expected === undefined ? '' : ' → '}`, text];
  return expected === undefined || expected === text ? parts.join('') : `${parts.join('')}\nright: ${expected}`;
}

/** What models and strangers wrote is no Markdown: indented, each line stays what it is. */
const verbatim = (text: string): string => text.replace(/^/gm, '    ');

/** Those that are one value. */
function settingsOf(experiment: Experiment): readonly (readonly [string, Setting])[] {
  const { version: _, cellSource: _cell, ...settings } = settingsElsewhere(experiment);
  return Object.entries(settings).flatMap(([name, value]) => {
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value] as const] : [];
  });
}
