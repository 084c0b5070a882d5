/** One event of TensorBoard's: numbers or a text at a step. https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto */
import { Message } from '../protobuf';

export interface Moment {
  /** Seconds since 1970. */
  readonly seconds: number;
  /** Updates. */
  readonly step: number;
}

/** The first of every file. */
export function versionEvent(seconds: number): Message {
  return new Message().double(1, seconds).text(3, 'brain.Event:2');
}

/** Numbers by the name that each has in TensorBoard, where what stands before a slash groups them. */
export function scalarsEvent(moment: Moment, values: readonly (readonly [tag: string, value: number])[]): Message {
  return summaryEvent(
    moment,
    values.map(([tag, value]) => new Message().text(1, tag).float(2, value)),
  );
}

/** @param markdown which TensorBoard shows as such, and cleans */
export function textEvent(moment: Moment, tag: string, markdown: string): Message {
  const shape = new Message().message(2, new Message().integer(1, 1));
  const tensor = new Message().integer(1, STRING).message(2, shape).text(8, markdown);
  return summaryEvent(moment, [new Message().text(1, `${tag}/text_summary`).message(8, tensor).message(9, plugin('text', new Message()))]);
}

const STRING = 7;

export type Setting = string | number | boolean;

/** What a run was trained with, for TensorBoard's table of hyperparameters. */
export function settingsEvent(moment: Moment, settings: readonly (readonly [name: string, value: Setting])[]): Message {
  const entries = settings.map(([name, value]) => new Message().text(1, name).message(2, settingValue(value)));
  const started = new Message().messages(1, entries).double(5, moment.seconds);
  return settingsPart(moment, '_hparams_/session_start_info', new Message().message(3, started));
}

/** How it ended. */
export function endEvent(moment: Moment, ended: keyof typeof STATUS): Message {
  const end = new Message().integer(1, STATUS[ended]).double(2, moment.seconds);
  return settingsPart(moment, '_hparams_/session_end_info', new Message().message(4, end));
}

const STATUS = { success: 1, failure: 2, running: 3 } as const;

function settingsPart(moment: Moment, tag: string, content: Message): Message {
  return summaryEvent(moment, [new Message().text(1, tag).message(9, plugin('hparams', content))]);
}

function settingValue(value: Setting): Message {
  if (typeof value === 'number') return new Message().double(2, value);
  return typeof value === 'string' ? new Message().text(3, value) : new Message().integer(4, value ? 1 : 0);
}

function plugin(name: string, content: Message): Message {
  return new Message().message(1, new Message().text(1, name).message(2, content));
}

function summaryEvent({ seconds, step }: Moment, values: readonly Message[]): Message {
  return new Message().double(1, seconds).integer(2, step).message(5, new Message().messages(1, values));
}
