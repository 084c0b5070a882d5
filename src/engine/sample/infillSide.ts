/** One direction of an infill model as a `Side` of the search over a gap: its stack, and its share of the head. */
import type { Numbers } from '../backend';
import { rowsOf } from '../graph/views';
import type { Model } from '../model/model';
import { type Direction, type Stack, stacksOf } from '../model/stack';
import { CancelledError, type Interruption } from '../model/stepper';
import type { Choice } from './beamSearch';
import { Branches } from './branches';
import { rowOf } from './paddedTexts';
import type { Side } from './searchGap';

/** Texts read at once. */
const WIDTH = 32;
/** Symbols read between two looks at whether somebody wants it to end. */
const STRIDE = 32;

export interface InfillSide extends Side {
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
  const { shape } = model;
  const stack = stacksOf(shape).find(({ directions }) => directions[0] === direction) as Stack;
  const branches = await Branches.open(model, stack, WIDTH, (builder, parameters, outputs) => {
    const weight = parameters.at('head.weight');
    const share = shape.bidirectional === 'sum' ? weight : rowsOf(weight, direction === 'forward' ? 0 : shape.hidden, shape.hidden);
    const bias = direction === 'forward' ? {} : { add: parameters.at('head.bias') };
    builder.output('logits', builder.gemm(outputs, share, { ...bias, label: 'logits' }));
  });
  branches.restart();
  const distant = await logitsOf(branches, far, shape.targets, interruption);
  branches.restart();
  const seen = await logitsOf(branches, near, shape.targets, interruption);
  const state = await branches.state();
  const [before, next] = seen.slice(-2).length === 2 ? seen.slice(-2) : [undefined, seen[0]];
  return {
    next: next as Numbers,
    ...(before && { beside: { token: near.at(-1) as number, logits: before } }),
    mean: meanOf([...distant, ...seen]),
    width: WIDTH,
    restart: () => branches.restart(state),
    step: async (choices: readonly Choice[]) => {
      const { logits } = await branches.step(choices);
      return choices.map((_, row) => rowOf(logits as Numbers, shape.targets, row));
    },
    dispose: () => branches.dispose(),
  };
}

/** After each symbol. @throws CancelledError */
async function logitsOf(branches: Branches, tokens: Uint32Array, columns: number, { stop }: Interruption): Promise<Numbers[]> {
  const logits: Numbers[] = [];
  for (let start = 0; start < tokens.length; start += STRIDE) {
    if (stop.aborted) throw new CancelledError();
    const outputs = await branches.read(tokens.subarray(start, start + STRIDE));
    logits.push(...outputs.map((output) => rowOf(output.logits as Numbers, columns, 0)));
  }
  return logits;
}

function meanOf(all: readonly Numbers[]): Float64Array {
  const mean = new Float64Array(all[0]?.length ?? 0);
  for (const logits of all)
    for (let symbol = 0; symbol < mean.length; symbol++) mean[symbol] = (mean[symbol] as number) + (logits[symbol] as number) / all.length;
  return mean;
}
