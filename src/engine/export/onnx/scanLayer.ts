/** One direction of a layer of any cell: a loop over time (Scan) whose body is a step of the cell, what multiplies its input before it. */
import { ShapeError } from '../../backend';
import type { CellProgram, GemmStage, MatrixBlock, PointwiseStage } from '../../cell/cellProgram';
import { requireTensor } from '../../checkpoint/tensor';
import { blockSlot, type Direction, layerName } from '../../model/stack';
import type { OnnxGraph, Port } from './onnxGraph';
import type { LayerReading, WrittenLayer } from './onnxLayer';
import type { OnnxSource } from './onnxSource';
import { pointwiseNodes, type Rows } from './pointwiseNodes';

export function scanLayer(
  graph: OnnxGraph,
  source: OnnxSource,
  cell: CellProgram,
  reading: LayerReading,
  direction: Direction,
): WrittenLayer {
  const { layer, mask } = reading;
  const label = `layer ${layer}/${direction}`;
  const scanned = [productsWithInput(graph, source, reading, direction), ...(mask ? [mask] : [])];
  const body = graph.body(`${label}/step`);
  writeStep({ body, around: graph, source, cell, reading, direction, label, values: new Map() });
  const backwards = direction === 'backward' ? 1 : 0;
  const names = graph.nodeOf(
    cell.states.length + 1,
    'Scan',
    [...cell.states.map((state) => reading.initial(state, direction) ?? zeros(graph, reading)), ...scanned],
    { body, num_scan_inputs: scanned.length, scan_input_directions: scanned.map(() => backwards), scan_output_directions: [backwards] },
    label,
  );
  return {
    layer,
    direction,
    outputs: names.at(-1) as string,
    final: new Map(cell.states.map((state, index) => [state, names[index] as string])),
  };
}

/** W x for all steps at once, (T, B, k·H). Every cell reads its input. */
function productsWithInput(graph: OnnxGraph, source: OnnxSource, { stack, layer, input }: LayerReading, direction: Direction): string {
  const block = source.slot(graph, blockSlot(stack, layer, direction, 0));
  const label = `layer ${layer}/products with the input`;
  return input.kind === 'ids'
    ? graph.node('Gather', [block, input.name], { axis: 0 }, label)
    : graph.node('MatMul', [input.name, block], {}, label);
}

/** (B, H) */
function zeros(graph: OnnxGraph, { stack, input }: LayerReading): string {
  const batch = graph.node('Shape', [input.name], { start: 1, end: 2 }, 'B');
  return graph.node('Expand', [graph.scalar(0), graph.node('Concat', [batch, graph.integers(stack.hidden)], { axis: 0 })], {}, 'zeros');
}

/** A step that is being written. */
interface Step {
  readonly body: OnnxGraph;
  /** Where the loop stands. */
  readonly around: OnnxGraph;
  readonly source: OnnxSource;
  readonly cell: CellProgram;
  readonly reading: LayerReading;
  readonly direction: Direction;
  readonly label: string;
  /** By the keys of the program. */
  readonly values: Map<string, Rows>;
}

/** The body: states and a row of each thing that is scanned in; states and the cell's output out. */
function writeStep(step: Step): void {
  const { body, around, source, cell, reading, direction, label, values } = step;
  const { stack, layer, mask } = reading;
  const { hidden } = stack;
  const port = (name: string, columns: number, type: 'float' | 'bool' = 'float'): Port => ({
    name: `${label}/${name}`,
    shape: ['B', columns],
    type,
    about: '',
  });
  for (const state of cell.states) values.set(`previous:${state}`, { name: body.input(port(`${state} before`, hidden)), each: true });
  const { matrices } = cell.blocks[0] as MatrixBlock;
  const products = body.input(port('products with the input', matrices.length * hidden));
  split(
    step,
    { name: products, each: true },
    matrices.map((name) => `x:${name}`),
  );
  const real = mask && body.input(port('real', 1, 'bool'));
  for (const name of cell.vectors) {
    const full = layerName(stack, layer, name, direction);
    const { data } = requireTensor(source.weights, full, [hidden]);
    values.set(`parameter:${name}`, { name: around.weights(full, [hidden], data), each: false });
  }
  for (const stage of cell.stages) writeStage(step, stage);
  for (const state of cell.states) {
    const before = at(step, `previous:${state}`);
    const after = inEachRow(step, at(step, `activation:${state}'`));
    const held = real ? body.node('Where', [real, after, before.name]) : after;
    values.set(`activation:${state}'`, { name: held, each: true });
    body.output(port(`${state} after`, hidden), held);
  }
  body.output(port('output', hidden), inEachRow(step, at(step, cell.output)));
}

function writeStage(step: Step, stage: GemmStage | PointwiseStage): void {
  const { body, around, source, reading, direction, label, values } = step;
  if (stage.kind === 'gemm') {
    const { name, each } = at(step, stage.operand);
    const block = source.slot(around, blockSlot(reading.stack, reading.layer, direction, stage.block));
    split(step, { name: (each ? body : around).node('MatMul', [name, block]), each }, stage.products);
  } else {
    const inputs = stage.inputs.map((key) => at(step, key));
    const labels = stage.outputs.map((key) => `${label}/${key.replace(/^\w+:/, '')}`);
    const made = pointwiseNodes(body, around, stage.program, inputs, labels);
    stage.outputs.forEach((key, index) => values.set(key, made[index] as Rows));
  }
}

/** Products that lie side by side, by key. */
function split({ body, around, values }: Step, { name, each }: Rows, keys: readonly string[]): void {
  const names = keys.length === 1 ? [name] : (each ? body : around).nodeOf(keys.length, 'Split', [name], { axis: -1 });
  keys.forEach((key, index) => values.set(key, { name: names[index] as string, each }));
}

/** What is made of parameters alone is the same for each text. */
function inEachRow(step: Step, { name, each }: Rows): string {
  const { body, cell } = step;
  return each ? name : body.node('Expand', [name, body.node('Shape', [at(step, `previous:${cell.states[0]}`).name])]);
}

function at({ cell, values }: Step, key: string): Rows {
  const rows = values.get(key);
  if (!rows) throw new ShapeError(`the cell ${cell.name} uses ${key} before it is there`);
  return rows;
}
