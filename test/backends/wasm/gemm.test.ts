/** Matrix products of every form against the reference: tile rests, panel rests, blocks, views, addends, few rows. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import type { Backend, Feed, Graph, Numbers } from '../../../src/engine/backend';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { columnsOf, rowsOf } from '../../../src/engine/graph/views';
import { openWarm } from './openWarm';

interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly add: 'none' | 'row' | 'matrix';
  /** Rows and columns of a larger matrix around each operand. */
  readonly margin: number;
}

const sizes = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 70 }));
const product: fc.Arbitrary<Product> = fc.record({
  rows: sizes,
  inner: sizes,
  columns: sizes,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  add: fc.constantFrom('none', 'row', 'matrix'),
  margin: fc.integer({ min: 0, max: 3 }),
});

describe('wasm: matrix products', () => {
  let wasm: Backend;
  before(async () => {
    wasm = await openWarm();
  });

  it('agree with the reference for random shapes, transposes, views and addends', async () => {
    await fc.assert(
      fc.asyncProperty(product, async (shape) => agree(wasm, shape)),
      { numRuns: 150 },
    );
  });

  for (const shape of [
    { rows: 7, inner: 1300, columns: 9 },
    { rows: 700, inner: 130, columns: 9 },
    { rows: 128, inner: 2048, columns: 72 },
    { rows: 1, inner: 1, columns: 1 },
  ]) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ] as const) {
      const forms = `${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`;
      it(`agree where they are cut into blocks: ${shape.rows} × ${shape.inner} × ${shape.columns}${forms}`, async () => {
        await agree(wasm, { ...shape, transposeA, transposeB, add: 'matrix', margin: 1 });
      });
    }
  }
});

async function agree(wasm: Backend, shape: Product): Promise<void> {
  const graph = graphOf(shape);
  const feed = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, { rows, columns }], seed) => [name, numbers(rows * columns, seed + 1)]),
  );
  const [found, wanted] = await Promise.all([output(wasm, graph, feed), output(openReference(), graph, feed)]);
  const tolerance = 1e-6 * (shape.inner + 4);
  wanted.forEach((number, index) =>
    assert.ok(Math.abs(number - (found[index] as number)) <= tolerance, `element ${index}: ${found[index]} where ${number} is right`),
  );
}

function graphOf({ rows, inner, columns, transposeA, transposeB, add, margin }: Product): Graph {
  const builder = new GraphBuilder();
  const input = (name: string, height: number, width: number, transposed = false) => {
    const [r, c] = transposed ? [width, height] : [height, width];
    return columnsOf(rowsOf(builder.input(name, r + margin, c + 2 * margin), margin, r), margin, c);
  };
  const a = input('a', rows, inner, transposeA);
  const b = input('b', inner, columns, transposeB);
  const addend = add === 'none' ? undefined : input('add', add === 'row' ? 1 : rows, columns);
  builder.output('out', builder.gemm(a, b, { transposeA, transposeB, ...(addend && { add: addend }) }));
  return builder.build();
}

async function output(backend: Backend, graph: Graph, feed: Feed): Promise<Numbers> {
  const executable = await backend.compile(graph);
  const [result] = await executable.run([feed]);
  executable.dispose();
  return result?.out as Numbers;
}

/** Small exact fractions in −1…1, different for each seed. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => ((((index + 1) * 7919 * seed) % 257) - 128) / 128);
}
