/** Files of weights in other formats, by what they begin with: none is read, and each is told how it becomes one that is. */
import { CheckpointError } from './checkpointError';

interface Format {
  /** What the file is. */
  readonly what: string;
  begins(bytes: Uint8Array): boolean;
  /** Python that converts it, a statement each; the file is called `given` there, and the new one `made`. */
  convert(given: string, made: string): readonly string[];
  /** What else there is to know. */
  readonly besides?: string;
}

/** A zip archive says within its first bytes what is in it. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const PICKLE = 0x80;

const FORMATS: readonly Format[] = [
  {
    what: 'an archive of NumPy arrays (.npz)',
    begins: (bytes) => startsWith(bytes, ZIP) && /^[^\0]*\.npy/.test(latin1(bytes, 30, 200)),
    convert: (given, made) => ['import numpy', 'from safetensors.numpy import save_file', `save_file(dict(numpy.load(${given})), ${made})`],
  },
  {
    what: 'a PyTorch file (.pt, .pth: a pickle, which can run any program when it is opened)',
    begins: (bytes) => startsWith(bytes, ZIP) || (bytes[0] === PICKLE && (bytes[1] as number) <= 5 && bytes[8] !== BRACE),
    convert: (given, made) => [
      'import torch; from safetensors.torch import save_file',
      `weights = torch.load(${given}, map_location="cpu", weights_only=True)`,
      `save_file({name: tensor.contiguous().clone() for name, tensor in weights.items()}, ${made})`,
    ],
    besides: 'Where more than the weights was saved, take its state dict, as in weights["model"].',
  },
  {
    what: 'a single NumPy array (.npy)',
    begins: (bytes) => startsWith(bytes, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]),
    convert: (given, made) => [
      'import numpy',
      'from safetensors.numpy import save_file',
      `save_file({"head.weight": numpy.load(${given})}, ${made})`,
    ],
    besides: "All other weights belong in it too, by PyTorch's names (rnn.weight_ih_l0 …).",
  },
  {
    what: 'an HDF5 file (.h5, of Keras)',
    begins: (bytes) => startsWith(bytes, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]),
    convert: (given, made) => [
      'import keras; from safetensors.numpy import save_file',
      `weights = keras.saving.load_model(${given}).weights`,
      `save_file({weight.path: weight.numpy() for weight in weights}, ${made})`,
    ],
    besides: 'Each has to be named and turned as in PyTorch: rnn.weight_ih_l0 is a kernel, transposed.',
  },
  {
    what: 'an ONNX model',
    // A message of protobuf has no mark: the version of its format, then who wrote it, as text.
    begins: (bytes) =>
      bytes[0] === 0x08 && (bytes[1] as number) < 32 && bytes[2] === 0x12 && /^[\w.-]{2}/.test(latin1(bytes, 4, 6)) && bytes[8] !== BRACE,
    convert: (given, made) => [
      'import onnx; from onnx import numpy_helper; from safetensors.numpy import save_file',
      `arrays = {each.name: numpy_helper.to_array(each) for each in onnx.load(${given}).graph.initializer}`,
      `save_file(arrays, ${made})`,
    ],
    besides: "Each has to have PyTorch's name: rnn.weight_ih_l0 ….",
  },
];

/** With it the header of a safetensors file begins, after eight bytes of its length. */
const BRACE = 0x7b;

/** @param name of the file. @throws CheckpointError where the bytes are of a format that is known, and not read */
export function refuseOtherFormats(bytes: Uint8Array, name: string): void {
  const format = FORMATS.find(({ begins }) => begins(bytes));
  if (!format) return;
  const made = `${name.replace(/\.[^.]*$/, '')}.safetensors`;
  const python = format.convert(JSON.stringify(name), JSON.stringify(made)).join('; ');
  const besides = format.besides === undefined ? '' : ` ${format.besides}`;
  throw new CheckpointError(
    `This is ${format.what}. Unroll reads safetensors. Convert it once, in Python (pip install safetensors), and give ${made}.${besides} ${python}`,
  );
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
