// The map of one activation: name and scale to the left, units × characters, its equation below.
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { TracedActivation } from '../../../../src/engine/results';
import { drawHeatmap, evenHeight } from '../../../charts/heatmap';
import { alone, signed, spoken } from '../figures';
import { palette } from '../theme';
import { changeView, view } from '../viewState';
import { characterAt } from './axisRows';
import {
  active,
  bare,
  columns,
  columnWidth,
  cursor,
  layer,
  offset,
  order,
  point,
  reveal,
  togglePin,
  trace,
  trackWidth,
  valueAt,
  zoom,
  zoomToFit,
} from './inspection';
import { extentOf, mapScale } from './mapScale';
import { captionOf, roleOf } from './roles';
import { ScaleLegend } from './scaleLegend';

const LARGE = 160;
const SMALL = 80;
const TALLEST_ROW = 24;
const EXPANDED_ROW = 4;

export function ActivationMap({ activation }: { activation: TracedActivation }) {
  const name = bare(activation.name);
  const canvas = useRef<HTMLCanvasElement>(null);
  const units = layer.value?.units ?? 1;
  const extent = useMemo(() => extentOf(activation.values), [activation]);
  const fit = view.value.scale === 'fit';
  const scale = useMemo(() => mapScale(activation, extent, fit, palette.value), [activation, extent, fit, palette.value]);
  const expanded = view.value.expanded.includes(name);
  const first = layer.value?.activations[0]?.name === activation.name;
  const wanted = expanded ? Math.max(2 * LARGE, units * EXPANDED_ROW) : Math.min(first ? LARGE : SMALL, units * TALLEST_ROW);
  const height = evenHeight(units, wanted, window.devicePixelRatio || 1);

  useLayoutEffect(() => {
    if (canvas.current)
      drawHeatmap(
        canvas.current,
        trackWidth.value,
        height,
        { values: activation.values, units, order: order.value },
        columns.value,
        scale.colours,
      );
  }, [activation, height, order.value, columns.value, trackWidth.value, scale]);

  const toggle = () =>
    changeView({ expanded: expanded ? view.value.expanded.filter((other) => other !== name) : [...view.value.expanded, name] });
  const role = roleOf(activation);
  return (
    <section class="map-row map" aria-label={`${name}, ${role}`}>
      <div class="map-label">
        <button type="button" class="map-name" aria-expanded={expanded} title={expanded ? 'Draw smaller' : 'Draw taller'} onClick={toggle}>
          {name}
        </button>
        <span class="map-role">{role}</span>
        <ScaleLegend scale={scale} />
      </div>
      <div class="track" style={{ height: `${height}px` }}>
        <div
          class="surface"
          role="slider"
          aria-roledescription="heatmap"
          aria-valuemin={1}
          aria-valuemax={columns.value.count}
          aria-valuenow={(cursor.value?.index ?? 0) + 1}
          aria-valuetext={spoken(trace.value?.characters[cursor.value?.index ?? 0] ?? '')}
          tabIndex={0}
          data-testid={`heatmap-${name}`}
          aria-label={`${name}, ${role}: ${units} units by ${columns.value.count} characters. Arrow keys move by character and unit, Enter pins the unit.`}
          onPointerMove={(event) => point({ index: characterAt(event), unit: unitAt(event), map: name })}
          onClick={(event) => togglePin(name, unitAt(event))}
          onFocus={() => {
            active.value = true;
          }}
          onBlur={() => {
            active.value = false;
          }}
          onKeyDown={(event) => keys(event, name)}
        >
          <canvas ref={canvas} />
        </div>
        <i class="cross-column" />
        <i class="cross-unit" />
        <Tooltip name={name} activation={activation} />
      </div>
      <p class="equation">{captionOf(activation)}</p>
    </section>
  );
}

const unitAt = (event: MouseEvent): number => {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const row = Math.floor(((event.clientY - box.top) / box.height) * order.peek().length);
  return order.peek()[Math.max(0, Math.min(order.peek().length - 1, row))] ?? 0;
};

function keys(event: KeyboardEvent, map: string): void {
  const [final, lowest] = [columns.peek().count - 1, order.peek().length - 1];
  const { index, unit = order.peek()[0] ?? 0 } = cursor.peek() ?? { index: Math.ceil(offset.peek() / columnWidth.peek()) };
  const row = order.peek().indexOf(unit);
  const stride = event.shiftKey ? 10 : 1;
  const page = Math.max(1, Math.floor(trackWidth.peek() / columnWidth.peek()) - 4);
  const move = (column: number, toRow = row) => {
    const next = Math.max(0, Math.min(final, column));
    point({ index: next, unit: order.peek()[Math.max(0, Math.min(lowest, toRow))], map });
    reveal(next);
  };
  const actions: Record<string, () => void> = {
    ArrowLeft: () => move(index - stride),
    ArrowRight: () => move(index + stride),
    ArrowUp: () => move(index, row - stride),
    ArrowDown: () => move(index, row + stride),
    Home: () => move(0),
    End: () => move(final),
    PageUp: () => move(index - page),
    PageDown: () => move(index + page),
    Enter: () => togglePin(map, unit),
    ' ': () => togglePin(map, unit),
    '+': () => zoom(1.5),
    '=': () => zoom(1.5),
    '-': () => zoom(1 / 1.5),
    0: zoomToFit,
    Escape: () => point(undefined),
  };
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

/** “t” h[69] = −0.38, beside the crosshair, on the side where there is room. */
function Tooltip({ name, activation }: { name: string; activation: TracedActivation }) {
  const at = cursor.value;
  if (!active.value || !at || at.map !== name || at.unit === undefined || !layer.value) return null;
  const x = at.index * columnWidth.value - offset.value;
  const right = x > trackWidth.value / 2;
  const row = order.value.indexOf(at.unit) / order.value.length;
  const place = right ? { right: `${trackWidth.value - x + 10}px` } : { left: `${x + columnWidth.value + 10}px` };
  return (
    <div class="tooltip" style={{ ...place, top: `calc(${row * 100}% - 12px)` }} data-testid="tooltip">
      “{alone(trace.value?.characters[at.index] ?? '')}” {name}[{at.unit}] = {signed(valueAt(layer.value, activation, at.index, at.unit))}
    </div>
  );
}
