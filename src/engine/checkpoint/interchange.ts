/**
 * PyTorch's names for the cells that PyTorch has: the state of `nn.RNN/GRU/LSTM(V, H, L)` as `rnn` and `nn.Linear(H, V)`
 * as `head` (and `nn.Embedding(V, E)` as `embedding`) ↔ our names, as in a cell's equations; for both directions, too.
 * Infill's two stacks are modules of their own, `forwards` and `backwards` (which reads the text from its end);
 * those of translate `encoder` and `decoder`.
 *
 * PyTorch stacks a layer's gates in one matrix, (G·H, in) and (G·H, H), and adds two biases, b_ih + b_hh. A cell that
 * writes one bias gets their sum. Which cells these are, and which of their parameters is which, `pyTorchCell.ts` tells.
 */
import { builtinCells } from '../cell/builtin/builtinCells';
import { compileCell } from '../cell/compileCell';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { inputSize, layerName, type Stack } from '../model/stack';
import { CheckpointError } from './checkpointError';
import { type PyTorchGate, pyTorchCell } from './pyTorchCell';
import { asModules } from './pyTorchNames';
import { describeTensor, listed, requireTensor, sizeOf, type Tensor } from './tensor';

/**
 * Modules may be called otherwise, and biases be missing: those are zeros.
 * @throws CheckpointError naming the tensors expected and found, if they are not those of this network
 */
export function importPyTorch(given: ReadonlyMap<string, Tensor>, shape: NetworkShape): Map<string, Tensor> {
  const expected = pyTorchShapes(shape);
  const tensors = withBiases(asModules(given, shape), expected);
  const of = (name: string) => requireTensor(tensors, name, expected.get(name) ?? []);
  for (const name of tensors.keys()) {
    if (expected.has(name)) continue;
    const names = [...expected].map(([each, its]) => describeTensor(each, its));
    throw new CheckpointError(`The weights have ${name}, which this model has no place for. It needs ${listed(names)}.`, names, [
      ...tensors.keys(),
    ]);
  }
  const ours = new Map<string, Tensor>();
  for (const { name, theirs } of plainTensors(shape)) ours.set(name, of(theirs));
  const gates = gatesOf(shape);
  for (const { hidden, own, names } of sweepsOf(shape)) {
    const [weightIh, weightHh, biasIh, biasHh] = names.map(of) as [Tensor, Tensor, Tensor, Tensor];
    gates.forEach(({ input, recurrent, biases }, gate) => {
      const [ih, hh] = [block(biasIh, gate, hidden), block(biasHh, gate, hidden)];
      ours.set(own(input), block(weightIh, gate, hidden));
      ours.set(own(recurrent), block(weightHh, gate, hidden));
      const [first, second] = biases;
      ours.set(own(first), second === undefined ? sum(ih, hh) : ih);
      if (second !== undefined) ours.set(own(second), hh);
    });
  }
  return ours;
}

/** How many symbols the weights are for: what a shape is by the tensors themselves. */
export function pyTorchSizes(
  given: ReadonlyMap<string, Tensor>,
  shape: NetworkShape,
): Pick<NetworkShape, 'vocabulary' | 'targets' | 'labels'> {
  const tensors = asModules(given, shape);
  const { architecture, cells, embedding } = shape;
  const [part] = architecture.stacks(shape).map((stack) => stack.part);
  const read = embedding > 0 ? `${part === undefined ? '' : `${part}_`}embedding.weight` : `${architecture.modules[0]}.weight_ih_l0`;
  return {
    vocabulary: tensors.get(read)?.shape[embedding > 0 ? 0 : 1] ?? shape.vocabulary,
    targets: tensors.get('head.weight')?.shape[0] ?? shape.targets,
    labels: tensors.get(`${cells[0]?.states[0]}.0.weight`)?.shape[0] ?? shape.labels,
  };
}

/** What was taken as something else than it says, in whole sentences. */
export function readAs(given: ReadonlyMap<string, Tensor>, shape: NetworkShape): string[] {
  const tensors = asModules(given, shape);
  const moduleOf = (name: string) => (name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '');
  const [theirs, ours] = [[...given.keys()], [...tensors.keys()]];
  const other = theirs.flatMap((name, index) => {
    const [from, to] = [moduleOf(name), moduleOf(ours[index] as string)];
    return from === to ? [] : [`${from === '' ? 'what names no module' : from} is read as ${to}`];
  });
  const missing = [...pyTorchShapes(shape).keys()].filter((name) => /bias/.test(name) && !tensors.has(name));
  return [
    ...(other.length > 0 ? [`In these weights ${[...new Set(other)].join(', ')}.`] : []),
    ...(missing.length > 0
      ? [`The weights have no ${listed(missing)} (bias=False): these biases begin as zeros, and are learned from there.`]
      : []),
  ];
}

/** `bias=False` leaves out those of all layers, or that of a head. */
function withBiases(tensors: ReadonlyMap<string, Tensor>, expected: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, Tensor> {
  const none = ![...tensors.keys()].some((name) => /\.bias_[ih]h_l/.test(name));
  const absent = [...expected].filter(([name]) =>
    /\.bias_[ih]h_l/.test(name) ? none : name.endsWith('head.bias') && !tensors.has(name) && tensors.has(name.replace(/bias$/, 'weight')),
  );
  return new Map([...tensors, ...absent.map(([name, shape]) => [name, { shape, data: new Float32Array(sizeOf(shape)) }] as const)]);
}

/** The inverse; a single bias becomes b_ih, and b_hh is zero. Tensors of other names (moments, carried state) stay behind. @throws CheckpointError */
export function exportPyTorch(tensors: ReadonlyMap<string, Tensor>, shape: NetworkShape): Map<string, Tensor> {
  const expected = pyTorchShapes(shape);
  const exported = new Map<string, Tensor>();
  for (const { name, theirs, size } of plainTensors(shape)) exported.set(theirs, requireTensor(tensors, name, size));
  const gates = gatesOf(shape);
  for (const { hidden, inputs, own, names } of sweepsOf(shape)) {
    const of = (name: string, columns: readonly number[]) => requireTensor(tensors, own(name), [hidden, ...columns]);
    const nothing = { shape: [hidden], data: new Float32Array(hidden) };
    const parts = [
      gates.map(({ input }) => of(input, [inputs])),
      gates.map(({ recurrent }) => of(recurrent, [hidden])),
      gates.map(({ biases: [first] }) => of(first, [])),
      gates.map(({ biases: [, second] }) => (second === undefined ? nothing : of(second, []))),
    ];
    parts.forEach((each, index) => {
      const name = names[index] as string;
      exported.set(name, { shape: expected.get(name) ?? [], data: joined(each) });
    });
  }
  return exported;
}

/** @throws CheckpointError where its layers are not all one cell of PyTorch's */
function gatesOf({ cells }: NetworkShape): readonly PyTorchGate[] {
  const [cell] = cells as [NetworkShape['cells'][number]];
  const other = cells.find(({ source }) => source !== cell.source);
  if (other) throw new CheckpointError(`PyTorch's layers all have one cell, and these have ${cell.name} and ${other.name}.`);
  const found = pyTorchCell(cell);
  if (found) return found.gates;
  const builtin = builtinCells.filter(({ name, source }) => pyTorchCell(compileCell(source, name))).map(({ name }) => name);
  throw new CheckpointError(
    `PyTorch has no cell with the equations of ${cell.name}: its weights can go into ${builtin.join(', ')}, and into cells of your own that come to the same, with states h and c.`,
  );
}

/** All that PyTorch's modules of this network have. */
function pyTorchShapes(shape: NetworkShape): ReadonlyMap<string, readonly number[]> {
  const gates = gatesOf(shape).length;
  const plain = plainTensors(shape).map(({ theirs, size }) => [theirs, size] as const);
  const layers = sweepsOf(shape).flatMap(({ hidden, inputs, names }) => {
    const rows = gates * hidden;
    const sizes = [[rows, inputs], [rows, hidden], [rows], [rows]];
    return names.map((name, index) => [name, sizes[index] as number[]] as const);
  });
  return new Map([...layers, ...plain]);
}

/** A layer in one direction. */
interface Sweep {
  readonly hidden: number;
  /** Elements of what it reads. */
  readonly inputs: number;
  /** What we call its parameters. */
  own(name: string): string;
  /** PyTorch's four. */
  readonly names: readonly string[];
}

function sweepsOf(shape: NetworkShape): readonly Sweep[] {
  return shape.architecture.stacks(shape).flatMap((stack, index) => sweepsOfStack(stack, shape.architecture.modules[index] as string));
}

function sweepsOfStack(stack: Stack, module: string): Sweep[] {
  const both = stack.directions.length > 1;
  return stack.cells.flatMap((_, layer) =>
    stack.directions.map((direction) => {
      const suffix = both && direction === 'backward' ? '_reverse' : '';
      const names = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => `${module}.${name}_l${layer}${suffix}`);
      const own = (name: string) => layerName(stack, layer, name, direction);
      return { hidden: stack.hidden, inputs: inputSize(stack, layer), own, names };
    }),
  );
}

/** What is the same in both but for its name. */
interface PlainTensor {
  readonly name: string;
  readonly theirs: string;
  readonly size: readonly number[];
}

function plainTensors(shape: NetworkShape): readonly PlainTensor[] {
  const members = parameterSlots(shape).flatMap((slot) => slot.members);
  return members.flatMap(({ name, shape: size }) => {
    const theirs = plainName(name, shape);
    return theirs === undefined ? [] : [{ name, theirs, size }];
  });
}

/** A module's weight is the matrix itself; a list of modules counts layers, and states in the order of the cell. */
export function plainName(name: string, { cells }: NetworkShape): string | undefined {
  const [part, second = '', state = '', kind] = name.split('.');
  switch (part) {
    case 'embedding':
    case 'head':
    case 'forwards_head':
    case 'backwards_head':
      return name;
    case 'encoder':
    case 'decoder':
      return second === 'embedding' ? `${part}_embedding.weight` : undefined;
    case 'label':
      return `${state}.${second}.weight`;
    case 'bridge':
      return `bridge.${second}.${cells[Number(second)]?.states.indexOf(state)}.${kind}`;
    case 'attention':
      return `${second}.weight`;
    default:
      return undefined;
  }
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
