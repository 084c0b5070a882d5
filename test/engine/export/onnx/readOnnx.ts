/** An .onnx file as somebody else reads it: by protobufjs. */
import protobuf from 'protobufjs';

/** As onnx.proto has them. */
const Model = protobuf
  .parse(`
  syntax = "proto2";
  message Model { optional int64 ir_version = 1; repeated Opset opset_import = 8; optional string producer_name = 2; optional string producer_version = 3;
    optional string doc_string = 6; optional Graph graph = 7; repeated Entry metadata_props = 14; }
  message Opset { optional string domain = 1; optional int64 version = 2; }
  message Entry { optional string key = 1; optional string value = 2; }
  message Graph { repeated Node node = 1; optional string name = 2; repeated Tensor initializer = 5; repeated Port input = 11; repeated Port output = 12; }
  message Node { repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4; }
  message Tensor { repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9; }
  message Port { optional string name = 1; optional Type type = 2; optional string doc_string = 3; }
  message Type { optional TensorType tensor_type = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Shape { repeated Dim dim = 1; }
  message Dim { optional int64 dim_value = 1; optional string dim_param = 2; }
`)
  .root.lookupType('Model');

export interface Read {
  readonly irVersion: number;
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly producerName: string;
  readonly producerVersion: string;
  readonly docString: string;
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly node: readonly { readonly opType: string }[];
    readonly initializer: readonly { readonly name: string; readonly dims: readonly number[]; readonly rawData: Uint8Array }[];
    readonly input: readonly {
      readonly name: string;
      readonly docString: string;
      readonly type: { readonly tensorType: { readonly shape: { readonly dim: readonly unknown[] } } };
    }[];
  };
}

export const readOnnx = (bytes: Uint8Array | undefined) =>
  Model.toObject(Model.decode(bytes ?? new Uint8Array()), { longs: Number }) as Read;
/** By key. */
export const metadataOf = ({ metadataProps }: Read) => Object.fromEntries(metadataProps.map(({ key, value }) => [key, JSON.parse(value)]));
