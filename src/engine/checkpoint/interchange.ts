/**
 * PyTorch's names for the cells that PyTorch has: the state of `nn.RNN/GRU/LSTM(V, H, L)` as `rnn` and `nn.Linear(H, V)`
 * as `head` (and `nn.Embedding(V, E)` as `embedding`) ↔ our names, as in a cell's equations; for both directions, too.
 *
 * PyTorch stacks a layer's gates in one matrix, (G·H, in) and (G·H, H), and adds two biases, b_ih + b_hh. A cell that
 * writes one bias gets their sum.
 */
import type { CellProgram } from '../cell/cellProgram';
import type { Task } from '../experimentSchema';
import { CheckpointError } from './checkpointError';
import { describeTensor, listed, requireTensor, type Tensor } from './tensor';

/** Gates in PyTorch's order, by their names in our equations: W_xi, W_hi, b_i. */
const GATES: Readonly<Record<string, readonly string[]>> = {
  rnn: ['h'],
  'rnn-relu': ['h'],
  'gru-pytorch': ['r', 'z', 'n'],
  lstm: ['i', 'f', 'c', 'o'],
};

/** Those whose networks are one stack and a head. */
const ONE_STACK: readonly Task[] = ['language-model', 'tag', 'classify'];

/** The part of a network's shape that its names depend on. */
export interface InterchangeShape {
  readonly task: Task;
  /** One for each layer. */
  readonly cells: readonly Pick<CellProgram, 'name' | 'parameters'>[];
  readonly vocabulary: number;
  readonly targets: number;
  readonly hidden: number;
  readonly embedding: number;
  readonly bidirectional: 'no' | 'concat' | 'sum';
}

/** Whether the names are PyTorch's rather than ours. */
export function isPyTorch(tensors: ReadonlyMap<string, Tensor>): boolean {
  return [...tensors.keys()].some((name) => name.startsWith('rnn.'));
}

/** @throws CheckpointError naming the tensors expected and found, if they are not those of this network */
export function importPyTorch(tensors: ReadonlyMap<string, Tensor>, shape: InterchangeShape): Map<string, Tensor> {
  const expected = pyTorchShapes(shape);
  const of = (name: string) => requireTensor(tensors, name, expected.get(name) ?? []);
  for (const name of tensors.keys()) {
    if (expected.has(name)) continue;
    const names = [...expected].map(([each, its]) => describeTensor(each, its));
    throw new CheckpointError(`The weights have ${name}, which this model has no place for. It needs ${listed(names)}.`, names, [
      ...tensors.keys(),
    ]);
  }
  const ours = new Map<string, Tensor>();
  for (const name of ['embedding.weight', 'head.weight', 'head.bias']) if (expected.has(name)) ours.set(name, of(name));
  for (const { layer, suffix } of sweepsOf(shape)) {
    const [weightIh, weightHh, biasIh, biasHh] = layerNames(layer, suffix).map(of) as [Tensor, Tensor, Tensor, Tensor];
    gatesOf(shape).forEach(({ input, recurrent, biases }, gate) => {
      const set = (name: string, tensor: Tensor) => ours.set(`layers.${layer}.${name}${suffix}`, tensor);
      const [ih, hh] = [block(biasIh, gate, shape.hidden), block(biasHh, gate, shape.hidden)];
      set(input, block(weightIh, gate, shape.hidden));
      set(recurrent, block(weightHh, gate, shape.hidden));
      const [first, second] = biases;
      set(first, second === undefined ? sum(ih, hh) : ih);
      if (second !== undefined) set(second, hh);
    });
  }
  return ours;
}

/** The inverse; a single bias becomes b_ih, and b_hh is zero. Tensors of other names (moments, carried state) stay behind. @throws CheckpointError */
export function exportPyTorch(tensors: ReadonlyMap<string, Tensor>, shape: InterchangeShape): Map<string, Tensor> {
  const expected = pyTorchShapes(shape);
  const theirs = new Map<string, Tensor>();
  for (const name of ['embedding.weight', 'head.weight', 'head.bias']) {
    const its = expected.get(name);
    if (its) theirs.set(name, requireTensor(tensors, name, its));
  }
  const gates = gatesOf(shape);
  for (const { layer, suffix } of sweepsOf(shape)) {
    const names = layerNames(layer, suffix);
    const of = (name: string, columns: readonly number[]) =>
      requireTensor(tensors, `layers.${layer}.${name}${suffix}`, [shape.hidden, ...columns]);
    const nothing = { shape: [shape.hidden], data: new Float32Array(shape.hidden) };
    const parts = [
      gates.map(({ input }) => of(input, [inputSize(shape, layer)])),
      gates.map(({ recurrent }) => of(recurrent, [shape.hidden])),
      gates.map(({ biases: [first] }) => of(first, [])),
      gates.map(({ biases: [, second] }) => (second === undefined ? nothing : of(second, []))),
    ];
    parts.forEach((each, index) => {
      const name = names[index] as string;
      theirs.set(name, { shape: expected.get(name) ?? [], data: joined(each) });
    });
  }
  return theirs;
}

interface Gate {
  readonly input: string;
  readonly recurrent: string;
  /** One for the sum, or one for each of PyTorch's two. */
  readonly biases: readonly [string] | readonly [string, string];
}

function gatesOf({ task, cells }: InterchangeShape): readonly Gate[] {
  if (!ONE_STACK.includes(task))
    throw new CheckpointError(`Weights with PyTorch's names can be used for ${ONE_STACK.join(', ')}, and not for ${task}.`);
  const [cell] = cells as [InterchangeShape['cells'][number]];
  const other = cells.find(({ name }) => name !== cell.name);
  if (other) throw new CheckpointError(`PyTorch's layers all have one cell, and these have ${cell.name} and ${other.name}.`);
  const gates = GATES[cell.name];
  if (!gates) throw new CheckpointError(`PyTorch has no cell like ${cell.name}: its weights can go into ${Object.keys(GATES).join(', ')}.`);
  const names = new Set(cell.parameters.map(({ name }) => name));
  const found = gates.map((gate): Gate => {
    const biases = names.has(`b_${gate}`) ? ([`b_${gate}`] as const) : ([`b_x${gate}`, `b_h${gate}`] as const);
    return { input: `W_x${gate}`, recurrent: `W_h${gate}`, biases };
  });
  const needed = found.flatMap(({ input, recurrent, biases }) => [input, recurrent, ...biases]);
  if (needed.length !== names.size || !needed.every((name) => names.has(name))) {
    throw new CheckpointError(
      `This ${cell.name} has other parameters than PyTorch's: ${[...names].join(', ')} where ${needed.join(', ')} would fit.`,
      needed,
      [...names],
    );
  }
  return found;
}

function pyTorchShapes(shape: InterchangeShape): ReadonlyMap<string, readonly number[]> {
  const { vocabulary, targets, hidden, embedding, bidirectional } = shape;
  const rows = gatesOf(shape).length * hidden;
  const shapes = new Map<string, readonly number[]>();
  if (embedding > 0) shapes.set('embedding.weight', [vocabulary, embedding]);
  for (const { layer, suffix } of sweepsOf(shape)) {
    const its = [[rows, inputSize(shape, layer)], [rows, hidden], [rows], [rows]];
    for (const [index, name] of layerNames(layer, suffix).entries()) shapes.set(name, its[index] ?? []);
  }
  const width = bidirectional === 'concat' ? 2 * hidden : hidden;
  return shapes.set('head.weight', [targets, width]).set('head.bias', [targets]);
}

/** Each layer, in each direction. */
function sweepsOf({ cells, bidirectional }: InterchangeShape): readonly { readonly layer: number; readonly suffix: string }[] {
  const suffixes = bidirectional === 'no' ? [''] : ['', '_reverse'];
  return cells.flatMap((_, layer) => suffixes.map((suffix) => ({ layer, suffix })));
}

const layerNames = (layer: number, suffix: string) =>
  ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => `rnn.${name}_l${layer}${suffix}`);

function inputSize({ vocabulary, hidden, embedding, bidirectional }: InterchangeShape, layer: number): number {
  if (layer > 0) return bidirectional === 'concat' ? 2 * hidden : hidden;
  return embedding || vocabulary;
}

/** Rows gate·H … of a tensor of stacked gates. */
function block({ shape, data }: Tensor, gate: number, hidden: number): Tensor {
  const size = hidden * (shape[1] ?? 1);
  return { shape: [hidden, ...shape.slice(1)], data: data.slice(gate * size, (gate + 1) * size) };
}

function sum(a: Tensor, b: Tensor): Tensor {
  return { shape: a.shape, data: a.data.map((value, index) => value + (b.data[index] as number)) };
}

function joined(parts: readonly Tensor[]): Tensor['data'] {
  const length = parts.reduce((sum, { data }) => sum + data.length, 0);
  const data = parts.every((part) => part.data instanceof Float32Array) ? new Float32Array(length) : new Float64Array(length);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return data;
}
