// The map of one activation: name and scale to the left, units × characters, its equation below.
import { useMemo } from 'preact/hooks';
import type { ActivationShape, LayerShape } from '../../../../../src/engine/inspect/traceShape';
import { mapScale } from '../../../../components/mapScale';
import { ScaleLegend } from '../../../../components/scaleLegend';
import { palette } from '../../../../components/theme';
import { columnInWords, valueInWords } from './cellWords';
import { Heatmap } from './heatmap';
import { mapName, useInspection } from './inspection';
import { MapExport } from './mapExport';
import { expandedHeight } from './mapHeights';
import { MapTooltip } from './mapTooltip';
import { roleOf } from './roles';

export interface ActivationMapProps {
  readonly layer: LayerShape;
  readonly activation: ActivationShape;
  /** Unless it is expanded. */
  readonly height: number;
}

export function ActivationMap({ layer, activation, height: fitted }: ActivationMapProps) {
  const inspection = useInspection();
  const { readsBothWays, view } = inspection;
  const { count, cursor } = inspection.inspected;
  const { one, many } = inspection.inspected.unitWords.value;
  const { units, direction } = layer;
  const { name } = activation;
  const map = mapName(layer, activation);
  const order = inspection.orderOf(layer);
  const { expanded: tall, plane, scale: chosen } = view.value;
  const expanded = tall.includes(name);
  const drawn = useMemo(() => inspection.drawn(layer, activation), [layer, activation, expanded, plane]);
  const scale = useMemo(() => mapScale(activation, chosen === 'fit', palette.value), [activation, chosen, palette.value]);
  const look = useMemo(() => ({ units, order, colours: scale.colours }), [units, order, scale]);
  const height = expanded ? expandedHeight(units, window.devicePixelRatio || 1) : fitted;

  const toggle = () => view.change({ expanded: expanded ? tall.filter((one) => one !== name) : [...tall, name] });
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
        <MapExport name={`map-${name}`} label={`${name}, ${role}${way}`} drawn={drawn} look={look} height={height} />
      </div>
      <div class="track" style={{ height: `${height}px` }}>
        <Heatmap
          drawn={drawn}
          look={look}
          height={height}
          testid={direction === 'forward' ? `heatmap-${name}` : `heatmap-${name}-backward`}
          kind="heatmap"
          label={`${name}, ${role}${way}: ${units} units by ${count.value} ${many}. Arrow keys move by ${one} and unit, Enter pins the unit, b and e brush from and up to the ${one}.`}
          row={() => {
            const { unit, direction: pointed } = cursor.peek() ?? {};
            return unit === undefined || pointed !== direction ? 0 : order.indexOf(unit);
          }}
          goTo={(index, row) => inspection.inspected.point({ index, unit: order[row] ?? 0, direction, map })}
          choose={(row) => inspection.togglePin(layer, name, order[row] ?? 0)}
          chosenBy="onClick"
        />
        <i class="brushed-span" />
        <i class="cross-column" />
        <i class="cross-unit" />
        <Tooltip layer={layer} activation={activation} />
      </div>
      <p class="equation">{activation.equation}</p>
    </section>
  );
}

function Tooltip({ layer, activation }: { layer: LayerShape; activation: ActivationShape }) {
  const inspection = useInspection();
  const { active, cursor } = inspection.inspected;
  const at = cursor.value;
  if (!active.value || at?.unit === undefined || at.map !== mapName(layer, activation)) return null;
  const cell = inspection.cell(layer, activation, at.index, at.unit);
  const words = `${columnInWords(inspection, at.index)} ${activation.name}[${at.unit}] = ${valueInWords(cell)}`;
  return <MapTooltip index={at.index} row={inspection.orderOf(layer).indexOf(at.unit)} rows={layer.units} words={words} />;
}
