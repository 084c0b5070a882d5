/** The forward pass by hand of networks that read both ways, or write another text (dot attention, or none): equations read line by line, no graphs. */
import type { Model } from '../../../src/engine/abilities';
import type { Tensor } from '../../../src/engine/checkpoint/tensor';
import type { Direction } from '../../../src/engine/model/stack';
import { runEquations } from '../cell/interpreter';
import { inOrder } from './forwardPass';

export interface At {
  readonly part: 'source' | 'target';
  readonly layer: number;
  readonly direction: Direction;
  readonly t: number;
}

/** What is put in by hand, in the place of an activation (`h'`) or of a state as the step finds it (`h`). */
export type PutWhole = (at: At, name: string, value: number[]) => number[];

type Vectors = number[][];

export interface WholePass {
  /** All values of all activations of each part, as `valuesOf` has them. */
  readonly values: { readonly source: Vectors; readonly target: Vectors };
  /** What the head says: of the text, or at each column of the target. */
  readonly logits: Vectors;
}

/** @param source symbols, the boundary among them @param target what the decoder is fed @param after of a gap filler, what its backward stack reads */
export function wholePass(
  { shape, weights }: Model,
  source: readonly number[],
  target: readonly number[] = [],
  put: PutWhole = (_at, _name, value) => value,
  after?: readonly number[],
): WholePass {
  const tensor = (name: string) => weights.get(name) as Tensor;
  const matrix = (name: string): Vectors => {
    const { shape: [rows = 0, columns = 1] = [], data } = tensor(name);
    return Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
  };
  const times = (of: Vectors, vector: readonly number[]) => of.map((row) => row.reduce((sum, w, k) => sum + w * (vector[k] as number), 0));
  const plus = (...vectors: readonly (readonly number[])[]) =>
    (vectors[0] ?? []).map((_, k) => vectors.reduce((sum, v) => sum + (v[k] ?? 0), 0));

  /** Runs a stack over one-hot symbols; the first states of each layer are given. */
  function stack(
    part: At['part'],
    prefix: string,
    symbols: readonly number[],
    directions: readonly Direction[],
    known: number,
    first: (layer: number, state: string) => number[],
  ) {
    let inputs = symbols.map((symbol) => Array.from({ length: known }, (_, v) => Number(v === symbol)));
    const values: Vectors = [];
    const finals: Record<string, number[]>[] = [];
    const ends: number[][] = [];
    shape.cells.forEach((cell, layer) => {
      const outputs = directions.map((direction) => {
        const suffix = direction === 'backward' ? '_reverse' : '';
        const parameters = Object.fromEntries(
          cell.parameters.map(({ name, kind }) => {
            const full = `${prefix}layers.${layer}.${name}${suffix}`;
            return [name, kind.endsWith('matrix') ? matrix(full) : [...tensor(full).data]];
          }),
        );
        let states = Object.fromEntries(cell.states.map((state) => [state, first(layer, state)]));
        const told = new Map(cell.activations.map(({ name }) => [name, [] as number[][]]));
        const made: number[][] = [];
        for (let taken = 0; taken < inputs.length; taken++) {
          const t = direction === 'forward' ? taken : inputs.length - 1 - taken;
          const at = { part, layer, direction, t };
          const found = Object.fromEntries(Object.entries(states).map(([state, value]) => [state, put(at, state, value)]));
          const x = inputs[t] as number[];
          const computed = runEquations(cell.source, { x, states: found, parameters }, (name, value) => put(at, name, value));
          for (const [name, columns] of told) columns[t] = computed[name] as number[];
          states = Object.fromEntries(cell.states.map((state) => [state, computed[`${state}'`] as number[]]));
          made[t] = computed[cell.output.replace('activation:', '')] as number[];
        }
        values.push(...inOrder(cell).map((name) => (told.get(name) as Vectors).flat()));
        finals.push(states);
        return made;
      });
      ends[layer] = outputs.flatMap((made, way) => (directions[way] === 'forward' ? made.at(-1) : made[0]) as number[]);
      inputs = inputs.map((_, t) => outputs.flatMap((made) => made[t] as number[]));
    });
    return { outputs: inputs, values, finals, end: ends.at(-1) as number[] };
  }

  const head = (features: readonly number[]) => plus(times(matrix('head.weight'), features), [...tensor('head.bias').data]);
  const zeros = () => new Array<number>(shape.hidden).fill(0);
  const ways: readonly Direction[] = shape.bidirectional === 'no' ? ['forward'] : ['forward', 'backward'];
  if (target.length === 0) {
    if (after) {
      const [before, behind] = [
        stack('source', '', source, ['forward'], shape.vocabulary, zeros),
        stack('source', '', after, ['backward'], shape.vocabulary, zeros),
      ];
      const logits = before.outputs.map((features, t) => head([...features, ...(behind.outputs[t] as number[])]));
      return { values: { source: [...before.values, ...behind.values], target: [] }, logits };
    }
    const { values, end, outputs } = stack('source', '', source, ways, shape.vocabulary, zeros);
    const logits = shape.architecture.tells === 'once' ? [head(end)] : outputs.map(head);
    return { values: { source: values, target: [] }, logits };
  }
  const read = stack('source', 'encoder.', source, ways, shape.vocabulary, zeros);
  const written = stack('target', 'decoder.', target, ['forward'], shape.targets, (layer, state) => {
    const finals = ways.flatMap((_, way) => read.finals[layer * ways.length + way]?.[state] as number[]);
    if (ways.length === 1) return finals;
    return plus(times(matrix(`bridge.${layer}.${state}.weight`), finals), [...tensor(`bridge.${layer}.${state}.bias`).data]);
  });
  const looked = (hidden: number[]) => {
    if (shape.attention === 'none') return hidden;
    const scores = read.outputs.map((m) => times(matrix('attention.W_a'), m).reduce((sum, key, k) => sum + key * (hidden[k] as number), 0));
    const shares = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const all = shares.reduce((sum, share) => sum + share, 0);
    const context = plus(...read.outputs.map((m, s) => m.map((value) => (value * (shares[s] as number)) / all)));
    return times(matrix('attention.W_c'), [...context, ...hidden]).map(Math.tanh);
  };
  return { values: { source: read.values, target: written.values }, logits: written.outputs.map((hidden) => head(looked(hidden))) };
}
