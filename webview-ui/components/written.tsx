// What a model wrote, each character shaded by its probability. The pointer, or a slider for the keyboard, walks through them, each with its alternatives.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { GeneratedCharacter } from '../../src/engine/results';
import { percent } from '../../src/protocol/figures';
import { Alternatives } from './alternatives';
import { alone, areNames, spoken } from './figures';
import { surpriseLevel } from './surpriseKey';

const POPUP_WIDTH = 180;

/** The character looked at, and where it stands in the text. */
interface Spot {
  readonly index: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Left edge of the popup, kept within the text. */
  readonly popup: number;
}

export interface WrittenProps {
  /** For a screen reader: "this continuation". */
  readonly what: string;
  readonly characters: readonly GeneratedCharacter[];
  /** Those that are marked: they differ from what is beside it. */
  readonly differs?: (at: number) => boolean;
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
}

export function Written({ what, characters, differs, before, after }: WrittenProps) {
  const written = useRef<HTMLDivElement>(null);
  const spot = useSignal<Spot>();
  const lookAt = (index: number) => {
    const text = written.current;
    const glyph = text?.querySelector<HTMLElement>(`[data-at="${index}"]`);
    if (!text || !glyph) return;
    spot.value = {
      index,
      left: glyph.offsetLeft,
      top: glyph.offsetTop,
      width: glyph.offsetWidth,
      height: glyph.offsetHeight,
      popup: Math.max(0, Math.min(glyph.offsetLeft, text.clientWidth - POPUP_WIDTH)),
    };
  };
  const lookAway = () => {
    spot.value = undefined;
  };
  const glyphs = useMemo(
    () =>
      characters.map(({ character, probability }, at) => (
        <span
          key={at}
          class={`level-${surpriseLevel(probability)}${character === '\n' ? ' newline' : ''}${differs?.(at) ? ' differs' : ''}`}
          data-at={at}
        >
          {character}
        </span>
      )),
    [characters, differs],
  );
  return (
    <div class="card-body">
      <input
        type="range"
        class="visually-hidden walker"
        data-testid="walk"
        aria-label={`${areNames(characters.map(({ character }) => character)) ? 'Words' : 'Characters'} of ${what}`}
        min={1}
        max={characters.length}
        value={(spot.value?.index ?? 0) + 1}
        aria-valuetext={inWords(characters[spot.value?.index ?? 0])}
        onFocus={() => lookAt(0)}
        onInput={(event) => lookAt(Number(event.currentTarget.value) - 1)}
        onBlur={lookAway}
        onKeyDown={(event) => event.key === 'Escape' && lookAway()}
      />
      <div
        class="written"
        ref={written}
        data-testid="written"
        onPointerOver={(event) => {
          const at = (event.target as HTMLElement).dataset.at;
          if (at !== undefined) lookAt(Number(at));
        }}
        onPointerLeave={lookAway}
      >
        {before}
        {glyphs}
        {after}
      </div>
      {spot.value && <Lookup drawn={characters[spot.value.index]} spot={spot.value} />}
    </div>
  );
}

const inWords = (drawn: GeneratedCharacter | undefined): string =>
  drawn
    ? `${spoken(drawn.character)}, ${percent(drawn.probability)}. Likeliest: ${drawn.alternatives.map((a) => `${spoken(a.symbol)} ${percent(a.probability)}`).join(', ')}`
    : '';

function Lookup({ drawn, spot }: { drawn: GeneratedCharacter | undefined; spot: Spot }) {
  if (!drawn) return null;
  const { left, top, width, height } = spot;
  return (
    <>
      <i class="mark" style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }} />
      <div class="popup" style={{ left: `${spot.popup}px`, top: `${spot.top + spot.height + 4}px` }} data-testid="alternatives">
        <p class="popup-head">
          <span class="mono">“{alone(drawn.character)}”</span> {percent(drawn.probability)}
        </p>
        <Alternatives alternatives={drawn.alternatives} chosen={drawn.character} />
      </div>
    </>
  );
}
