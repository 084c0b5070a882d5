/** The forward pass of a language model by hand: its equations read line by line, in plain numbers, without graphs. */
import type { Model } from '../../../src/engine/abilities';
import type { Tensor } from '../../../src/engine/checkpoint/tensor';
import { runEquations } from '../cell/interpreter';

/** What is put in by hand: at a step, in a layer, in the place of an activation (`h'`) or of a state as the step finds it (`h`). */
export type Put = (t: number, layer: number, name: string, value: number[]) => number[];

/** All values of all activations (`valuesOf`), and the nats of the text. */
export function forwardPass({ shape, weights, vocabulary, experiment }: Model, text: string, put: Put = (_t, _l, _n, value) => value) {
  const tensor = (name: string) => weights.get(name) as Tensor;
  const matrix = ({ shape: [rows = 0, columns = 1], data }: Tensor) =>
    Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
  const { tokens } = vocabulary.encode(text);
  const layers = shape.cells.map((cell, layer) => ({
    cell,
    states: Object.fromEntries(cell.states.map((state) => [state, new Array<number>(shape.hidden).fill(0)])),
    parameters: Object.fromEntries(
      cell.parameters.map(({ name, kind }) => {
        const its = tensor(`layers.${layer}.${name}`);
        return [name, kind.endsWith('matrix') ? matrix(its) : [...its.data]];
      }),
    ),
    values: new Map(cell.activations.map(({ name }) => [name, [] as number[]])),
  }));
  let nats = 0;
  tokens.forEach((token, t) => {
    let x =
      experiment.embedding > 0
        ? (matrix(tensor('embedding.weight'))[token] as number[])
        : Array.from({ length: shape.vocabulary }, (_, v) => Number(v === token));
    layers.forEach((one, layer) => {
      const found = Object.fromEntries(Object.entries(one.states).map(([state, value]) => [state, put(t, layer, state, value)]));
      const computed = runEquations(one.cell.source, { x, states: found, parameters: one.parameters }, (name, value) =>
        put(t, layer, name, value),
      );
      for (const [name, values] of one.values) values.push(...(computed[name] as number[]));
      one.states = Object.fromEntries(one.cell.states.map((state) => [state, computed[`${state}'`] as number[]]));
      x = computed[one.cell.output.replace('activation:', '')] as number[];
    });
    const truth = tokens[t + 1];
    if (truth === undefined) return;
    const bias = tensor('head.bias').data;
    const logits = matrix(tensor('head.weight')).map((row, v) => row.reduce((sum, w, k) => sum + w * (x[k] as number), bias[v] as number));
    nats +=
      Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - Math.max(...logits)), 0)) +
      Math.max(...logits) -
      (logits[truth] as number);
  });
  return { values: layers.flatMap(({ cell, values }) => inOrder(cell).map((name) => values.get(name) as number[])), nats };
}

/** Names of activations as they are shown. */
export const inOrder = ({ activations, output }: Model['shape']['cells'][number]): string[] => [
  ...activations.filter(({ key }) => key === output).map(({ name }) => name),
  ...activations.filter(({ key }) => key !== output).map(({ name }) => name),
];
