// Fields of the opened trace, in tiles: those that are looked at are asked for, those that came are kept, up to a bound.
import type { Block, Field, Part, Plane } from '../../../src/engine/inspect/traceShape';
import { OnDemand } from './onDemand';

/** Columns of a tile. */
const TILE = 256;
/** Bytes of all tiles: some screens of 512 units. */
const ROOM = 128 * 2 ** 20;

export interface TileRequest {
  readonly part: Part;
  readonly field: Field;
  readonly planes: readonly Plane[];
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A field as it is drawn. */
export interface Drawn {
  readonly part: Part;
  readonly field: Field;
  readonly planes: readonly Plane[];
}

/** What is in sight, and in columns of how many characters. */
export interface Look {
  readonly first: number;
  readonly end: number;
  readonly step: number;
  /** Characters of the text. */
  readonly count: number;
  /** Columns of so many characters need no reading. */
  readonly kept: number;
}

export class FieldTiles {
  readonly #tiles: OnDemand<Block>;

  constructor(
    private readonly ask: (request: TileRequest, signal: AbortSignal) => Promise<Block>,
    failed: (error: unknown) => void,
  ) {
    this.#tiles = new OnDemand(ROOM, bytesOf, failed);
  }

  clear(): void {
    this.#tiles.clear();
  }

  /** Reads all anew; what was read before is drawn until then. */
  renew(): void {
    this.#tiles.renew();
  }

  /** What there is of a field in sight; where some is still awaited, coarser columns of the whole text come first. */
  over(drawn: Drawn, look: Look): Block[] {
    const { first, end, step, count, kept } = look;
    const tiles: Block[] = [];
    const each = TILE * step;
    let missing = false;
    for (let index = Math.floor(first / each); index * each < end; index++) {
      const tile = this.#tile(drawn, look, index) ?? this.#tiles.before(this.#request(drawn, look, index).key);
      if (tile) tiles.push(tile);
      else missing = true;
    }
    const overview = overviewStep(Math.max(step, kept), count);
    if (!missing || overview === step) return tiles;
    return [...this.over(drawn, { ...look, first: 0, end: count, step: overview }), ...tiles];
  }

  /** The tile in which a character is. */
  at(drawn: Drawn, look: Omit<Look, 'first' | 'end' | 'kept'>, index: number): Block | undefined {
    return this.#tile(drawn, look, Math.floor(index / (TILE * look.step)));
  }

  #tile(drawn: Drawn, look: Pick<Look, 'step' | 'count'>, index: number): Block | undefined {
    const { topic, key, request } = this.#request(drawn, look, index);
    return this.#tiles.get(topic, key, (signal) => this.ask(request, signal));
  }

  #request({ part, field, planes: wanted }: Drawn, { step, count }: Pick<Look, 'step' | 'count'>, index: number) {
    const planes: readonly Plane[] = step === 1 ? ['mean'] : wanted;
    const from = index * TILE * step;
    const request = { part, field, planes, from, to: Math.min(count, from + TILE * step), step };
    return { topic: JSON.stringify({ part, field }), key: JSON.stringify(request), request };
  }
}

/** All of the text in one tile, on the same grid. */
function overviewStep(step: number, count: number): number {
  let overview = step;
  while (overview * TILE < count) overview *= 2;
  return overview;
}

const bytesOf = ({ mean, low, high }: Block): number => (mean?.byteLength ?? 0) + (low?.byteLength ?? 0) + (high?.byteLength ?? 0);
