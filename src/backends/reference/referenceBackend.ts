/** Plain loops in 64-bit floats: the living definition of every operation, against which all devices are tested. */
import type { Backend, Executable, Feed, Graph, Numbers, View } from '../../engine/backend';
import { checkFeed, checkState, checkStateNames } from '../../engine/graph/checkFeed';
import { validateGraph, writesOf } from '../../engine/graph/validateGraph';
import { compileOperation } from './compileOperation';
import { copyRectangle, type Memory, rectangle } from './rectangle';

export function openReference(): Backend {
  return {
    description: { backend: 'reference', device: 'reference', label: 'CPU · 64-bit reference', precision: 'float64' },
    updatesPerLaunch: 1,
    compile: async (graph) => new ReferenceExecutable(graph),
    dispose() {},
  };
}

class ReferenceExecutable implements Executable {
  private readonly memory: Memory;
  private readonly steps: readonly (() => void)[];
  private readonly advance: () => void;

  /** @throws ShapeError */
  constructor(private readonly graph: Graph) {
    validateGraph(graph);
    this.memory = allocate(graph);
    this.steps = graph.operations.map((operation) => compileOperation(operation, this.memory));
    this.advance = advanceState(graph, this.memory);
  }

  async run(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
    for (const feed of feeds) checkFeed(this.graph, feed);
    return feeds.map((feed) => this.runOnce(feed));
  }

  write(state: Feed): void {
    checkState(this.graph, state);
    for (const [name, numbers] of Object.entries(state)) {
      const slot = this.graph.state[name];
      if (slot) this.memory.of(slot.value).set(numbers);
    }
  }

  async read(names: readonly string[] = Object.keys(this.graph.state)): Promise<Record<string, Numbers>> {
    checkStateNames(this.graph, names);
    return Object.fromEntries(
      Object.entries(this.graph.state)
        .filter(([name]) => names.includes(name))
        .map(([name, slot]) => [name, this.memory.of(slot.value).slice()]),
    );
  }

  dispose(): void {}

  private runOnce(feed: Feed): Record<string, Numbers> {
    for (const [name, value] of Object.entries(this.graph.inputs)) this.memory.of(value).set(feed[name] as Numbers);
    for (const step of this.steps) step();
    const outputs = Object.fromEntries(Object.entries(this.graph.outputs).map(([name, view]) => [name, this.copy(view)]));
    this.advance();
    return outputs;
  }

  private copy(view: View): Float64Array {
    const numbers = new Float64Array(view.rows * view.columns);
    copyRectangle(rectangle(this.memory, view), numbers);
    return numbers;
  }
}

function allocate(graph: Graph): Memory {
  const arrays = new Map<number, Float64Array>();
  const values = [
    ...Object.values(graph.inputs),
    ...Object.values(graph.state).map((slot) => slot.value),
    ...graph.constants.map((constant) => constant.value),
    ...graph.operations.flatMap((operation) => writesOf(operation).map((view) => view.value)),
  ];
  for (const value of values) if (!arrays.has(value.id)) arrays.set(value.id, new Float64Array(value.rows * value.columns));
  for (const { value, fill } of graph.constants) arrays.get(value.id)?.fill(fill);
  return { of: (value) => arrays.get(value.id) as Float64Array };
}

/** All next values are taken before any slot changes: a slot may move into another. */
function advanceState(graph: Graph, memory: Memory): () => void {
  const moves = Object.values(graph.state).flatMap(({ value, next }) => {
    return next ? [{ from: rectangle(memory, next), between: new Float64Array(value.rows * value.columns), to: memory.of(value) }] : [];
  });
  return () => {
    for (const { from, between } of moves) copyRectangle(from, between);
    for (const { between, to } of moves) to.set(between);
  };
}
