/**
 * A network's graph in which what each symbol feeds it can be asked after: the rows that its symbols stand for (of the embedding,
 * or of the input matrices, which a one-hot vector picks out), the gradient that reaches them, and one symbol more, which is
 * the average of all.
 */
import type { Executable, Feed, Graph, Numbers } from '../../backend';
import { pullBack } from '../../graph/gradients';
import { GraphBuilder } from '../../graph/graphBuilder';
import { whole } from '../../graph/views';
import type { Size } from '../../model/architecture';
import type { Model } from '../../model/model';
import { forward } from '../../model/network';
import type { NetworkShape } from '../../model/networkShape';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { givenInputs } from '../interventions/changeableNetwork';

/** Inputs that take the symbols of a text, and which character element t is: of a gap filler, the one before t and the one after it. */
export function symbolInputs(feed: Feed): Readonly<Record<string, number>> {
  return feed.after ? { tokens: -1, after: 1 } : { tokens: 0 };
}

/** What reaches the symbols that one input takes. */
export interface Reached {
  readonly input: string;
  /** (T, C) each */
  readonly rows: Numbers;
  readonly gradient: Numbers;
  /** (C) */
  readonly average: Numbers;
}

export class InputGraph {
  /** The symbol that is the average of all. */
  readonly average: number;
  /** Of what the head says, one row after another for each text. */
  readonly rows: number;

  private constructor(
    private readonly shape: NetworkShape,
    private readonly batch: number,
    private readonly graph: Graph,
    private readonly executable: Executable,
    /** Of each gather, the input that it reads. */
    private readonly read: readonly string[],
  ) {
    this.average = shape.vocabulary;
    this.rows = (graph.outputs.logits?.rows ?? 0) / batch;
  }

  /**
   * @param inputs that take symbols
   * @param pulled whether gradients are asked for: of one text alone
   * @param changeable whether the network is one that reads `givenInputs`
   */
  static async open(
    model: Model,
    shape: NetworkShape,
    size: Size,
    { inputs, pulled, changeable }: { readonly inputs: readonly string[]; readonly pulled: boolean; readonly changeable: boolean },
  ): Promise<InputGraph> {
    const wider: NetworkShape = { ...shape, vocabulary: shape.vocabulary + 1 };
    const builder = new GraphBuilder();
    const { logits } = forward(builder, wider, size, changeable ? { given: givenInputs(builder, wider) } : {});
    builder.output('logits', logits);
    const gathers = builder.operations.flatMap((operation) =>
      operation.op === 'gather' && inputs.includes(operation.indices.value.label) ? [operation] : [],
    );
    if (pulled) {
      const contrast = builder.input(CONTRAST, logits.rows, logits.columns);
      const gradients = pullBack(
        builder,
        [{ at: logits, gradient: contrast }],
        gathers.map(({ out }) => whole(out)),
      );
      const average = builder.input(AVERAGE, 1, 1);
      gathers.forEach(({ out, table }, index) => {
        builder.output(`rows ${index}`, whole(out));
        builder.output(`gradient ${index}`, gradients[index] ?? whole(out));
        builder.output(`average ${index}`, builder.gather(table, average));
      });
    }
    const graph = builder.build();
    const executable = await model.backend.compile(graph);
    executable.write(withAverage(wider, toSlots(parameterSlots(shape), model.weights)));
    return new InputGraph(
      shape,
      size.batch,
      graph,
      executable,
      gathers.map(({ indices }) => indices.value.label),
    );
  }

  /** The logits of each text, row after row: (rows · B, targets). @param feed of one text, or of all, time-major @param carried of one text */
  async logits(feed: Feed, carried: Feed): Promise<Numbers> {
    return (await this.#run(feed, carried)).logits as Numbers;
  }

  /** @param contrast what is pulled back from the logits, (rows, targets) */
  async pull(feed: Feed, carried: Feed, contrast: Float32Array): Promise<readonly Reached[]> {
    const outputs = await this.#run({ ...feed, [CONTRAST]: contrast, [AVERAGE]: Float32Array.of(this.average) }, carried);
    return this.read.map((input, index) => ({
      input,
      rows: outputs[`rows ${index}`] as Numbers,
      gradient: outputs[`gradient ${index}`] as Numbers,
      average: outputs[`average ${index}`] as Numbers,
    }));
  }

  dispose(): void {
    this.executable.dispose();
  }

  async #run(feed: Feed, carried: Feed): Promise<Record<string, Numbers>> {
    const states = Object.entries(this.graph.state).flatMap(([name, { next }]) => (next ? [name] : []));
    this.executable.write(
      Object.fromEntries(states.map((name) => [name, repeated(carried[name] ?? new Float32Array(this.shape.hidden), this.batch)])),
    );
    const inputs = Object.entries(this.graph.inputs).map(([name, { rows, columns }]) => {
      const given = feed[name] ?? (name === 'mask' ? new Float32Array(rows * columns).fill(1) : new Float32Array(rows * columns));
      return [name, given.length === rows * columns ? given : repeatedRows(given, this.batch, columns)] as const;
    });
    const [outputs] = await this.executable.run([Object.fromEntries(inputs)]);
    return outputs as Record<string, Numbers>;
  }
}

const CONTRAST = 'contrast';
const AVERAGE = 'average';

/** A state for each text. */
function repeated(state: Numbers, batch: number): Numbers {
  const all = new Float64Array(state.length * batch);
  for (let row = 0; row < batch; row++) all.set(state, row * state.length);
  return all;
}

/** Time-major: each row once for each text. */
export function repeatedRows(values: Numbers, batch: number, columns = 1): Float32Array {
  const all = new Float32Array(values.length * batch);
  for (let row = 0; row * columns < all.length; row++) {
    const of = Math.floor(row / batch) * columns;
    all.set(values.subarray(of, of + columns), row * columns);
  }
  return all;
}

/** Weights of a network that knows one symbol more: in each table that symbols are looked up in, the mean of its rows. */
function withAverage(wider: NetworkShape, weights: Feed): Feed {
  return Object.fromEntries(
    parameterSlots(wider).map(({ name, rows, columns }) => {
      const known = weights[name] as Numbers;
      if (known.length === rows * columns) return [name, known];
      const all = new Float64Array(rows * columns);
      all.set(known);
      for (let at = 0; at < known.length; at++) {
        const mean = (rows - 1) * columns + (at % columns);
        all[mean] = (all[mean] as number) + (known[at] as number) / (rows - 1);
      }
      return [name, all];
    }),
  );
}
