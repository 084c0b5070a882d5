// What arrives of a message between a webview and its extension. VS Code takes array buffers and typed arrays out
// (vs/workbench/api/common/extHostWebviewMessaging.ts), writes the rest as JSON, and puts them back: so undefined, NaN,
// maps and errors suffer what JSON does to them, and of a view its whole buffer comes along.

interface View {
  readonly at: number;
  readonly type?: string;
  readonly byteOffset: number;
  readonly length: number;
}

const ARRAYS = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array };
const MARK = '$$vscode_array_buffer_reference$$';

export function asVsCodeSends(message: unknown): unknown {
  const buffers: ArrayBufferLike[] = [];
  const keep = (buffer: ArrayBufferLike): number => (buffers.includes(buffer) ? buffers.indexOf(buffer) : buffers.push(buffer) - 1);
  const text = JSON.stringify(message, (_, value: unknown) => {
    if (value instanceof ArrayBuffer) return { [MARK]: { at: keep(value), byteOffset: 0, length: value.byteLength } };
    const type = Object.entries(ARRAYS).find(([, Typed]) => value instanceof Typed)?.[0];
    if (!type) return value;
    const { buffer, byteOffset, length } = value as Uint8Array;
    return { [MARK]: { at: keep(buffer), type, byteOffset, length } };
  });
  const copies = buffers.map((buffer) => buffer.slice(0));
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(MARK in value)) return value;
    const { at, type, byteOffset, length } = value[MARK] as View;
    const buffer = copies[at] as ArrayBuffer;
    return type ? new ARRAYS[type as keyof typeof ARRAYS](buffer, byteOffset, length) : buffer;
  });
}
