// One continuation. Its characters are one stop for the keyboard: arrows walk through them, each with its alternatives.
import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Continuation, GenerationOptions } from '../../../../src/engine/results';
import { alone, percent, signed, spoken } from '../figures';
import { Alternatives } from '../alternatives';
import { surpriseLevel } from './surpriseKey';

export interface ContinuationCardProps {
  readonly continuation: Continuation;
  readonly options: GenerationOptions;
  readonly insert: () => Promise<void>;
  readonly replace: () => Promise<void>;
  readonly copy: () => Promise<void>;
}

/** Where the alternatives are shown, relative to the text. */
interface Spot {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

export function ContinuationCard({ continuation, options, insert, replace, copy }: ContinuationCardProps) {
  const spot = useSignal<Spot>();
  const copied = useSignal(false);
  const words = useComputed(() => {
    const drawn = spot.value && continuation.characters[spot.value.index];
    return drawn ? `${spoken(drawn.character)}, ${percent(drawn.probability)}; ${drawn.alternatives.map((a) => `${spoken(a.character)} ${percent(a.probability)}`).join(', ')}` : '';
  });
  const copyIt = async () => {
    await copy();
    copied.value = true;
    setTimeout(() => { copied.value = false; }, 1500);
  };
  const lookAt = (text: HTMLElement, index: number) => {
    const glyph = text.children[index];
    if (!(glyph instanceof HTMLElement)) return;
    spot.value = { index, x: Math.max(0, Math.min(glyph.offsetLeft, text.clientWidth - 180)), y: glyph.offsetTop + glyph.offsetHeight + 2 };
  };
  const walk = (event: KeyboardEvent) => {
    const final = continuation.characters.length - 1;
    const at = spot.peek()?.index ?? -1;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: final }[event.key];
    if (event.key === 'Escape') spot.value = undefined;
    if (to === undefined) return;
    event.preventDefault();
    lookAt(event.currentTarget as HTMLElement, Math.max(0, Math.min(final, to)));
  };
  const glyphs = useMemo(() => continuation.characters.map(({ character, probability }, at) => (
    <span key={at} class={`level-${surpriseLevel(probability)}`} data-at={at}>{character === '\n' ? '\n' : character}</span>
  )), [continuation]);
  return (
    <article class="card" data-testid="continuation" aria-label={`Continuation with seed ${continuation.seed}`}>
      <div class="card-head">
        <span class="caption">seed {continuation.seed} · temperature {signed(options.temperature, 2)}</span>
        <span class="card-actions">
          <button type="button" class="link" data-testid="insert" title="Insert at the cursor" onClick={() => void insert()}>Insert</button>
          <button type="button" class="link" data-testid="replace" title="Replace the selection" onClick={() => void replace()}>Replace</button>
          <button type="button" class="link" data-testid="copy" title="Copy to the clipboard" onClick={() => void copyIt()}>{copied.value ? 'Copied' : 'Copy'}</button>
        </span>
      </div>
      <div class="card-body">
        <div
          class="written" role="group" tabIndex={0} data-testid="written" aria-label="Continuation. Arrow keys move through its characters."
          onPointerOver={(event) => { const at = (event.target as HTMLElement).dataset.at; if (at !== undefined) lookAt(event.currentTarget, Number(at)); }}
          onPointerLeave={() => { spot.value = undefined; }} onBlur={() => { spot.value = undefined; }} onKeyDown={walk}
        >
          {glyphs}
        </div>
        {spot.value && <Lookup continuation={continuation} spot={spot.value} />}
        <p class="visually-hidden" role="status" aria-live="polite">{words}</p>
      </div>
    </article>
  );
}

function Lookup({ continuation, spot }: { continuation: Continuation; spot: Spot }) {
  const drawn = continuation.characters[spot.index];
  if (!drawn) return null;
  return (
    <div class="popup" style={{ left: `${spot.x}px`, top: `${spot.y}px` }} data-testid="alternatives">
      <p class="popup-head"><span class="mono">“{alone(drawn.character)}”</span> {percent(drawn.probability)}</p>
      <Alternatives alternatives={drawn.alternatives} chosen={drawn.character} />
    </div>
  );
}
