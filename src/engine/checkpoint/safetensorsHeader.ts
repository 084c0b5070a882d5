/** The JSON header of a safetensors file: what lies where. Everything in it is checked before it is believed. */
import { z } from 'zod';
import { CheckpointError, DAMAGED } from './checkpointError';
import { requireHeaderText } from './headerText';

const BYTES = { F64: 8, F32: 4, F16: 2, BF16: 2 } as const;

export interface TensorEntry {
  readonly name: string;
  readonly dtype: keyof typeof BYTES;
  readonly shape: readonly number[];
  /** In bytes from the end of the header. */
  readonly start: number;
  readonly end: number;
}

const natural = z.int().nonnegative();
const entrySchema = z.object({
  dtype: z.string().max(16),
  shape: z.array(natural).max(8).readonly(),
  data_offsets: z.tuple([natural, natural]),
});
const metadataSchema = z.record(z.string(), z.string());
const objectSchema = z.record(z.string(), z.unknown());

/** @throws CheckpointError */
export function parseHeader(json: string): {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
} {
  requireHeaderText(json);
  const header = objectSchema.safeParse(parseJson(json));
  if (!header.success) throw new CheckpointError(`${DAMAGED}its header is not a JSON object.`);
  const { __metadata__: rawMetadata = {}, ...rest } = header.data;
  const metadata = metadataSchema.safeParse(rawMetadata);
  if (!metadata.success) throw new CheckpointError(`${DAMAGED}its metadata is not a table of texts.`);
  return { entries: Object.entries(rest).map(([name, entry]) => parseEntry(name, entry)), metadata: metadata.data };
}

function parseEntry(name: string, raw: unknown): TensorEntry {
  const parsed = entrySchema.safeParse(raw);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'its entry';
    throw new CheckpointError(`${DAMAGED}the header says nothing usable about the tensor ${name} (${where}).`);
  }
  const {
    dtype,
    shape,
    data_offsets: [start, end],
  } = parsed.data;
  if (!isReadable(dtype)) {
    throw new CheckpointError(
      `The tensor ${name} holds numbers of type ${dtype}; Unroll reads ${Object.keys(BYTES).join(', ')}. Convert it, in PyTorch with .float(), and save it again.`,
    );
  }
  let size = 1;
  for (const length of shape) {
    size *= length;
    if (!Number.isSafeInteger(size)) throw new CheckpointError(`${DAMAGED}the tensor ${name} is impossibly large (${shape.join(' × ')}).`);
  }
  if (end - start !== size * BYTES[dtype]) {
    throw new CheckpointError(
      `${DAMAGED}the tensor ${name} (${shape.join(' × ')}, ${dtype}) needs ${size * BYTES[dtype]} bytes and has ${end - start}.`,
    );
  }
  return { name, dtype, shape, start, end };
}

function isReadable(dtype: string): dtype is keyof typeof BYTES {
  return Object.hasOwn(BYTES, dtype);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CheckpointError(`${DAMAGED}its header is not JSON.`);
  }
}
