/** TensorBoard's event files: read back by another's reading of Protocol Buffers, framed with checksums as published. */
import assert from 'node:assert/strict';
import protobuf from 'protobufjs';
import { eventFile, eventFileName } from '../../../../src/engine/export/tensorboard/eventFile';
import { maskedCrc32c } from '../../../../src/engine/export/tensorboard/records';
import { parseExperiment } from '../../../../src/engine/parseExperiment';
import { sampled, started, updated, validated } from '../../../runs/events';

/** As TensorFlow's protos have them: event.proto, summary.proto, tensor.proto; TensorBoard's plugin_data.proto of hparams. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Event { double wall_time = 1; int64 step = 2; oneof what { string file_version = 3; Summary summary = 5; } }
  message Summary { repeated Value value = 1;
    message Value { string tag = 1; SummaryMetadata metadata = 9; oneof value { float simple_value = 2; TensorProto tensor = 8; } } }
  message SummaryMetadata { message PluginData { string plugin_name = 1; bytes content = 2; } PluginData plugin_data = 1; }
  message TensorProto { int32 dtype = 1; Shape tensor_shape = 2; repeated bytes string_val = 8; }
  message Shape { message Dim { int64 size = 1; } repeated Dim dim = 2; }
  message Settings { int32 version = 1; oneof data { Start start = 3; End end = 4; } }
  message Start { map<string, Setting> hparams = 1; double start_time_secs = 5; }
  message Setting { oneof kind { double number_value = 2; string string_value = 3; bool bool_value = 4; } }
  message End { int32 status = 1; double end_time_secs = 2; }
`);
const Event = root.lookupType('Event');
const Settings = root.lookupType('Settings');

interface Value {
  readonly tag: string;
  readonly simpleValue?: number;
  readonly tensor?: {
    readonly dtype: number;
    readonly tensorShape: { readonly dim: readonly { readonly size: unknown }[] };
    readonly stringVal: readonly Uint8Array[];
  };
  readonly metadata?: { readonly pluginData: { readonly pluginName: string; readonly content: Uint8Array } };
}
interface Read {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly Value[] };
}

/** Each record whole, its checksums right, nothing left over. */
function read(bytes: Uint8Array): Read[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const events: Read[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    assert.equal(view.getUint32(at + 8, true), maskedCrc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    assert.equal(data.length, length);
    assert.equal(view.getUint32(at + 12 + length, true), maskedCrc32c(data));
    events.push(Event.toObject(Event.decode(data), { longs: Number }) as Read);
    at += 16 + length;
  }
  return events;
}

const experiment = parseExperiment({ cell: 'gru', hidden: 32, residual: true, files: ['/home/me/secret.txt'], init: '/home/me/secret' });
const run = { experiment, begun: 1_700_000_000_500, ended: 'success' as const };
const valuesOf = (events: readonly Read[], tag: string) =>
  events.flatMap(({ step, wallTime, summary }) =>
    (summary?.value ?? []).flatMap((value) => (value.tag === tag ? [{ step, wallTime, ...value }] : [])),
  );
const textOf = (value: Value | undefined) => Buffer.from(value?.tensor?.stringVal[0] ?? []).toString('utf8');

describe("TensorBoard's event files", () => {
  it('have the checksums of RFC 3720, masked as TFRecord says', () => {
    const masked = (crc: number) => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
    assert.equal(maskedCrc32c(new Uint8Array(32)), masked(0x8a9136aa));
    assert.equal(maskedCrc32c(new Uint8Array(32).fill(0xff)), masked(0x62a8ab43));
    assert.equal(maskedCrc32c(Uint8Array.from({ length: 32 }, (_, at) => at)), masked(0x46dd794e));
    assert.equal(maskedCrc32c(new TextEncoder().encode('123456789')), masked(0xe3069283));
  });

  it('tell each number of the log at its update and its time', () => {
    const events = read(
      eventFile({
        ...run,
        events: [
          started(),
          { ...updated(1, 3.5), elapsed: 2, gradNorm: 0.25, learningRate: 0.002 },
          { ...updated(2, Number.NaN), elapsed: 4 },
          { ...validated(2, 1.5), accuracy: 0.75 },
          { ...updated(3, 2), elapsed: 6.5 },
        ],
      }),
    );
    assert.deepEqual([events[0]?.fileVersion, events[0]?.wallTime], ['brain.Event:2', 1_700_000_000.5]);
    const numbers = (tag: string) =>
      valuesOf(events, tag).map(({ step, wallTime, simpleValue }) => [step, wallTime - 1_700_000_000, simpleValue]);
    assert.deepEqual(numbers('loss/training'), [
      [1, 2.5, 3.5],
      [2, 4.5, Number.NaN],
      [3, 7, 2],
    ]);
    assert.deepEqual(numbers('loss/validation'), [[2, 4.5, 1.5]]);
    assert.deepEqual(numbers('accuracy/validation'), [[2, 4.5, 0.75]]);
    assert.deepEqual(numbers('gradient norm')[0], [1, 2.5, 0.25]);
    assert.deepEqual(numbers('learning rate')[0], [1, 2.5, Math.fround(0.002)]);
  });

  it('have settings for the table of hyperparameters, the cell, and how it ended; no file names', () => {
    const bytes = eventFile({ ...run, ended: 'failure', events: [{ ...updated(7, 2), elapsed: 9 }] });
    const events = read(bytes);
    const partOf = (tag: string) => {
      const [{ metadata } = {} as Value] = valuesOf(events, tag);
      assert.equal(metadata?.pluginData.pluginName, 'hparams');
      return Settings.toObject(Settings.decode(metadata?.pluginData.content ?? new Uint8Array())) as {
        start: { hparams: Record<string, unknown>; startTimeSecs: number };
        end: unknown;
      };
    };
    const { hparams, startTimeSecs } = partOf('_hparams_/session_start_info').start;
    assert.equal(startTimeSecs, 1_700_000_000.5);
    assert.deepEqual([hparams.hidden, hparams.cell, hparams.residual], [{ numberValue: 32 }, { stringValue: 'gru' }, { boolValue: true }]);
    assert.deepEqual(partOf('_hparams_/session_end_info').end, { status: 2, endTimeSecs: 1_700_000_009.5 });
    assert.match(textOf(valuesOf(events, 'cell/text_summary')[0]), /^ {4}# Gated Recurrent Unit\n/);
    assert.ok(!Buffer.from(bytes).includes('secret'));
  });

  it('show what was written as it is: nothing in it is Markdown', () => {
    const events = read(
      eventFile({
        ...run,
        events: [
          { ...sampled(5), prompt: '# One', text: ' <b>two</b>\n* three\u2028- four' },
          { ...sampled(6), prompt: 'ab', text: 'ba', expected: 'bb' },
          { ...sampled(6), prompt: 'a', text: 'a', expected: 'a' },
        ],
      }),
    );
    const samples = valuesOf(events, 'samples/text_summary');
    assert.deepEqual(samples.map(textOf), [
      '    # One <b>two</b>\n    * three\u2028    - four',
      '    ab → ba\n    right: bb\n    \n    a → a',
    ]);
    const [{ tensor, metadata } = {} as Value] = samples;
    assert.deepEqual([tensor?.dtype, tensor?.tensorShape.dim, metadata?.pluginData.pluginName], [7, [{ size: 1 }], 'text']);
  });

  it('are named as TensorBoard looks for them, whatever a folder says of when it was begun', () => {
    assert.equal(eventFileName(run), 'events.out.tfevents.1700000000.unroll');
    assert.equal(eventFileName({ begun: -5 }), 'events.out.tfevents.0.unroll');
  });
});
