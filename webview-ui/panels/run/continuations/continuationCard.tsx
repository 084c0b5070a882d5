// One continuation. The pointer, or a slider for the keyboard, walks through its characters, each with its alternatives.
import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { Continuation, GeneratedCharacter, GenerationOptions } from '../../../../src/engine/results';
import { Alternatives } from '../alternatives';
import { alone, percent, short, spoken } from '../figures';
import { surpriseLevel } from './surpriseKey';

export interface ContinuationCardProps {
  readonly continuation: Continuation;
  readonly options: GenerationOptions;
  readonly insert: () => Promise<void>;
  readonly replace: () => Promise<void>;
  readonly copy: () => Promise<void>;
}

const POPUP_WIDTH = 180;

/** The character looked at, and where it stands in the card. */
interface Spot {
  readonly index: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Left edge of the popup, kept within the card. */
  readonly popup: number;
}

export function ContinuationCard({ continuation, options, insert, replace, copy }: ContinuationCardProps) {
  const written = useRef<HTMLDivElement>(null);
  const spot = useSignal<Spot>();
  const copied = useSignal(false);
  const copyIt = async () => {
    await copy();
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 1500);
  };
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
      continuation.characters.map(({ character, probability }, at) => (
        <span key={at} class={`level-${surpriseLevel(probability)}${character === '\n' ? ' newline' : ''}`} data-at={at}>
          {character}
        </span>
      )),
    [continuation],
  );
  return (
    <article class="card" data-testid="continuation" aria-label={`Continuation with seed ${continuation.seed}`}>
      <div class="card-head">
        <span class="caption">
          seed {continuation.seed} · temperature {short(options.temperature)}
        </span>
        <span class="card-actions">
          <button type="button" class="link" data-testid="insert" title="Insert at the cursor" onClick={() => void insert()}>
            Insert
          </button>
          <button type="button" class="link" data-testid="replace" title="Replace the selection" onClick={() => void replace()}>
            Replace
          </button>
          <button type="button" class="link" data-testid="copy" title="Copy to the clipboard" onClick={() => void copyIt()}>
            {copied.value ? 'Copied' : 'Copy'}
          </button>
        </span>
      </div>
      <div class="card-body">
        <input
          type="range"
          class="visually-hidden walker"
          data-testid="walk"
          aria-label="Characters of this continuation"
          min={1}
          max={continuation.characters.length}
          value={(spot.value?.index ?? 0) + 1}
          aria-valuetext={inWords(continuation.characters[spot.value?.index ?? 0])}
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
          <span class="prompt">{lastLine(options.prompt)}</span>
          {glyphs}
        </div>
        {spot.value && <Lookup continuation={continuation} spot={spot.value} />}
      </div>
    </article>
  );
}

const inWords = (drawn: GeneratedCharacter | undefined): string =>
  drawn
    ? `${spoken(drawn.character)}, ${percent(drawn.probability)}. Likeliest: ${drawn.alternatives.map((a) => `${spoken(a.character)} ${percent(a.probability)}`).join(', ')}`
    : '';

/** The end of the prompt, so that the continuation is read where it belongs. */
const lastLine = (prompt: string): string => {
  const line = prompt.match(/[^\n]*\n?$/)?.[0] ?? '';
  return [...line].length > 60 ? `…${[...line].slice(-60).join('')}` : line;
};

function Lookup({ continuation, spot }: { continuation: Continuation; spot: Spot }) {
  const drawn = continuation.characters[spot.index];
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
