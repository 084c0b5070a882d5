// Units the user wants to keep an eye on, each as a line over the characters that the maps show.
import { effect, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { drawSparkline } from '../../../../charts/sparkline';
import { signed } from '../../../../components/figures';
import { useMeasuredWidth } from '../../../../components/measured';
import { RowsMenu, RowsTable } from '../../../../components/textMaps/rowsExport';
import { palette } from '../../../../components/theme';
import { valueInWords } from './cellWords';
import { pinnedRows } from './insideExports';
import { pinnedLayer, useInspection } from './inspection';
import { lineOf, PIN_HEIGHT, type ShownPin, scaleOf } from './pinLines';

export function PinnedUnits() {
  const inspection = useInspection();
  const { inspected, view } = inspection;
  const tabled = useSignal(false);
  const { part, shape } = inspected;
  const pinned = view.value.pinned.flatMap((pin) => {
    const layer = shape.value && pin.part === part.value ? pinnedLayer(shape.value, pin) : undefined;
    const activation = layer?.activations.find(({ name }) => name === pin.name);
    return layer && activation ? [{ pin, layer, activation }] : [];
  });
  const rows = pinnedRows(inspection, pinned);
  return (
    <section class="section" data-testid="pinned">
      <div class="section-head">
        <h2>Pinned units</h2>
        {pinned.length > 0 && (
          <>
            <button type="button" class="link" onClick={() => view.change({ pinned: [] })}>
              Clear
            </button>
            <RowsMenu of={rows} tabled={tabled} />
          </>
        )}
      </div>
      {pinned.length > 0 && <RowsTable of={rows} tabled={tabled} />}
      {pinned.length === 0 && <p class="caption">Click a row of a map, or press Enter in it, to follow one unit through the text.</p>}
      {!inspected.brushed.value && (
        <p class="caption" data-testid="brush-hint">
          Drag over the maps with Shift, or press b and e in them, to brush a span: for the units that are on over it.
        </p>
      )}
      {pinned.map(({ pin, layer, activation }) => (
        <Pinned key={`${pin.layer}.${pin.direction}.${pin.name}.${pin.unit}`} pin={pin} layer={layer} activation={activation} />
      ))}
    </section>
  );
}

function Pinned({ pin, layer, activation }: ShownPin) {
  const inspection = useInspection();
  const { axis, layerCount, readsBothWays, view } = inspection;
  const { cursor } = inspection.inspected;
  const { ref, size: width } = useMeasuredWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { low, high } = activation;
  useLayoutEffect(
    () =>
      effect(() => {
        if (!canvas.current) return;
        const look = axis.look.value;
        const line = lineOf(inspection, { pin, layer, activation }, look);
        drawSparkline(canvas.current, width.value, PIN_HEIGHT, line, look, scaleOf(activation), palette.value, cursor.value?.index);
      }),
    [pin, layer, activation],
  );
  const label = `${pin.name}[${pin.unit}]`;
  const way = pin.direction === 'forward' ? '→' : '←';
  const at = cursor.value?.index;
  const value = at === undefined ? `${signed(low)} … ${signed(high)}` : valueInWords(inspection.cell(layer, activation, at, pin.unit));
  return (
    <div class="pin">
      <div class="pin-head">
        <span class="mono">
          {label}
          {readsBothWays.value && <span class="caption"> {way}</span>}
          {layerCount.value > 1 && <span class="caption"> layer {pin.layer}</span>}
        </span>
        <span class="pin-value mono">{value}</span>
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
        aria-label={`${label} over the characters in sight; in the whole text ${pin.name} goes from ${signed(low)} to ${signed(high)}`}
        onPointerMove={(event) => {
          const { first, end } = axis.look.peek();
          const index = first + Math.floor((event.offsetX / width.peek()) * (end - first));
          const { unit, direction } = pin;
          inspection.inspected.point({ unit, direction, index: Math.max(first, Math.min(end - 1, index)) });
        }}
        onPointerLeave={() => inspection.inspected.point(undefined)}
      >
        <canvas ref={canvas} />
      </div>
    </div>
  );
}
