/** One direction of an infill model as a `Side` of the search over a gap: its stack, and its share of the head. */
import type { Numbers } from '../../backend';
import type { Choice } from '../../infer/beamSearch';
import { Branches } from '../../infer/branches';
import { rowOf } from '../../infer/paddedTexts';
import { stackStepGraph } from '../../infer/stackStepGraph';
import { CancelledError, type Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { Direction } from '../../model/stack';
import type { Reader, Side } from './searchGap';

/** Texts read at once. */
const WIDTH = 32;
/** Symbols read between two looks at whether somebody wants it to end. */
const STRIDE = 32;

export interface InfillSide extends Side {
  /** What it says of the text with its own head; undefined in a model that has none. */
  readonly alone: Reader | undefined;
  dispose(): void;
}

/**
 * @param near what it reads up to the gap, in its direction
 * @param far the text beyond the gap, in its direction too: only for the mean
 */
export async function openInfillSide(
  model: Model,
  direction: Direction,
  near: Uint32Array,
  far: Uint32Array,
  interruption: Interruption,
): Promise<InfillSide> {
  const { targets } = model.shape;
  const { seen, alone, mean, state } = await readContext(model, direction, near, far, interruption);
  const beside = seen.at(-2);
  const branches = await Branches.open(model, stackStepGraph(model.shape, direction, WIDTH));
  const stepOf = (output: string) => async (choices: readonly Choice[]) => {
    const logits = (await branches.step(choices))[output] as Numbers;
    return choices.map((_, row) => rowOf(logits, targets, row));
  };
  const reading = { width: WIDTH, restart: () => branches.restart(state) };
  return {
    alone: alone && { ...reading, next: alone, step: stepOf('alone') },
    next: seen.at(-1) as Numbers,
    ...(beside && { beside: { token: near.at(-1) as number, logits: beside } }),
    mean,
    ...reading,
    step: stepOf('logits'),
    dispose: () => branches.dispose(),
  };
}

/** Text around the gap, one symbol at a time: the logits after each that is near, and where that leaves the stack. */
async function readContext(model: Model, direction: Direction, near: Uint32Array, far: Uint32Array, interruption: Interruption) {
  const reader = await Branches.open(model, stackStepGraph(model.shape, direction, 1));
  try {
    reader.restart();
    const distant = await logitsOf(reader, far, interruption);
    reader.restart();
    const seen = await logitsOf(reader, near, interruption);
    return {
      seen: seen.map(({ logits }) => logits),
      alone: seen.at(-1)?.alone,
      mean: meanOf([...distant, ...seen].map(({ logits }) => logits)),
      state: await reader.state(),
    };
  } finally {
    reader.dispose();
  }
}

/** After a symbol: its share of the joined head, and its own head where it has one. */
interface Said {
  readonly logits: Numbers;
  readonly alone?: Numbers;
}

/** After each symbol. @throws CancelledError */
async function logitsOf(reader: Branches, tokens: Uint32Array, { stop }: Interruption): Promise<Said[]> {
  const logits: Said[] = [];
  for (let start = 0; start < tokens.length; start += STRIDE) {
    if (stop.aborted) throw new CancelledError();
    const outputs = await reader.read(tokens.subarray(start, start + STRIDE));
    logits.push(...(outputs as unknown as Said[]));
  }
  return logits;
}

function meanOf(all: readonly Numbers[]): Float64Array {
  const mean = new Float64Array(all[0]?.length ?? 0);
  for (const logits of all)
    for (let symbol = 0; symbol < mean.length; symbol++) mean[symbol] = (mean[symbol] as number) + (logits[symbol] as number) / all.length;
  return mean;
}
