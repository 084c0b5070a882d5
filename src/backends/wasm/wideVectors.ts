/**
 * V8 can carry out two neighbouring 128-bit operations as one of 256 bits, where the processor has such registers. That
 * is an experiment of V8's, behind a flag; so it is switched on only where, in this process, a trial gives the same bits
 * with it as without, and in clearly less time.
 */
import { setFlagsFromString } from 'node:v8';
import type { Feed, Graph, Numbers, View } from '../../engine/backend';
import { GraphBuilder } from '../../engine/graph/graphBuilder';
import { BINARY, PointwiseBuilder, UNARY } from '../../engine/graph/pointwise';
import { Random } from '../../engine/random';
import { ThreadPool } from './threads/threadPool';
import { instantiate } from './wasmExecutable';

const FLAG = 'experimental-wasm-revectorize';
/** That of Node 22: an older one would complain about the flag. */
const FIRST_V8 = 12;
/** The time must fall at least to this part, or the experiment is not worth it. */
const WORTH_IT = 0.85;
const RUNS = 10;

let decided: Promise<boolean> | undefined;

/** Whether kernels may count on registers of 256 bits. Tried out once in a process, which takes about a tenth of a second. */
export function hasWideVectors(): Promise<boolean> {
  decided ??= tryOut();
  return decided;
}

async function tryOut(): Promise<boolean> {
  if (Number.parseInt(process.versions.v8, 10) < FIRST_V8) return false;
  const graph = everyKernel();
  const narrow = await prepare(graph, false);
  setFlagsFromString(`--${FLAG}`);
  const wide = await prepare(graph, true);
  if (sameNumbers(narrow.outputs, wide.outputs) && (await isQuicker(wide, narrow))) return true;
  setFlagsFromString(`--no-${FLAG}`);
  return false;
}

interface Prepared {
  readonly outputs: Readonly<Record<string, Numbers>>;
  /** Once more, in milliseconds. */
  time(): Promise<number>;
}

async function prepare(graph: Graph, wide: boolean): Promise<Prepared> {
  // Kernels are compiled when they first run: now, by the optimizing compiler, which alone joins vectors.
  setFlagsFromString('--no-liftoff');
  try {
    const executable = await instantiate(graph, { relaxedSimd: true, wide, threads: 1, insist: true }, new ThreadPool(1));
    const feeds = [randomFeed(graph)];
    const [outputs = {}] = await executable.run(feeds);
    const time = async () => {
      const started = performance.now();
      await executable.run(feeds);
      return performance.now() - started;
    };
    return { outputs, time };
  } finally {
    setFlagsFromString('--liftoff');
  }
}

/** In turn, the quickest run of each: what else the machine does meanwhile slows both. */
async function isQuicker(wide: Prepared, narrow: Prepared): Promise<boolean> {
  const [times, than]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    times.push(await wide.time());
    than.push(await narrow.time());
  }
  return Math.min(...times) < WORTH_IT * Math.min(...than);
}

/** All kinds of kernels on shapes with and without a rest; nearly all of the time goes into one large product. */
function everyKernel(): Graph {
  const builder = new GraphBuilder();
  const [a, b] = [builder.input('a', 96, 256), builder.input('b', 256, 512)];
  builder.output('product', builder.gemm(a, b));
  for (const [rows, columns] of [
    [13, 53],
    [6, 64],
  ] as const) {
    const x = builder.input(`x ${columns}`, rows, columns);
    const shape = (name: string, view: View) => builder.output(`${name} ${columns}`, view);
    shape('gram', builder.gemm(x, x, { transposeA: true, add: rowOf(b, columns) }));
    shape('outer', builder.gemm(x, x, { transposeB: true }));
    builder.pointwise(everyInstruction(), [x, rowOf(b, columns)]).forEach((view, index) => {
      shape(`instruction ${index}`, view);
    });
    const targets = builder.constant(3, rows, 1);
    const sums = builder.logSumExp(x);
    shape('cross-entropy', builder.crossEntropy(x, sums, targets));
    shape('gradient', builder.crossEntropyGradient(x, sums, targets, builder.constant(0.5)));
    shape('column sums', builder.sumRows(x));
    shape('squares', builder.sumSquares(x));
  }
  return builder.build();
}

function everyInstruction() {
  const build = new PointwiseBuilder(2);
  const [x, y] = [build.input(0), build.input(1)];
  return build.build([...UNARY.map((op) => build.unary(op, x)), ...BINARY.map((op) => build.binary(op, x, y))]);
}

function rowOf(view: View, columns: number): View {
  return { ...view, rows: 1, columns };
}

function randomFeed({ inputs }: Graph): Feed {
  const random = Random.fromSeed(1);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { rows, columns }]) => [
      name,
      Float32Array.from({ length: rows * columns }, () => 8 * random.uniform() - 4),
    ]),
  );
}

function sameNumbers(some: Prepared['outputs'], others: Prepared['outputs']): boolean {
  return Object.entries(some).every(([name, numbers]) => numbers.every((number, index) => Object.is(number, others[name]?.[index])));
}
