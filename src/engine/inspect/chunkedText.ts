/**
 * A text on its way through a network, chunk by chunk. Of each chunk only the states that enter it are kept, at both its ends;
 * with them it can be read again. L layers that read both ways, each what both ways below made, take 2 L passes; any other stack two at most.
 * All passes but the last hold the states of every chunk: chunks should be long where a text is long and read both ways.
 */
import type { Feed, Numbers } from '../backend';
import { CancelledError, type Following } from '../interruption';
import type { Direction } from '../model/stack';
import { type ChunkReader, type ReadChunk, stateName } from './chunkReader';
import type { Place } from './place';

export class ChunkedText {
  readonly #entering: Record<string, Numbers>[];

  /**
   * @param symbols of the whole text, by the network's input; of several side by side time-major, (T·B)
   * @param length T
   * @param first the forward states that the text begins with; zero where left out
   */
  constructor(
    private readonly reader: ChunkReader,
    private readonly symbols: Feed,
    readonly length: number,
    first: Feed = {},
    /** What a chunk's activations are changed by. */
    private readonly changes?: (chunk: number) => Feed,
  ) {
    this.#entering = Array.from({ length: Math.ceil(length / reader.steps) }, () => ({}));
    Object.assign(this.#entering[0] ?? {}, first);
  }

  /**
   * Reads it all; each chunk is handed over once, from the first to the last.
   * @param keep whether it shall be read again: else the last pass lets the states go on its way @throws CancelledError
   */
  async sweep({ stop, progress }: Following, visit: (chunk: number, read: ReadChunk) => void, keep = true): Promise<void> {
    const passes = this.#passes();
    const many = this.#entering.length;
    let done = 0;
    for (const [index, { places, direction }] of passes.entries()) {
      for (let taken = 0; taken < many; taken++) {
        if (stop.aborted) throw new CancelledError();
        const chunk = direction === 'forward' ? taken : many - 1 - taken;
        const read = await this.chunk(chunk);
        this.#hand(read.left, places, chunk + (direction === 'forward' ? 1 : -1));
        if (index === passes.length - 1) {
          visit(chunk, read);
          if (!keep) this.#entering[chunk] = {};
        }
        progress?.(++done / (many * passes.length));
      }
    }
  }

  /** The states in which a chunk is read, known once all was. */
  entering(chunk: number): Feed {
    return this.#entering[chunk] ?? {};
  }

  chunk(index: number): Promise<ReadChunk> {
    const { steps, batch } = this.reader;
    const range = [index * steps * batch, Math.min(this.length, (index + 1) * steps) * batch] as const;
    const symbols = Object.fromEntries(Object.entries(this.symbols).map(([name, numbers]) => [name, numbers.slice(...range)]));
    return this.reader.read(symbols, this.#entering[index] as Feed, this.changes?.(index));
  }

  /** Backwards before forwards, layer by layer where they mix: in the last one, forwards, all is known. */
  #passes(): { readonly places: readonly Place[]; readonly direction: Direction }[] {
    const { places, mixes } = this.reader;
    const layers = mixes ? [...new Set(places.map(({ layer }) => layer))] : [undefined];
    return layers.flatMap((layer) =>
      (['backward', 'forward'] as const).flatMap((direction) => {
        const some = places.filter((place) => place.direction === direction && (layer === undefined || place.layer === layer));
        return some.length > 0 ? [{ places: some, direction }] : [];
      }),
    );
  }

  #hand(left: Feed, places: readonly Place[], chunk: number): void {
    const entering = this.#entering[chunk];
    if (!entering) return;
    for (const place of places)
      for (const state of place.cell.states) {
        const name = stateName(place, state);
        entering[name] = left[name] as Numbers;
      }
  }
}
