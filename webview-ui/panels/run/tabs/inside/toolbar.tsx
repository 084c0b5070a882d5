// How the maps are drawn: which layer, rows in which order, colours on which scale, how wide a character is.
import { useSignal } from '@preact/signals';
import { Choice } from '../../../../components/choice';
import { LayerChoice, Range, Zoom } from '../../../../components/textMaps/mapControls';
import { RowsMenu, RowsTable } from '../../../../components/textMaps/rowsExport';
import { useTextRows } from './insideExports';
import { useInspection } from './inspection';

const ORDERS = { similarity: 'similarity', factors: 'factors', activity: 'activity', index: 'index' } as const;
const SCALES = { fixed: 'fixed', fit: 'fit' } as const;
/** What the colour of a column says that stands for several characters. */
const PLANES = { mean: 'mean', low: 'low', high: 'high' } as const;
const PLANE_NAMES = { low: 'lowest', high: 'highest' } as const;
const PARTS = { source: 'encoder', target: 'decoder' } as const;
const DIRECTIONS = { both: 'both ways', forward: '→', backward: '←' } as const;

export function Toolbar() {
  const { inspected, axis, layerCount, readsBothWays, showPart, view } = useInspection();
  const { part, shape } = inspected;
  const rows = useTextRows();
  const tabled = useSignal(false);
  return (
    <>
      <div class="toolbar" role="toolbar" aria-label="How the maps are drawn">
        {shape.value?.target && <Choice label="Network" options={PARTS} chosen={part.value} choose={showPart} />}
        <LayerChoice count={layerCount.value} chosen={view.value.layer} choose={(layer) => view.change({ layer })} />
        {readsBothWays.value && (
          <Choice
            label="Reading"
            options={DIRECTIONS}
            names={{ forward: 'forwards', backward: 'backwards' }}
            chosen={view.value.directions}
            choose={(directions) => view.change({ directions })}
          />
        )}
        <Choice label="Units by" options={ORDERS} chosen={view.value.unitsBy} choose={(unitsBy) => view.change({ unitsBy })} />
        <Choice label="Scale" options={SCALES} chosen={view.value.scale} choose={(scale) => view.change({ scale })} />
        {axis.step.value > 1 && (
          <Choice
            label="Column"
            options={PLANES}
            names={PLANE_NAMES}
            chosen={view.value.plane}
            choose={(plane) => view.change({ plane })}
          />
        )}
        <Zoom axis={axis} />
        <Range axis={axis} />
        <RowsMenu of={rows} tabled={tabled} />
      </div>
      <RowsTable of={rows} tabled={tabled} />
    </>
  );
}
