// The map of one activation: name and scale to the left, units × characters, its equation below.
import { useMemo } from 'preact/hooks';
import type { TracedActivation, TracedLayer } from '../../../../../src/engine/results';
import { evenHeight } from '../../../../charts/heatmap';
import { alone, signed } from '../../../../components/figures';
import { palette } from '../../../../components/theme';
import { Heatmap } from './heatmap';
import { bare, mapName, useInspection, valueAt } from './inspection';
import { extentOf, mapScale } from './mapScale';
import { MapTooltip } from './mapTooltip';
import { captionOf, roleOf } from './roles';
import { ScaleLegend } from './scaleLegend';

const LARGE = 160;
const SMALL = 80;
const TALLEST_ROW = 24;
const EXPANDED_ROW = 4;

export function ActivationMap({ traced, activation }: { traced: TracedLayer; activation: TracedActivation }) {
  const inspection = useInspection();
  const { axis, cursor, readsBothWays, view } = inspection;
  const { units, direction } = traced;
  const name = bare(activation.name);
  const map = mapName(traced, activation);
  const order = inspection.orderOf(traced);
  const data = useMemo(() => ({ values: activation.values, units, order }), [activation, order]);
  const extent = useMemo(() => extentOf(activation.values), [activation]);
  const fit = view.value.scale === 'fit';
  const scale = useMemo(() => mapScale(activation, extent, fit, palette.value), [activation, extent, fit, palette.value]);
  const expanded = view.value.expanded.includes(name);
  const first = traced.activations[0] === activation;
  const wanted = expanded ? Math.max(2 * LARGE, units * EXPANDED_ROW) : Math.min(first ? LARGE : SMALL, units * TALLEST_ROW);
  const height = evenHeight(units, wanted, window.devicePixelRatio || 1);

  const toggle = () =>
    view.change({ expanded: expanded ? view.value.expanded.filter((one) => one !== name) : [...view.value.expanded, name] });
  const way = readsBothWays.value ? `, reading ${direction === 'forward' ? 'forwards' : 'backwards'}` : '';
  const role = roleOf(activation);
  return (
    <section class={`map-row map ${direction}`} aria-label={`${name}, ${role}${way}`}>
      <div class="map-label">
        <button type="button" class="map-name" aria-expanded={expanded} title={expanded ? 'Draw smaller' : 'Draw taller'} onClick={toggle}>
          {name}
          {readsBothWays.value && <span class="map-way">{direction === 'forward' ? ' →' : ' ←'}</span>}
        </button>
        <span class="map-role">{role}</span>
        <ScaleLegend scale={scale} />
      </div>
      <div class="track" style={{ height: `${height}px` }}>
        <Heatmap
          data={data}
          height={height}
          colours={scale.colours}
          testid={direction === 'forward' ? `heatmap-${name}` : `heatmap-${name}-backward`}
          kind="heatmap"
          label={`${name}, ${role}${way}: ${units} units by ${axis.columns.value.count} characters. Arrow keys move by character and unit, Enter pins the unit.`}
          row={() => {
            const { unit, direction: pointed } = cursor.peek() ?? {};
            return unit === undefined || pointed !== direction ? 0 : order.indexOf(unit);
          }}
          goTo={(index, row) => inspection.point({ index, unit: order[row] ?? 0, direction, map })}
          choose={(row) => inspection.togglePin(traced, name, order[row] ?? 0)}
          chosenBy="onClick"
        />
        <i class="cross-column" />
        <i class="cross-unit" />
        <Tooltip traced={traced} activation={activation} />
      </div>
      <p class="equation">{captionOf(activation)}</p>
    </section>
  );
}

function Tooltip({ traced, activation }: { traced: TracedLayer; activation: TracedActivation }) {
  const inspection = useInspection();
  const { active, cursor, text } = inspection;
  const at = cursor.value;
  const map = mapName(traced, activation);
  if (!active.value || at?.unit === undefined || at.map !== map) return null;
  const value = signed(valueAt(traced, activation, at.index, at.unit));
  const words = `“${alone(text.value?.characters[at.index] ?? '')}” ${bare(activation.name)}[${at.unit}] = ${value}`;
  return <MapTooltip index={at.index} row={inspection.orderOf(traced).indexOf(at.unit)} rows={traced.units} words={words} />;
}
