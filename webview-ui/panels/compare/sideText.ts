// A text as one side has read it: its surprise at every character, and its activations in tiles, asked for when they are looked at.
import type { ActivationShape, LayerShape, TextShape } from '../../../src/engine/inspect/traceShape';
import { type AskOptions, CancelledError } from '../../../src/protocol/asking';
import type { Side } from '../../../src/protocol/compareProtocol';
import type { Answer, Arguments, Kind, OpenedTrace } from '../../../src/protocol/queries';
import { cut } from '../../../src/protocol/textUnits';
import type { Tile } from '../../charts/heatmap';
import type { Attending } from '../../components/question';
import { FieldTiles, type Look } from '../../components/textMaps/fieldTiles';

/** Asks the model of one side. */
export type AskSide = <K extends Kind>(kind: K, given: Arguments<K>, options?: AskOptions<Answer<K>>) => Promise<Answer<K>>;

/** What a text needs of its surroundings. */
export interface Around {
  readonly ask: AskSide;
  /** The engine has put away what was read: the text is to be read anew. */
  readonly expired: () => void;
  readonly failed: (error: unknown) => void;
}

export class SideText {
  readonly shape: TextShape;
  /** What it read, characters or words, without the boundary. */
  readonly characters: readonly string[];
  /** Columns of so many characters need no reading. */
  readonly kept: number;
  readonly #tiles: FieldTiles;

  private constructor(
    readonly side: Side,
    private readonly around: Around,
    private readonly opened: OpenedTrace,
    /** Bits at each character of the text; NaN where nothing was predicted. */
    readonly surprise: Float32Array,
  ) {
    const { shape, trace } = opened;
    this.shape = shape.source;
    this.characters = cut(shape.source.text, shape.source.units);
    this.kept = shape.kept;
    this.#tiles = new FieldTiles(async (request, signal) => {
      try {
        return await around.ask('traceField', { trace, ...request }, { signal });
      } catch (error) {
        if (!(error instanceof Error && error.name === 'TraceExpiredError')) throw error;
        around.expired();
        throw new CancelledError(); // it is asked for again when the text has been read anew
      }
    }, around.failed);
  }

  static async read(side: Side, text: string, around: Around, attending: Attending): Promise<SideText> {
    const opened = await around.ask('openTrace', { text }, attending);
    const { trace, shape } = opened;
    const { length, mostSurprise } = shape.source;
    const asked = { trace, part: 'source', field: { kind: 'surprise' }, from: 0, to: length, step: 1 } as const;
    try {
      const told = mostSurprise !== undefined && (await around.ask('traceField', asked, { signal: attending.signal })).mean;
      const surprise = told || new Float32Array(length).fill(Number.NaN);
      return new SideText(side, around, opened, surprise.subarray(leadOf(shape.source)));
    } catch (error) {
      close(around, trace);
      throw error;
    }
  }

  /** What there is of an activation in sight, over the text's own characters. */
  tiles({ layer, direction }: LayerShape, { name }: ActivationShape, look: Look): readonly Tile[] {
    const lead = leadOf(this.shape);
    const field = { kind: 'activation', layer, direction, name } as const;
    const { length: count } = this.shape;
    return this.#tiles
      .over({ part: 'source', field, planes: ['mean'] }, { ...look, first: look.first + lead, end: look.end + lead, count })
      .map(({ from, step, columns, mean = new Float32Array() }) => ({ from: from - lead, step, columns, values: mean }));
  }

  /** Nobody looks at it any more. */
  close(): void {
    close(this.around, this.opened.trace);
  }
}

/** An engine that has none any more, or a run that was deleted meanwhile, has nothing to close. */
const close = ({ ask }: Around, trace: string): void => void ask('closeTrace', { trace }).catch(() => undefined);

/** Columns before the text itself: the boundary, for a model that reads one. */
const leadOf = ({ boundary }: TextShape): number => (boundary === 'before' ? 1 : 0);
