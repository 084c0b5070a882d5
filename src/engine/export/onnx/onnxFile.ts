/** A graph → the bytes of an .onnx file. Numbers of fields and types: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
import { Message } from '../protobuf';
import { type Attribute, type Dimension, type ElementType, type Initializer, type Node, OnnxGraph, type Port } from './onnxGraph';

/** Of ONNX 1.12: what every runtime since 2022 reads. */
const IR_VERSION = 8;
const OPSET = 17;

const TYPES: Readonly<Record<ElementType, number>> = { float: 1, int64: 7, bool: 9 };

export interface ModelFacts {
  readonly producerVersion: string;
  /** For people, in whole sentences. */
  readonly about: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export function onnxFile(graph: OnnxGraph, { producerVersion, about, metadata }: ModelFacts): Uint8Array {
  const read = new Set<string>();
  const nodes = graph.needed(read);
  const brought = [...graph.initializers].filter(([name]) => read.has(name));
  return new Message()
    .integer(1, IR_VERSION)
    .text(2, 'Unroll')
    .text(3, producerVersion)
    .text(6, about)
    .message(7, graphMessage(graph, nodes).messages(5, brought.map(initializer)))
    .message(8, new Message().text(1, '').integer(2, OPSET))
    .messages(
      14,
      Object.entries(metadata).map(([key, value]) => new Message().text(1, key).text(2, value)),
    )
    .finish();
}

function graphMessage({ name, inputs, outputs }: OnnxGraph, nodes: readonly Node[]): Message {
  return new Message().messages(1, nodes.map(nodeMessage)).text(2, name).messages(11, inputs.map(port)).messages(12, outputs.map(port));
}

function nodeMessage({ operator, inputs, outputs, attributes }: Node): Message {
  const message = new Message();
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  return message
    .text(3, outputs[0] as string)
    .text(4, operator)
    .messages(
      5,
      Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    );
}

/** Numbers are integers: no operator that is used here has others. */
function attribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return message.text(4, value).integer(20, 3);
  if (value instanceof OnnxGraph) return message.message(6, graphMessage(value, value.needed())).integer(20, 5);
  for (const each of value) if (typeof each === 'number') message.integer(8, each);
  for (const each of value) if (typeof each === 'string') message.text(9, each);
  return message.integer(20, typeof value[0] === 'string' ? 8 : 7);
}

function port({ name, type, shape, about }: Port): Message {
  const tensor = new Message().integer(1, TYPES[type]).message(2, new Message().messages(1, shape.map(dimension)));
  return new Message().text(1, name).message(2, new Message().message(1, tensor)).text(3, about);
}

function dimension(length: Dimension): Message {
  return typeof length === 'number' ? new Message().integer(1, length) : new Message().text(2, length);
}

/** Like the format, the machines that we run on are little-endian. */
function initializer([name, { shape, data }]: readonly [string, Initializer]): Message {
  const message = new Message();
  for (const length of shape) message.integer(1, length);
  return message
    .integer(2, TYPES[data instanceof Float32Array ? 'float' : 'int64'])
    .text(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
