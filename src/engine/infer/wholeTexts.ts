/** Texts read whole by a network that sees both their ends (tag, classify): several at a time, padded to one length. */
import type { Executable, Numbers } from '../backend';
import { GraphBuilder } from '../graph/graphBuilder';
import { CancelledError, type Following } from '../interruption';
import type { Model } from '../model/model';
import { forward } from '../model/network';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import { groupsByLength, paddedTexts, rowOf } from './paddedTexts';

/** Texts read at once. */
const MOST = 32;

/**
 * @param texts of one symbol at least
 * @param visit is told the logits of each text, at each of its symbols or once, as the network tells them; texts come by length
 * @throws CancelledError
 */
export async function readWhole(
  model: Model,
  texts: readonly Uint32Array[],
  { stop, progress }: Following,
  visit: (text: number, t: number, logits: Numbers) => void,
): Promise<void> {
  const { architecture, targets } = model.shape;
  const batch = Math.min(MOST, texts.length);
  let done = 0;
  let compiled: { readonly window: number; readonly executable: Executable } | undefined;
  try {
    for (const { indices, window } of groupsByLength(texts, batch)) {
      if (stop.aborted) throw new CancelledError();
      if (compiled?.window !== window) {
        compiled?.executable.dispose();
        compiled = { window, executable: await compile(model, batch, window) };
      }
      const some = indices.map((index) => texts[index] as Uint32Array);
      const [outputs] = await compiled.executable.run([paddedTexts(some, batch, window)]);
      for (const [row, { length }] of some.entries())
        for (let t = 0; t < (architecture.tells === 'each step' ? length : 1); t++)
          visit(indices[row] as number, t, rowOf(outputs?.logits as Numbers, targets, t * batch + row));
      done += some.length;
      progress?.(done / texts.length);
    }
  } finally {
    compiled?.executable.dispose();
  }
}

async function compile({ shape, weights, backend }: Model, batch: number, window: number): Promise<Executable> {
  const builder = new GraphBuilder();
  builder.output('logits', forward(builder, shape, { batch, window }).logits);
  const executable = await backend.compile(builder.build());
  executable.write(toSlots(parameterSlots(shape), weights));
  return executable;
}
