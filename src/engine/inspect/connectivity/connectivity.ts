/**
 * On which earlier characters a prediction depends. The gradient of a logit, or of the difference of two (“why e and not a”), with
 * respect to what each character reads as (Madsen, Visualizing memorization in RNNs, Distill 2019), and as a check on it what
 * happens when the character reads as the average one: occlusion.
 */
import type { Feed, Numbers } from '../../backend';
import type { CellProgram } from '../../cell/cellProgram';
import { BOUNDARY } from '../../infer/alternatives';
import { Branches } from '../../infer/branches';
import { likeliest } from '../../infer/distribution';
import { stackStepGraph } from '../../infer/stackStepGraph';
import { CancelledError, type Following } from '../../interruption';
import { carrySlot } from '../../model/carriedStack';
import type { Model } from '../../model/model';
import { CHUNK } from '../chunkReader';
import { FieldError } from '../fields';
import { shownActivations } from '../place';
import type { Traced } from '../readings';
import { type AveragedModel, withAverageInput } from './averageInput';
import { InputGradient } from './inputGradient';

/** Characters back, at most. */
export const MOST_BACK = 2048;
/** Characters that are left out side by side. */
const SIDE_BY_SIDE = 64;

export interface ConnectivityWanted {
  /** What is predicted after this character. */
  readonly at: number;
  /** Characters back from it, itself among them. */
  readonly back: number;
  /** Whose logit is asked after; by default what stands next, or else the likeliest. Empty: the boundary. */
  readonly symbol?: string | undefined;
  /** Its logit is subtracted. */
  readonly against?: string | undefined;
  readonly occlusion: boolean;
}

export interface Connectivity {
  readonly symbol: string;
  readonly against?: string;
  /** Of characters `from` up to and with `at`. */
  readonly from: number;
  /** The logit, or the difference, in nats. */
  readonly logit: number;
  /** ‖∂logit/∂r_s‖₂, r_s being the row that character s reads as: of the embedding, or of all matrices over x. */
  readonly norms: Float32Array;
  /** (r_s − r̄) · ∂logit/∂r_s: by how much it would be less with the average r̄ in its place, to the first order. */
  readonly shares: Float32Array;
  /** By how much it is less with the average in its place. */
  readonly occluded?: Float32Array;
}

/** @throws FieldError for a network that does not read forwards, a character or a symbol that is not there; CancelledError */
export async function connect(
  model: Model,
  traced: Traced,
  wanted: ConnectivityWanted,
  { stop, progress }: Following,
): Promise<Connectivity> {
  const { at, back } = wanted;
  const { source, reading } = traced;
  requireForwards(model);
  if (at >= source.table.length || back < 1 || back > MOST_BACK)
    throw new FieldError(`There is no character ${at} that can be followed ${back} back. At most ${MOST_BACK} are.`);
  const tokens = reading.feed.tokens as Numbers;
  const averaged = withAverageInput(model, tokens);
  const from = Math.max(0, at + 1 - back);
  const logits = await logitsAt(averaged, tokens, at, (t) => statesBefore(model, traced, t, { stop }));
  const truth = reading.truths?.[at + 1] ?? -1;
  const symbol = wanted.symbol === undefined ? (truth >= 0 ? truth : likeliest(logits)) : numberOf(model, wanted.symbol);
  const against = wanted.against === undefined ? undefined : numberOf(model, wanted.against);
  const towards = new Float32Array(model.shape.targets);
  towards[symbol] = 1;
  if (against !== undefined) towards[against] = (towards[against] as number) - 1;
  const dot = (values: Numbers) => towards.reduce((sum, weight, index) => sum + weight * (values[index] as number), 0);

  const found = { norms: new Float32Array(at + 1 - from), shares: new Float32Array(at + 1 - from) };
  const gradient = await InputGradient.open(averaged);
  try {
    let after: Feed | undefined;
    for (let chunk = Math.floor(at / CHUNK); (chunk + 1) * CHUNK > from; chunk--) {
      if (stop.aborted) throw new CancelledError();
      const start = chunk * CHUNK;
      const some = tokens.subarray(start, Math.min(at + 1, start + CHUNK));
      const states = await statesBefore(model, traced, start, { stop });
      const pulled = await gradient.pull(some, states, after ? { after } : { at: at - start, logits: towards });
      some.forEach((token, index) => {
        const s = start + index;
        if (s >= from)
          measure(averaged, token, pulled.inputs.subarray(index * averaged.columns, (index + 1) * averaged.columns), found, s - from);
      });
      after = pulled.before;
    }
  } finally {
    gradient.dispose();
  }
  const logit = dot(logits);
  const occluded = wanted.occlusion
    ? await occlude(
        averaged,
        { tokens, at, from },
        (t) => statesBefore(model, traced, t, { stop }),
        (row) => logit - dot(row),
        { stop, progress },
      )
    : undefined;
  return {
    symbol: model.targets[symbol] ?? BOUNDARY,
    ...(wanted.against !== undefined && { against: wanted.against }),
    from,
    logit,
    ...found,
    ...(occluded && { occluded }),
  };
}

function measure(
  { table, columns, average }: AveragedModel,
  token: number,
  gradient: Numbers,
  { norms, shares }: { readonly norms: Float32Array; readonly shares: Float32Array },
  index: number,
): void {
  let [squares, share] = [0, 0];
  gradient.forEach((value, column) => {
    squares += value * value;
    share += value * ((table[token * columns + column] as number) - (table[average * columns + column] as number));
  });
  norms[index] = Math.sqrt(squares);
  shares[index] = share;
}

/** @throws FieldError */
function numberOf({ targets, shape }: Model, symbol: string): number {
  const number = symbol === BOUNDARY ? targets.length : targets.indexOf(symbol);
  if (number < 0 || number >= shape.targets) throw new FieldError(`The model has never seen “${symbol}”: it cannot expect it.`);
  return number;
}

type StatesBefore = (at: number) => Promise<Feed>;

/** Many texts side by side, each with another of its characters left out. */
async function occlude(
  averaged: AveragedModel,
  { tokens, at, from }: { readonly tokens: Numbers; readonly at: number; readonly from: number },
  before: StatesBefore,
  change: (logits: Numbers) => number,
  { stop, progress }: Following,
): Promise<Float32Array> {
  const changes = new Float32Array(at + 1 - from);
  const branches = await openBranches(averaged, SIDE_BY_SIDE);
  try {
    for (let first = from; first <= at; first += SIDE_BY_SIDE) {
      branches.restart(await before(first));
      let logits: Numbers = new Float32Array();
      for (let t = first; t <= at; t++) {
        if (stop.aborted) throw new CancelledError();
        const token = tokens[t] as number;
        const choices = Array.from({ length: SIDE_BY_SIDE }, (_, row) => ({
          parent: row,
          token: first + row === t ? averaged.average : token,
        }));
        logits = (await branches.step(choices)).logits as Numbers;
      }
      for (let row = 0; row < SIDE_BY_SIDE && first + row <= at; row++)
        changes[first + row - from] = change(logits.subarray(row * averaged.shape.targets, (row + 1) * averaged.shape.targets));
      progress?.((Math.min(at + 1, first + SIDE_BY_SIDE) - from) / (at + 1 - from));
    }
  } finally {
    branches.dispose();
  }
  return changes;
}

async function logitsAt(averaged: AveragedModel, tokens: Numbers, at: number, before: StatesBefore): Promise<Numbers> {
  const branches = await openBranches(averaged, 1);
  try {
    branches.restart(await before(at));
    return (await branches.step([{ parent: 0, token: tokens[at] as number }])).logits as Numbers;
  } finally {
    branches.dispose();
  }
}

const openBranches = (averaged: AveragedModel, width: number): Promise<Branches> =>
  Branches.open(averaged, stackStepGraph(averaged.shape, 'forward', width));

/** By `carrySlot`. */
export async function statesBefore(
  { shape }: Model,
  { source, reading }: Traced,
  at: number,
  interruption: { readonly stop: { readonly aborted: boolean } },
): Promise<Feed> {
  if (at === 0) return reading.start ?? {};
  const states: Record<string, Numbers> = {};
  for (const [layer, cell] of shape.cells.entries()) {
    const place = source.table.places.findIndex((each) => each.layer === layer && each.direction === 'forward');
    for (const state of cell.states) {
      const activation = indexOfState(cell, state);
      const { mean } = await source.table.columns({ place, activation, from: at - 1, to: at, step: 1 }, interruption);
      states[carrySlot(layer, state)] = mean;
    }
  }
  return states;
}

const indexOfState = (cell: CellProgram, state: string): number => shownActivations(cell).findIndex(({ name }) => name === `${state}'`);

function requireForwards({ shape }: Model): void {
  if (shape.architecture.stepping === undefined)
    throw new FieldError('What a prediction depends on is shown of models that read forwards and tell the next character.');
}
