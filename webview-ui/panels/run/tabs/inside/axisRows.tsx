// The two rows on top of all maps: the text as their common axis, and how surprising each character was.
import { useComputed, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { drawAdvantageBars } from '../../../../charts/advantageBars';
import type { Palette } from '../../../../charts/palette';
import { columnAt, type Target } from '../../../../charts/surface';
import { drawSurpriseBars } from '../../../../charts/surpriseBars';
import { drawTextAxis, inkOf } from '../../../../charts/textAxis';
import { spoken } from '../../../../components/figures';
import { mapKeys } from '../../../../components/textMaps/mapKeys';
import { palette } from '../../../../components/theme';
import { type Dependence, useDependence } from './dependence';
import { ADVANTAGE, type Inspection, surpriseOf, useInspection } from './inspection';

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
      aria-label={`Text of ${count.value} ${inspection.inspected.unitWords.value.many}. Arrow keys move by ${inspection.inspected.unitWords.value.one}, b and e brush from and up to it.`}
      tabIndex={0}
      data-testid="text-axis"
      onPointerMove={(event) => goTo(inspection, characterAt(inspection, event))}
      onKeyDown={(event) =>
        mapKeys(inspection.walked, event, { rows: 1, row: 0, moveTo: (index) => goTo(inspection, index), choose: () => {} })
      }
      onBlur={() => {
        active.value = false;
      }}
    >
      <canvas ref={canvas} />
    </div>
  );
}

/** How surprising each character was. */
export function SurpriseRow() {
  const inspection = useInspection();
  return (
    <Bars
      testid="surprise"
      label={inspection.inspected.say('Bits of surprise at each character')}
      draw={(canvas) => drawSurprise(canvas, inspection, palette.value)}
    />
  );
}

export function drawSurprise(target: Target, { axis, inspected, mostSurprise, tiles }: Inspection, palette: Palette): void {
  const bits = tiles.over(surpriseOf(inspected.part.value), axis.look.value);
  drawSurpriseBars(target, axis.trackWidth.value, SURPRISE_HEIGHT, bits, mostSurprise.value, axis.columns.value, palette);
}

/** Up where the network tells a character better than n-grams of its training text, down where these do. */
export function AdvantageRow() {
  const inspection = useInspection();
  return (
    <Bars
      testid="advantage"
      label={inspection.inspected.say(
        'Bits that the network needs less than n-grams at each character: up where it is better, down where they are',
      )}
      draw={(canvas) => drawAdvantage(canvas, inspection, palette.value)}
    />
  );
}

export function drawAdvantage(target: Target, { axis, tiles }: Inspection, palette: Palette): void {
  const bits = tiles.over(ADVANTAGE, axis.look.value);
  drawAdvantageBars(target, axis.trackWidth.value, SURPRISE_HEIGHT, bits, MOST_ADVANTAGE, axis.columns.value, palette);
}

/** Up where a character speaks for what is expected at the crosshair, down where it speaks against it. */
export function DependsRow() {
  const inspection = useInspection();
  const dependence = useDependence();
  return (
    <Bars
      testid="depends-row"
      label={inspection.inspected.say(
        'On which characters the prediction at the crosshair depends: up what speaks for it, down what speaks against it',
      )}
      still
      draw={(canvas) => drawDependence(canvas, inspection, dependence, palette.value)}
    />
  );
}

export function drawDependence(target: Target, { axis }: Inspection, { changes, most }: Dependence, palette: Palette): void {
  const { from = 0, values } = changes.value ?? {};
  const pieces = values ? [{ from, step: 1, mean: values }] : [];
  drawAdvantageBars(target, axis.trackWidth.value, SURPRISE_HEIGHT, pieces, most.value, axis.columns.value, palette);
}

interface BarsProps {
  readonly testid: string;
  readonly label: string;
  /** Drawn anew whenever a signal that it reads changes. */
  readonly draw: (canvas: HTMLCanvasElement) => void;
  /** The crosshair does not follow the pointer: what is drawn is about where it is. */
  readonly still?: boolean;
}

/** Bars at the characters in sight. */
function Bars({ testid, label, draw, still = false }: BarsProps) {
  const inspection = useInspection();
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    if (canvas.current) draw(canvas.current);
  });
  return (
    <div
      class="surface"
      role="img"
      aria-label={label}
      data-testid={testid}
      onPointerMove={still ? undefined : (event) => goTo(inspection, characterAt(inspection, event))}
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
  const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return columnAt(axis.columns.peek(), event.clientX - left);
};
