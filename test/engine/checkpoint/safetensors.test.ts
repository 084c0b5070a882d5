/** The format against files that something else wrote, against random tensors, and against enemies. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { CheckpointError } from '../../../src/engine/checkpoint/checkpointError';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { sizeOf, type Tensor } from '../../../src/engine/checkpoint/tensor';

const golden = (name: string) => readFileSync(`test/golden/safetensors/${name}.safetensors`);

describe('safetensors', () => {
  it('reads every float type that another writer wrote', () => {
    const { tensors, metadata } = decodeSafetensors(golden('types'));
    assert.deepEqual(metadata, { format: 'pt', wörter: '日本 "quoted" \n' });
    assert.deepEqual([...tensors.keys()].sort(), ['bfloat', 'double', 'half', 'nothing', 'single']);
    assert.deepEqual(tensors.get('double'), { shape: [3], data: Float64Array.of(1 / 3, -2.5e300, 5e-324) });
    assert.deepEqual(tensors.get('single'), { shape: [2, 3], data: Float32Array.of(1.5, -0.25, 3e38, 1e-45, Infinity, -0) });
    assert.deepEqual(tensors.get('half'), { shape: [3, 2], data: Float32Array.of(1, -2.5, 65504, 2 ** -24, Infinity, 0.333251953125) });
    assert.deepEqual(tensors.get('bfloat'), { shape: [4], data: Float32Array.of(1, -2.5, 3.3895313892515355e38, 0.333984375) });
    assert.deepEqual(tensors.get('nothing'), { shape: [0, 7], data: new Float32Array() });
  });

  it("reads what the format's own library wrote", () => {
    const { tensors, metadata } = decodeSafetensors(golden('library'));
    assert.deepEqual(metadata, { 'made by': 'safetensors 0.8.0 ☃' });
    assert.deepEqual(tensors.get('single'), { shape: [2, 3], data: Float32Array.from([0, 1, 2, 3, 4, 5], (x) => x / 7) });
    assert.deepEqual(tensors.get('half'), { shape: [3], data: Float32Array.of(0.5, -3, 2 * 2 ** -24) });
    assert.deepEqual(tensors.get('double'), { shape: [2, 1], data: Float64Array.of(Math.PI, -1e-310) });
    assert.deepEqual(tensors.get('scalar'), { shape: [], data: Float32Array.of(7) });
  });

  it('reads numbers that are not aligned, and copies them out of the file', () => {
    const bytes = golden('unaligned');
    const { tensors, metadata } = decodeSafetensors(bytes);
    bytes.fill(0);
    assert.deepEqual(tensors, new Map([['s', { shape: [], data: Float32Array.of(42) }]]));
    assert.deepEqual(metadata, {});
  });

  it('writes what the description of the format says, byte for byte', () => {
    const bytes = encodeSafetensors(new Map([['a', { shape: [1, 2], data: Float32Array.of(1, -2) }]]), { k: 'v' });
    const header = '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    const expected = Buffer.concat([
      Buffer.from([padded.length, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(padded),
      Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]),
    ]);
    assert.deepEqual(Buffer.from(bytes), expected);
  });

  it('gives back whatever tensors and metadata it is given, aligned', () => {
    fc.assert(
      fc.property(fc.dictionary(name, tensor), fc.dictionary(name, fc.string({ unit: 'binary' })), (named, metadata) => {
        const tensors = new Map(Object.entries(named));
        const bytes = encodeSafetensors(tensors, metadata);
        assert.equal(new DataView(bytes.buffer).getUint32(0, true) % 8, 0);
        const decoded = decodeSafetensors(bytes);
        assert.deepEqual(new Map([...decoded.tensors].sort()), new Map([...tensors].sort()));
        assert.deepEqual({ ...decoded.metadata }, { ...metadata });
        assert.deepEqual(encodeSafetensors(decoded.tensors, decoded.metadata), bytes);
      }),
    );
  });

  it('never does anything with damaged bytes but refuse them in words, or read tensors that lie in the file', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom('types', 'unaligned', 'library'), flips, fc.option(fc.nat()), (file, changes, cut) => {
        const whole = golden(file);
        const reach = changes.length % 2 ? whole.length : 8 + whole.readUInt32LE(0); // half of the damage to the header alone
        for (const [at, value] of changes) whole[at % reach] = value;
        survives(cut === null ? whole : whole.subarray(0, cut % whole.length));
      }),
      { numRuns: 2000 },
    );
  });

  it('survives arbitrary bytes and arbitrary JSON', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => survives(bytes)));
    fc.assert(fc.property(fc.json(), fc.nat(16), (json, length) => survives(file(json, length))));
    const entry = fc.record({
      dtype: fc.constantFrom('F32', 'F16', 'I64'),
      shape: fc.array(fc.nat(3), { maxLength: 2 }),
      data_offsets: fc.tuple(fc.nat(16), fc.nat(16)),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), entry), fc.nat(16), (header, length) => survives(file(JSON.stringify(header), length))),
    );
  });

  const f32 = (shape: unknown, start: unknown, end: unknown) =>
    `{"dtype":"F32","shape":${JSON.stringify(shape)},"data_offsets":[${start},${end}]}`;
  const enemies: Record<string, [bytes: Uint8Array, says: RegExp]> = {
    nothing: [new Uint8Array(), /0 bytes/],
    'half a prefix': [new Uint8Array(7), /7 bytes/],
    'a header of 2⁶⁴ − 1 bytes': [new Uint8Array(16).fill(255), /how long its header is, and say 18446744073709551615 bytes/],
    'a header just over 100 MB': [prefixed(100_000_001n, ''), /how long its header is, and say 100000001 bytes/],
    'a header beyond the file': [prefixed(3n, '{}'), /ends within its header, after 10 of at least 11/],
    'an empty header': [file('', 0), /not a JSON object/],
    'no UTF-8': [prefixed(2n, Buffer.from([0xc3, 0x28])), /UTF-8/],
    'a byte order mark': [file('\ufeff{}', 0), /not a JSON object/],
    'half of a JSON object': [file('{"a":', 0), /not JSON/],
    'a list': [file('[]', 0), /not a JSON object/],
    null: [file('null', 0), /not a JSON object/],
    'a deep nest': [file('['.repeat(200_000), 0), /not a JSON object/],
    'a deep nest about a tensor': [file(`{"a":${'['.repeat(200_000)}`, 0), /more about the tensor a than/],
    'a nest about a tensor': [file(`{"a":${'['.repeat(500)}${']'.repeat(500)}}`, 0), /lists in lists/],
    'more names than any network': [
      file(`{${Array.from({ length: 30_000 }, (_, n) => `"n${n}":${f32([0], 0, 0)}`)}}`, 0),
      /names more than 20,000 tensors/,
    ],
    'a deep nest in the metadata': [file(`{"__metadata__":${'['.repeat(200_000)}`, 0), /metadata is not a table of texts/],
    'more metadata than anybody has': [
      file(`{"__metadata__":{${Array.from({ length: 10_001 }, (_, at) => `"${at}":""`).join()}}}`, 0),
      /more than 10,000 fields/,
    ],
    'a header of 40 MB': [
      Buffer.concat([prefixed(40_000_000n, ''), Buffer.alloc(40_000_000, ' ')]),
      /header of this file has 40 MB\. Unroll reads headers of up to 32 MB/,
    ],
    'one name twice': [file(`{"a":${f32([1], 0, 4)},"\\u0061":${f32([1], 4, 8)}}`, 8), /names a twice/],
    'one field twice': [file(`{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), /names dtype twice/],
    'the name __proto__': [file(`{"__proto__":${f32([1], 0, 4)}}`, 4), /__proto__/],
    '__proto__ in disguise': [file(`{"__metadata__":{"\\u005f_proto__":"x"}}`, 0), /__proto__/],
    'a name as long as a book': [file(`{"${'a'.repeat(1000)}":${f32([1], 0, 4)}}`, 4), /1000 characters/],
    'metadata that is no table': [file('{"__metadata__":["x"]}', 0), /metadata/],
    'metadata that is no text': [file('{"__metadata__":{"x":1}}', 0), /metadata/],
    'an entry that is no object': [file('{"a":1}', 0), /the tensor a/],
    'no shape': [file('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4), /the tensor a \(shape\)/],
    integers: [file('{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}', 8), /type I64; Unroll reads F64, F32, F16, BF16/],
    'a type that every object has': [file('{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,8]}}', 8), /type toString/],
    'a negative length': [file(`{"a":${f32([-1, -1], 0, 4)}}`, 4), /the tensor a/],
    'half a length': [file(`{"a":${f32([1.5], 0, 6)}}`, 6), /the tensor a/],
    'more dimensions than anybody has': [file(`{"a":${f32(Array(9).fill(1), 0, 4)}}`, 4), /the tensor a \(shape\)/],
    'a shape beyond all numbers': [file(`{"a":${f32([2 ** 52, 2 ** 52], 0, 4)}}`, 4), /impossibly large/],
    'a huge shape that a zero hides': [file(`{"a":${f32([2 ** 52, 2 ** 52, 0], 0, 0)}}`, 0), /impossibly large/],
    'a length of 1e999': [file('{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[0,4]}}', 4), /the tensor a/],
    'a negative offset': [file(`{"a":${f32([1], -4, 0)}}`, 4), /the tensor a/],
    'half an offset': [file(`{"a":${f32([1], 0.5, 4.5)}}`, 8), /the tensor a/],
    'an end before the start': [file(`{"a":${f32([1], 4, 0)}}`, 4), /needs 4 bytes and has -4/],
    'a shape that does not fill the bytes': [file(`{"a":${f32([2], 0, 4)}}`, 4), /needs 8 bytes and has 4/],
    'numbers beyond the file': [file(`{"a":${f32([2], 0, 8)}}`, 4), /only 4/],
    'two tensors in one place': [file(`{"a":${f32([1], 0, 4)},"b":${f32([1], 0, 4)}}`, 4), /b overlaps/],
    'half an overlap': [file(`{"a":${f32([2], 0, 8)},"b":${f32([2], 4, 12)}}`, 12), /b overlaps/],
    'a hole': [file(`{"a":${f32([1], 0, 4)},"b":${f32([1], 8, 12)}}`, 12), /4 bytes before b/],
    'something hidden at the end': [file(`{"a":${f32([1], 0, 4)}}`, 5), /last 1 bytes/],
    'something hidden in a file of no tensors': [file('{}', 1), /last 1 bytes/],
  };
  for (const [what, [bytes, says]] of Object.entries(enemies)) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => decodeSafetensors(bytes),
        (error) => error instanceof CheckpointError && says.test(error.message),
      ));
  }

  it('reads the smallest file there is', () => assert.deepEqual(decodeSafetensors(file('{}', 0)), { tensors: new Map(), metadata: {} }));

  it('writes no tensor that it could not read', () => {
    const one: Tensor = { shape: [2], data: new Float32Array(1) };
    assert.throws(() => encodeSafetensors(new Map([['a', one]]), {}), /1 numbers and a shape for 2/);
    assert.throws(() => encodeSafetensors(new Map([['__metadata__', { ...one, shape: [1] }]]), {}), CheckpointError);
  });
});

const name = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.startsWith('__'));
const tensor: fc.Arbitrary<Tensor> = fc
  .tuple(fc.array(fc.nat(4), { maxLength: 3 }), fc.boolean(), fc.infiniteStream(fc.double({ noNaN: false })))
  .map(([shape, double, numbers]) => {
    const data = Array.from({ length: sizeOf(shape) }, () => numbers.next().value as number);
    return { shape, data: double ? Float64Array.from(data) : Float32Array.from(data) };
  });

function survives(bytes: Uint8Array): void {
  try {
    for (const [, { shape, data }] of decodeSafetensors(bytes).tensors) {
      assert.equal(data.length, sizeOf(shape));
      assert.ok(data.length <= bytes.length / 2);
    }
  } catch (error) {
    assert.ok(error instanceof CheckpointError, String(error));
    assert.ok(error.message.length < 2000);
  }
}

function prefixed(headerLength: bigint, rest: string | Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(headerLength);
  return Buffer.concat([prefix, Buffer.from(rest as string)]);
}

function file(json: string, numbers: number): Uint8Array {
  return Buffer.concat([prefixed(BigInt(Buffer.byteLength(json)), json), Buffer.alloc(numbers)]);
}
