/**
 * A graph of ONNX operators that is being written. Values go by name; names are given here, so that each is written once, in
 * the bodies of loops too. https://github.com/onnx/onnx/blob/main/docs/IR.md
 */

export type ElementType = 'float' | 'int64' | 'bool';
/** A number, or the name of a length that is known only when the model is run: T, B. */
export type Dimension = number | string;
export type Attribute = number | string | readonly number[] | readonly string[] | OnnxGraph;

export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
  /** For people: what goes in or comes out. */
  readonly about: string;
}

export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Initializer {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** What all graphs of one model share. */
interface Shared {
  readonly initializers: Map<string, Initializer>;
  /** How often a name was asked for. */
  readonly names: Map<string, number>;
}

export class OnnxGraph {
  readonly inputs: Port[] = [];
  readonly outputs: Port[] = [];
  readonly nodes: Node[] = [];

  constructor(
    readonly name: string,
    private readonly shared: Shared = { initializers: new Map(), names: new Map() },
  ) {}

  /** Numbers that the model brings along, those of bodies too. */
  get initializers(): ReadonlyMap<string, Initializer> {
    return this.shared.initializers;
  }

  /** The body of a loop: it sees the values of the graph around it. */
  body(name: string): OnnxGraph {
    return new OnnxGraph(this.unused(name), this.shared);
  }

  input(port: Port): string {
    const name = this.unused(port.name);
    this.inputs.push({ ...port, name });
    return name;
  }

  output(port: Port, value: string): void {
    const name = this.unused(port.name);
    this.nodes.push({ operator: 'Identity', inputs: [value], outputs: [name], attributes: {} });
    this.outputs.push({ ...port, name });
  }

  /** Of one output. @param inputs '' for one that is left out @param label by which people find it */
  node(operator: string, inputs: readonly string[], attributes: Node['attributes'] = {}, label = operator): string {
    return this.nodeOf(1, operator, inputs, attributes, label)[0] as string;
  }

  nodeOf(outputs: number, operator: string, inputs: readonly string[], attributes: Node['attributes'] = {}, label = operator): string[] {
    const names = Array.from({ length: outputs }, () => this.unused(label));
    this.nodes.push({ operator, inputs, outputs: names, attributes });
    return names;
  }

  /** Learned numbers, by their name: written once. */
  weights(name: string, shape: readonly number[], data: ArrayLike<number>): string {
    if (!this.shared.initializers.has(name))
      this.shared.initializers.set(name, { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) });
    return name;
  }

  /** A single number. */
  scalar(value: number): string {
    return this.weights(`number ${Object.is(value, -0) ? '-0' : value}`, [], [value]);
  }

  /** Integers in a row, as operators take axes and sizes. */
  integers(...values: readonly number[]): string {
    return this.counted(`integers ${values.join(' ')}`, [values.length], values);
  }

  integer(value: number): string {
    return this.counted(`integer ${value}`, [], [value]);
  }

  /** The nodes that what it hands out needs, in order. @param read to it is added what they read, in bodies too */
  needed(read: Set<string> = new Set()): Node[] {
    for (const { name } of this.outputs) read.add(name);
    const nodes = this.nodes.toReversed().filter(({ inputs, outputs, attributes }) => {
      if (!outputs.some((name) => read.has(name))) return false;
      for (const name of inputs) read.add(name);
      for (const value of Object.values(attributes)) if (value instanceof OnnxGraph) value.needed(read);
      return true;
    });
    return nodes.reverse();
  }

  private counted(name: string, shape: readonly number[], values: readonly number[]): string {
    if (!this.shared.initializers.has(name)) this.shared.initializers.set(name, { shape, data: BigInt64Array.from(values, BigInt) });
    return name;
  }

  private unused(name: string): string {
    const times = this.shared.names.get(name) ?? 0;
    this.shared.names.set(name, times + 1);
    return times === 0 ? name : this.unused(`${name} ${times + 1}`);
  }
}
