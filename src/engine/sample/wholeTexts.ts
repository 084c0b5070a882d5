/** Texts read whole by a network that sees both their ends (tag, classify): several at a time, padded to one length. */
import type { Executable, Numbers } from '../backend';
import { GraphBuilder } from '../graph/graphBuilder';
import type { Model } from '../model/model';
import { forward } from '../model/network';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import { CancelledError, type Interruption } from '../model/stepper';
import { paddedLength, paddedTexts, rowOf } from './paddedTexts';

/** Texts read at once. */
const MOST = 32;

/**
 * The logits for each text, in the given order: a row for each of its symbols (tag), or one (classify).
 * @param texts of one symbol at least. @throws CancelledError
 */
export async function readWhole(model: Model, texts: readonly Uint32Array[], { stop }: Interruption): Promise<Numbers[][]> {
  const byLength = [...texts.keys()].sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
  const logits = new Array<Numbers[]>(texts.length);
  let compiled: { readonly window: number; readonly executable: Executable } | undefined;
  const batch = Math.min(MOST, texts.length);
  try {
    for (let start = 0; start < byLength.length; start += batch) {
      if (stop.aborted) throw new CancelledError();
      const indices = byLength.slice(start, start + batch);
      const window = paddedLength(texts[indices.at(-1) as number]?.length ?? 0);
      if (compiled?.window !== window) {
        compiled?.executable.dispose();
        compiled = { window, executable: await compile(model, batch, window) };
      }
      const some = indices.map((index) => texts[index] as Uint32Array);
      const [outputs] = await compiled.executable.run([paddedTexts(some, batch, window)]);
      some.forEach((text, row) => {
        const steps = model.shape.task === 'tag' ? text.length : 1;
        logits[indices[row] as number] = Array.from({ length: steps }, (_, t) =>
          rowOf(outputs?.logits as Numbers, model.shape.targets, t * batch + row),
        );
      });
    }
  } finally {
    compiled?.executable.dispose();
  }
  return logits;
}

async function compile({ shape, weights, backend }: Model, batch: number, window: number): Promise<Executable> {
  const builder = new GraphBuilder();
  builder.output('logits', forward(builder, shape, { batch, window }).logits);
  const executable = await backend.compile(builder.build());
  executable.write(toSlots(parameterSlots(shape), weights));
  return executable;
}
