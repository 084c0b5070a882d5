/**
 * Which characters a prediction depends on (Madsen 2019, “Visualizing memorization in RNNs”): the gradient of a symbol's logit, or
 * of the difference of two, with respect to what each character feeds the network; and occlusion, which tries it, as the check.
 */
import type { Feed, Numbers } from '../../backend';
import { BOUNDARY } from '../../infer/alternatives';
import { likeliest } from '../../infer/distribution';
import { CancelledError, type Following } from '../../interruption';
import type { Model } from '../../model/model';
import { stepsOf } from '../../model/network';
import type { NetworkShape } from '../../model/networkShape';
import type { TraceReading } from '../../tasks/task';
import { unitWords } from '../../text/units';
import { CHUNK } from '../chunkReader';
import { FieldError } from '../fields';
import { changeableShape, unchanged } from '../interventions/changeableNetwork';
import type { Traced } from '../readings';
import { InputGraph, repeatedRows, symbolInputs } from './inputGraph';
import { LastGraph } from './lastGraph';

export interface ConnectivityWanted {
  /** The column after which (infill, tag, the target of translate: at which) something is predicted. */
  readonly at: number;
  /** What is predicted: by default what stands in the text, or where nothing does the likeliest. */
  readonly symbol?: string | undefined;
  /** Why that, and not this. */
  readonly against?: string | undefined;
  readonly occlusion?: boolean | undefined;
}

export interface Connectivity {
  readonly symbol: string;
  readonly against?: string;
  /** The logit, or by how much it is above the other one's, in nats. */
  readonly logit: number;
  /** The first column that is told of; of a translator, of the source. */
  readonly from: number;
  /** ‖∂logit/∂xₛ‖₂ for each column s, where xₛ is the row of the embedding (or of the input matrices) that the character stands for. */
  readonly norms: Float32Array;
  /** ∂logit/∂xₛ · (xₛ − x̄), x̄ the average row: what the character does for the logit compared with the average one, to first order. */
  readonly shares: Float32Array;
  /** What the logit really loses when the character's row is the average one. */
  readonly occluded?: Float32Array;
}

/** Columns back that are looked at where a text is read forwards, rounded down to a chunk: beyond, nothing is left of a gradient. */
const WINDOW = 4 * CHUNK;
/** Of a text that is read whole. */
const MOST_WHOLE = 2000;
/** Texts with one character hidden each, side by side. */
const HIDDEN = 16;

/** One text as far as the prediction depends on it. */
interface Stretch {
  readonly shape: NetworkShape;
  readonly feed: Feed;
  /** Whether the network reads what something in it is changed by. */
  readonly changeable: boolean;
  readonly carried: Feed;
  /** The column that element 0 stands for. */
  readonly from: number;
  /** Columns that are told of. */
  readonly columns: number;
  readonly size: { readonly window: number; readonly targetWindow?: number };
  /** Of what the head says, that which says the prediction. */
  readonly row: number;
  /** Whether the graph is the same wherever in a text one looks. */
  readonly lasting: boolean;
}

/** @throws FieldError for a column or a symbol that there is not, or a text that is too long to be read whole; CancelledError */
export async function connect(
  model: Model,
  traced: Traced,
  { at, symbol, against, occlusion = false }: ConnectivityWanted,
  following: Following,
): Promise<Connectivity> {
  const { reading } = traced;
  const stretch = stretchOf(model, traced, reading, at);
  const inputs = symbolInputs(stretch.feed);
  return await withGraph(model, stretch, inputs, 1, async (graph) => {
    const logits = rowOf(await graph.logits(stretch.feed, stretch.carried), stretch, model);
    const chosen = symbol === undefined ? (truthAt(reading, at) ?? likeliest(logits)) : symbolNumber(model, symbol);
    const other = against === undefined ? undefined : symbolNumber(model, against);
    const value = (of: Numbers) => (of[chosen] as number) - (other === undefined ? 0 : (of[other] as number));
    const contrast = new Float32Array(graph.rows * model.shape.targets);
    contrast[stretch.row * model.shape.targets + chosen] = 1;
    if (other !== undefined) {
      const place = stretch.row * model.shape.targets + other;
      contrast[place] = (contrast[place] as number) - 1;
    }
    const reached = await graph.pull(stretch.feed, stretch.carried, contrast);
    const [squares, shares] = [new Float64Array(stretch.columns), new Float64Array(stretch.columns)];
    for (const { input, rows, gradient: arriving, average } of reached)
      for (let at = 0; at < rows.length; at++) {
        const column = Math.floor(at / average.length) + (inputs[input] ?? 0);
        if (column < 0 || column >= stretch.columns) continue;
        const slope = arriving[at] as number;
        squares[column] = (squares[column] as number) + slope ** 2;
        shares[column] = (shares[column] as number) + slope * ((rows[at] as number) - (average[at % average.length] as number));
      }
    return {
      symbol: nameOf(model, chosen),
      ...(other !== undefined && { against: nameOf(model, other) }),
      logit: value(logits),
      from: stretch.from,
      norms: Float32Array.from(squares, Math.sqrt),
      shares: Float32Array.from(shares),
      ...(occlusion && { occluded: await occlude(model, stretch, inputs, value, value(logits), following) }),
    };
  });
}

/** Hides each character in a text of its own: its row is the average one. */
async function occlude(
  model: Model,
  stretch: Stretch,
  inputs: Readonly<Record<string, number>>,
  value: (logits: Numbers) => number,
  plain: number,
  { stop, progress, pause }: Following,
): Promise<Float32Array> {
  const lost = new Float32Array(stretch.columns);
  await withGraph(model, stretch, inputs, HIDDEN, async (graph) => {
    for (let first = 0; first < stretch.columns; first += HIDDEN) {
      await pause?.();
      if (stop.aborted) throw new CancelledError();
      const feed: Record<string, Numbers> = { ...stretch.feed };
      for (const [name, shift] of Object.entries(inputs)) {
        const hidden = repeatedRows(stretch.feed[name] as Numbers, HIDDEN);
        for (let text = 0; text < HIDDEN; text++) {
          const element = first + text - shift;
          if (element >= 0 && element * HIDDEN < hidden.length) hidden[element * HIDDEN + text] = graph.average;
        }
        feed[name] = hidden;
      }
      const logits = await graph.logits(feed, stretch.carried);
      for (let text = 0; text < Math.min(HIDDEN, stretch.columns - first); text++)
        lost[first + text] = plain - value(rowOf(logits, { row: stretch.row * HIDDEN + text }, model));
      progress?.(Math.min(1, (first + HIDDEN) / stretch.columns));
    }
  });
  return lost;
}

function stretchOf(model: Model, { source, target, chunks, changes }: Traced, { feed, tells }: TraceReading, at: number): Stretch {
  const predicting = target ?? source;
  const shape = changes ? changeableShape(model.shape) : model.shape;
  if (at < 0 || at >= predicting.table.length) throw new FieldError(`There is no ${unitWords(predicting.units).one} ${at + 1}.`);
  const { stepping } = shape.architecture;
  if (stepping && chunks) {
    const chunk = Math.max(0, Math.floor(at / CHUNK) + 1 - WINDOW / CHUNK);
    const from = chunk * CHUNK;
    const columns = at + 1 - from;
    const window = CHUNK * Math.ceil(columns / CHUNK); // one of few, whose graphs are kept
    // What is read afterwards, zeros here, changes nothing before it.
    const tokens = new Float32Array(window);
    tokens.set((feed.tokens as Numbers).slice(from, at + 1));
    const stepped = { ...shape, architecture: stepping };
    return {
      shape: stepped,
      feed: { tokens, ...(changes && { ...unchanged(stepped, () => window), ...changes.feed(from, window) }) },
      changeable: changes !== undefined,
      carried: chunks.entering(chunk),
      from,
      columns,
      size: { window },
      row: at - from,
      lasting: true,
    };
  }
  const columns = source.table.length;
  if (columns > MOST_WHOLE)
    throw new FieldError(
      `This network reads a text whole, and what it depends on can be told of ${MOST_WHOLE.toLocaleString('en')} ${unitWords(source.units).many} at most: choose a shorter text.`,
    );
  const [window, targetWindow] = [feed.tokens?.length ?? 0, feed['decoder.tokens']?.length];
  const size = { window, ...(targetWindow !== undefined && { targetWindow }) };
  const changed = changes && {
    ...unchanged(shape, (stack) => stepsOf(stack, size)),
    ...changes.feed(0, window),
    ...(targetWindow !== undefined && changes.feed(0, targetWindow, 'target')),
  };
  const row = tells === 'end' ? 0 : at;
  return {
    shape,
    feed: { ...feed, ...changed },
    changeable: changes !== undefined,
    carried: {},
    from: 0,
    columns,
    size,
    row,
    lasting: false,
  };
}

/** One that lasts is kept with the model, until one of another window is wanted. */
async function withGraph<Result>(
  model: Model,
  { shape, size, lasting, changeable }: Stretch,
  inputs: Readonly<Record<string, number>>,
  batch: number,
  use: (graph: InputGraph) => Promise<Result>,
): Promise<Result> {
  const how = { inputs: Object.keys(inputs), pulled: batch === 1, changeable };
  const open = () => InputGraph.open(model, shape, { ...size, batch }, how);
  if (lasting) {
    const last = await model.keep(`${changeable ? 'changeable ' : ''}input graph ${batch}`, async () => new LastGraph());
    return await last.use(size.window, open, use);
  }
  const graph = await open();
  try {
    return await use(graph);
  } finally {
    graph.dispose();
  }
}

/** The right symbol; undefined where there is none, or the network cannot say it. */
function truthAt({ tells, truths }: TraceReading, at: number): number | undefined {
  const truth = truths?.[tells === 'next' ? at + 1 : at];
  return truth !== undefined && truth >= 0 ? truth : undefined;
}

function symbolNumber({ shape, targets }: Model, symbol: string): number {
  const known = targets.includes(symbol) ? symbol : ` ${symbol}`; // of a word that is not the first, the name has a space before it
  const number = symbol === BOUNDARY && shape.targets > targets.length ? targets.length : targets.indexOf(known);
  if (number < 0) throw new FieldError(`The network cannot say “${symbol}”: it is not among what it learned to tell.`);
  return number;
}

const nameOf = ({ targets }: Model, number: number): string => targets[number] ?? BOUNDARY;

const rowOf = (logits: Numbers, { row }: Pick<Stretch, 'row'>, { shape }: Model): Numbers =>
  logits.slice(row * shape.targets, (row + 1) * shape.targets);
