// Units the user wants to keep an eye on, each as a line over the whole text.
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { TracedActivation, TracedLayer } from '../../../../../src/engine/results';
import { drawSparkline } from '../../../../charts/sparkline';
import { signed } from '../../../../components/figures';
import { useMeasuredWidth } from '../../../../components/measured';
import { palette } from '../../../../components/theme';
import type { PinnedUnit } from './insideView';
import { activationNamed, pinnedLayer, useInspection, valueAt } from './inspection';
import { extentOf } from './mapScale';

const HEIGHT = 36;

export function PinnedUnits() {
  const { part, trace, view } = useInspection();
  const pinned = view.value.pinned.flatMap((pin) => {
    const layer = trace.value && pin.part === part.value ? pinnedLayer(trace.value, pin) : undefined;
    const activation = activationNamed(layer, pin.name);
    return layer && activation ? [{ pin, layer, activation }] : [];
  });
  return (
    <section class="section" data-testid="pinned">
      <div class="section-head">
        <h2>Pinned units</h2>
        {pinned.length > 0 && (
          <button type="button" class="link" onClick={() => view.change({ pinned: [] })}>
            Clear
          </button>
        )}
      </div>
      {pinned.length === 0 && <p class="caption">Click a row of a map, or press Enter in it, to follow one unit through the text.</p>}
      {pinned.map(({ pin, layer, activation }) => (
        <Pinned key={`${pin.layer}.${pin.direction}.${pin.name}.${pin.unit}`} pin={pin} layer={layer} activation={activation} />
      ))}
    </section>
  );
}

function Pinned({ pin, layer, activation }: { pin: PinnedUnit; layer: TracedLayer; activation: TracedActivation }) {
  const inspection = useInspection();
  const { cursor, layerCount, readsBothWays, view } = inspection;
  const { ref, width } = useMeasuredWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const many = activation.values.length / layer.units;
  const values = useMemo(
    () => Float32Array.from({ length: many }, (_, at) => valueAt(layer, activation, at, pin.unit)),
    [activation, pin.unit],
  );
  const { low, high } = useMemo(() => extentOf(values), [values]);
  const gate = activation.range === 'gate';
  const reach = Math.max(Math.abs(low), Math.abs(high));
  const at = cursor.value?.index;
  useLayoutEffect(() => {
    if (canvas.current)
      drawSparkline(
        canvas.current,
        width.value,
        HEIGHT,
        values,
        gate ? { low: 0, high: 1, gate } : { low: -reach, high: reach, gate },
        palette.value,
        at,
      );
  }, [values, width.value, palette.value, at]);
  const label = `${pin.name}[${pin.unit}]`;
  const way = pin.direction === 'forward' ? '→' : '←';
  return (
    <div class="pin">
      <div class="pin-head">
        <span class="mono">
          {label}
          {readsBothWays.value && <span class="caption"> {way}</span>}
          {layerCount.value > 1 && <span class="caption"> layer {pin.layer + 1}</span>}
        </span>
        <span class="pin-value mono">{at === undefined ? `${signed(low)} … ${signed(high)}` : signed(values[at] ?? Number.NaN)}</span>
        <button
          type="button"
          class="chip icon"
          aria-label={`Unpin ${label}`}
          title="Unpin"
          onClick={() => view.change({ pinned: view.value.pinned.filter((other) => other !== pin) })}
        >
          ×
        </button>
      </div>
      <div
        ref={ref}
        class="spark"
        role="img"
        aria-label={`${label} over the text, from ${signed(low)} to ${signed(high)}`}
        onPointerMove={(event) =>
          inspection.point({
            ...cursor.peek(),
            unit: pin.unit,
            direction: pin.direction,
            other: undefined,
            map: undefined,
            index: Math.max(0, Math.min(many - 1, Math.floor((event.offsetX / width.peek()) * many))),
          })
        }
        onPointerLeave={() => inspection.point(undefined)}
      >
        <canvas ref={canvas} />
      </div>
    </div>
  );
}
