/** What crosses the border into a compiled graph is checked here: right names, right lengths, for inputs and for state. */
import { type Feed, type Graph, ShapeError, type Value } from '../backend';

/** A feed names every input of the graph and nothing else. @throws ShapeError */
export function checkFeed(graph: Pick<Graph, 'inputs'>, feed: Feed): void {
  for (const name in graph.inputs) {
    if (!Object.hasOwn(feed, name)) throw new ShapeError(`input “${name}” is not fed`);
  }
  for (const name in feed) {
    const value = Object.hasOwn(graph.inputs, name) ? graph.inputs[name] : undefined;
    if (!value) throw new ShapeError(`no input “${name}”; ${listed('the inputs are', graph.inputs)}`);
    const { length } = feed[name] as Feed[string];
    if (length !== value.rows * value.columns) throw wrongLength(`input “${name}”`, length, value);
  }
}

/** What is written to state names existing slots, each with all of its elements. @throws ShapeError */
export function checkState(graph: Pick<Graph, 'state'>, state: Feed): void {
  checkStateNames(graph, Object.keys(state));
  for (const [name, numbers] of Object.entries(state)) {
    const slot = graph.state[name];
    if (slot && numbers.length !== slot.value.rows * slot.value.columns) throw wrongLength(`state “${name}”`, numbers.length, slot.value);
  }
}

/** @throws ShapeError */
export function checkStateNames(graph: Pick<Graph, 'state'>, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(graph.state, name)) throw new ShapeError(`no state “${name}”; ${listed('the slots are', graph.state)}`);
  }
}

function wrongLength(what: string, found: number, { rows, columns }: Value): ShapeError {
  return new ShapeError(`${what} has ${found} numbers where (${rows}, ${columns}) needs ${rows * columns}`);
}

function listed(are: string, names: object): string {
  const list = Object.keys(names);
  return list.length === 0 ? 'there are none' : `${are} ${list.join(', ')}`;
}
