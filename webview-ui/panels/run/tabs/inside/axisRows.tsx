// The two rows on top of all maps: the text as their common axis, and how surprising each character was.
import { useComputed, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { drawAdvantageBars } from '../../../../charts/advantageBars';
import { drawSurpriseBars } from '../../../../charts/surpriseBars';
import { drawTextAxis, inkOf } from '../../../../charts/textAxis';
import { spoken } from '../../../../components/figures';
import { palette } from '../../../../components/theme';
import { useDependence } from './dependence';
import { ADVANTAGE, type Inspection, useInspection } from './inspection';
import { mapKeys } from './mapKeys';

export const TEXT_HEIGHT = 22;
export const SURPRISE_HEIGHT = 28;
/** Bits at which a bar of the n-gram row is as long as it gets. */
export const MOST_ADVANTAGE = 4;

export function TextRow() {
  const inspection = useInspection();
  const { axis } = inspection;
  const { active, count, cursor, glyphs } = inspection.inspected;
  const ink = useComputed(() => inkOf(glyphs.value));
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    if (!canvas.current) return;
    const marked = cursor.value && axis.column(cursor.value.index);
    const text = { glyphs: glyphs.value, ink: ink.value, step: axis.step.value };
    drawTextAxis(canvas.current, axis.trackWidth.value, TEXT_HEIGHT, text, axis.columns.value, palette.value, marked);
  });
  return (
    <div
      class="surface"
      role="slider"
      aria-roledescription="text"
      aria-valuemin={1}
      aria-valuemax={count.value}
      aria-valuenow={(cursor.value?.index ?? 0) + 1}
      aria-valuetext={spokenHere(inspection)}
      aria-label={`Text of ${count.value} characters. Arrow keys move by character.`}
      tabIndex={0}
      data-testid="text-axis"
      onPointerMove={(event) => goTo(inspection, characterAt(inspection, event))}
      onKeyDown={(event) => mapKeys(inspection, event, { rows: 1, row: 0, moveTo: (index) => goTo(inspection, index), choose: () => {} })}
      onBlur={() => {
        active.value = false;
      }}
    >
      <canvas ref={canvas} />
    </div>
  );
}

export function SurpriseRow() {
  const inspection = useInspection();
  const { axis, mostSurprise, tiles } = inspection;
  const { part } = inspection.inspected;
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    if (!canvas.current) return;
    const bits = tiles.over({ part: part.value, field: { kind: 'surprise' }, planes: ['mean', 'high'] }, axis.look.value);
    drawSurpriseBars(canvas.current, axis.trackWidth.value, SURPRISE_HEIGHT, bits, mostSurprise.value, axis.columns.value, palette.value);
  });
  return (
    <div
      class="surface"
      role="img"
      aria-label="Bits of surprise at each character"
      data-testid="surprise"
      onPointerMove={(event) => goTo(inspection, characterAt(inspection, event))}
    >
      <canvas ref={canvas} />
    </div>
  );
}

/** Up where the network tells a character better than n-grams of its training text, down where these do. */
export function AdvantageRow() {
  const inspection = useInspection();
  const { axis, tiles } = inspection;
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    if (!canvas.current) return;
    const bits = tiles.over(ADVANTAGE, axis.look.value);
    drawAdvantageBars(canvas.current, axis.trackWidth.value, SURPRISE_HEIGHT, bits, MOST_ADVANTAGE, axis.columns.value, palette.value);
  });
  return (
    <div
      class="surface"
      role="img"
      aria-label="Bits that the network needs less than n-grams at each character: up where it is better, down where they are"
      data-testid="advantage"
      onPointerMove={(event) => goTo(inspection, characterAt(inspection, event))}
    >
      <canvas ref={canvas} />
    </div>
  );
}

/** Up where a character speaks for what is expected at the crosshair, down where it speaks against it. */
export function DependsRow() {
  const inspection = useInspection();
  const { axis } = inspection;
  const { changes, most } = useDependence();
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    if (!canvas.current) return;
    const { from = 0, values } = changes.value ?? {};
    const pieces = values ? [{ from, step: 1, mean: values }] : [];
    drawAdvantageBars(canvas.current, axis.trackWidth.value, SURPRISE_HEIGHT, pieces, most.value, axis.columns.value, palette.value);
  });
  return (
    <div
      class="surface"
      role="img"
      aria-label="On which earlier characters the prediction at the crosshair depends: up what speaks for it, down what speaks against it"
      data-testid="depends-row"
    >
      <canvas ref={canvas} />
    </div>
  );
}

/** Leaves the unit as it is, and every map. */
const goTo = (inspection: Inspection, index: number): void =>
  inspection.inspected.point({ ...inspection.inspected.cursor.peek(), index, other: undefined, map: undefined });

/** The character at the crosshair, for a screen reader. */
export const spokenHere = ({ inspected: { characters, cursor } }: Inspection): string =>
  spoken(characters.value[cursor.value?.index ?? 0] ?? '');

/** Which character a pointer event is at. */
export const characterAt = ({ axis }: Inspection, event: PointerEvent | MouseEvent): number => {
  const { count, columnWidth, offset } = axis.columns.peek();
  const left = (event.currentTarget as HTMLElement).getBoundingClientRect().left;
  return Math.max(0, Math.min(count - 1, Math.floor((event.clientX - left + offset) / columnWidth)));
};
