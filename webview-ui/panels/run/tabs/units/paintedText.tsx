// The text, each character on the colour of the chosen unit's value there. The pointer and the keyboard move the one crosshair.
import { useMemo } from 'preact/hooks';
import type { ActivationShape, UnitAt } from '../../../../../src/engine/inspect/traceShape';
import { unitName, unitWords } from '../../../../../src/protocol/rankedUnits';
import { count, inText, signed, spoken } from '../../../../components/figures';
import { paintOf } from '../../../../components/paint';
import type { Span } from '../../inspected';
import { PAGE, useUnits } from './unitsModel';

export function PaintedText() {
  const { chosen, from, inspected, matching, painted, told } = useUnits();
  const { characters, count: length, cursor } = inspected;
  const unit = chosen.value;
  const values = painted.value;
  const shape = unit && activationOf(inspected.text.value?.layers ?? [], unit);
  const glyphs = useMemo(() => {
    if (!values || !shape) return null;
    // What is bounded by 1 is drawn by that, the same for all units; other values by the greatest that is painted.
    const most = shape.range === 'real' ? values.values.reduce((size, value) => Math.max(size, Math.abs(value)), 1e-9) : 1;
    return [...values.values].map((value, at) => {
      const character = characters.peek()[values.from + at] ?? '';
      return (
        <span key={at} class={paintOf(value, most)} data-at={values.from + at}>
          {character === '\n' ? '↵\n' : inText(character)}
        </span>
      );
    });
  }, [values, shape]);
  if (!unit) return null;
  const here = cursor.value?.index ?? from.value;
  const value = values?.values[here - values.from];
  const move = (index: number) => inspected.point({ ...cursor.peek(), index, other: undefined, map: undefined });
  const turn = (pages: number) => move(Math.max(0, Math.min(length.value - 1, from.value + pages * PAGE)));
  return (
    <section class="painted" aria-label={`The text, painted with ${unitName(unit)}`}>
      <div class="section-head">
        <h2 data-testid="unit-words">{told.value ? unitWords(told.value) : unitName(unit)}</h2>
        <span class="caption" data-testid="unit-here">
          {value !== undefined && `${spoken(characters.value[here] ?? '')} (${count(here + 1)}): ${signed(value)}`}
        </span>
        {length.value > PAGE && (
          <span class="pages">
            <button type="button" class="chip" disabled={from.value === 0} onClick={() => turn(-1)}>
              Earlier
            </button>
            <span class="caption">
              {count(from.value + 1)}–{count(Math.min(length.value, from.value + PAGE))} of {count(length.value)}
            </span>
            <button type="button" class="chip" disabled={from.value + PAGE >= length.value} onClick={() => turn(1)}>
              Later
            </button>
          </span>
        )}
      </div>
      <input
        type="range"
        class="visually-hidden walker"
        data-testid="painted-walk"
        aria-label={inspected.say('Characters of the painted text')}
        min={from.value + 1}
        max={Math.min(length.value, from.value + PAGE)}
        value={here + 1}
        aria-valuetext={`${spoken(characters.value[here] ?? '')}, ${value === undefined ? 'not read yet' : signed(value)}`}
        onInput={(event) => move(Number(event.currentTarget.value) - 1)}
      />
      <div
        class="painted-text mono"
        data-testid="painted"
        onPointerOver={(event) => {
          const at = (event.target as HTMLElement).dataset.at;
          if (at !== undefined) move(Number(at));
        }}
        onPointerLeave={() => inspected.point(undefined)}
        onPointerUp={() => {
          const span = selectedSpan();
          if (span) matching.mark(span);
        }}
      >
        {glyphs}
      </div>
    </section>
  );
}

const activationOf = (
  layers: readonly { readonly layer: number; readonly direction: string; readonly activations: readonly ActivationShape[] }[],
  unit: UnitAt,
): ActivationShape | undefined =>
  layers.find((one) => one.layer === unit.layer && one.direction === unit.direction)?.activations.find(({ name }) => name === unit.name);

/** The characters that are selected in the painted text. */
function selectedSpan(): Span | undefined {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return undefined;
  const at = (node: Node | null) => Number((node instanceof HTMLElement ? node : node?.parentElement)?.dataset.at ?? Number.NaN);
  const range = selection.getRangeAt(0);
  // An end at offset 0 is before its character, a beginning past its only one behind it.
  const from = at(range.startContainer) + Number(range.startOffset > 0);
  const to = at(range.endContainer) + Number(range.endOffset > 0);
  return from < to ? { from, to } : undefined;
}
