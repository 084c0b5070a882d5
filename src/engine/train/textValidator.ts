/**
 * The end of a running text, judged with the states that the text around it leaves: each character once. Read in stretches side by
 * side (`data/stretches.ts`), so that what a text says is what `score` says of it, given the text before it.
 */
import type { Backend, Feed, Numbers } from '../backend';
import type { HeldOutText } from '../data/heldOut';
import { type Stretches, stretchesOf } from '../data/stretches';
import { Nats } from '../evaluate/nats';
import { natsOfUnknown } from '../infer/distribution';
import { ChunkedText } from '../inspect/chunkedText';
import { CHUNK, ChunkReader } from '../inspect/chunkReader';
import { CancelledError, type Following } from '../interruption';
import type { NetworkShape } from '../model/networkShape';
import type { Strange } from '../results';
import type { Judgement, Validator } from './validator';

export class TextValidator implements Validator {
  private constructor(
    private readonly reader: ChunkReader,
    private readonly stretches: Stretches,
    private readonly feed: Feed,
    private readonly shape: NetworkShape,
    private readonly unknown: ReadonlySet<number>,
  ) {}

  /** @param shape of a network that tells something at each step */
  static async open(shape: NetworkShape, text: HeldOutText, backend: Backend, stretches = stretchesOf(text)): Promise<TextValidator> {
    const [batch, steps] = [stretches.judged.length, Math.min(CHUNK, stretches.length)];
    const reader = await ChunkReader.open({ shape, backend }, { batch, steps, told: () => [], predicts: 'nats' });
    const { mask, ...columns } = stretches.feed();
    return new TextValidator(reader, stretches, { ...columns, ...(reader.masked && { mask }) }, shape, text.unknown);
  }

  async judge(parameters: Feed, following: Following): Promise<(Judgement & { readonly strange?: Strange }) | undefined> {
    const { reader, stretches, shape, unknown } = this;
    reader.write(parameters);
    const judged = new Nats();
    const add = (chunk: number, nats: Numbers) =>
      stretches.judged.forEach(({ first, from, to }, row, { length: batch }) => {
        const start = chunk * reader.steps;
        for (let t = Math.max(start, from); t < Math.min(start + reader.steps, to); t++)
          if (unknown.has(first + t)) judged.addUnknown(natsOfUnknown(shape.targets));
          else judged.add(nats[(t - start) * batch + row] as number);
      });
    try {
      const text = new ChunkedText(reader, this.feed, stretches.length);
      await text.sweep(following, (chunk, { nats }) => add(chunk, nats), false);
    } catch (error) {
      if (error instanceof CancelledError) return undefined;
      throw error;
    }
    const { nats: loss, strange } = judged.told;
    return { loss, ...(strange && { strange }) };
  }

  dispose(): void {
    this.reader.dispose();
  }
}
