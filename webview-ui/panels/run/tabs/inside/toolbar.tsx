// How the maps are drawn: which layer, rows in which order, colours on which scale, how wide a character is.
import { Chip, Choice, Choices } from '../../../../components/choice';
import { count } from '../../../../components/figures';
import { WIDEST } from './insideView';
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
  const layers = Array.from({ length: layerCount.value }, (_, at) => at);
  return (
    <div class="toolbar" role="toolbar" aria-label="How the maps are drawn">
      {shape.value?.target && <Choice label="Network" options={PARTS} chosen={part.value} choose={showPart} />}
      {layers.length > 1 && (
        <Choices label="Layer">
          {layers.length <= 4 ? (
            layers.map((at) => (
              <Chip key={at} on={view.value.layer === at} choose={() => view.change({ layer: at })}>
                {at + 1}
              </Chip>
            ))
          ) : (
            <select
              class="field"
              aria-label="Layer"
              value={view.value.layer}
              onChange={(event) => view.change({ layer: Number(event.currentTarget.value) })}
            >
              {layers.map((at) => (
                <option key={at} value={at}>
                  {at + 1} of {layers.length}
                </option>
              ))}
            </select>
          )}
        </Choices>
      )}
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
        <Choice label="Column" options={PLANES} names={PLANE_NAMES} chosen={view.value.plane} choose={(plane) => view.change({ plane })} />
      )}
      <Choices label="Zoom">
        <button
          type="button"
          class="chip icon"
          aria-label="Narrower characters"
          title="Narrower characters (−)"
          data-testid="zoom-out"
          disabled={axis.isNarrowest}
          onClick={() => axis.zoom(1 / 1.5)}
        >
          −
        </button>
        <button
          type="button"
          class="chip icon"
          aria-label="Wider characters"
          title="Wider characters (+)"
          data-testid="zoom-in"
          disabled={axis.columnWidth.value >= WIDEST}
          onClick={() => axis.zoom(1.5)}
        >
          +
        </button>
        <Chip on={view.value.columnWidth === undefined} choose={axis.zoomToFit}>
          auto
        </Chip>
        <Chip on={axis.isNarrowest} choose={axis.zoomToAll}>
          all
        </Chip>
      </Choices>
      <Range />
    </div>
  );
}

function Range() {
  const { look, step } = useInspection().axis;
  const { first, end, count: all } = look.value;
  return (
    <span class="range" data-testid="range">
      {count(first + 1)}–{count(end)} of {count(all)}
      <span class="range-unit"> characters</span>
      {step.value > 1 && `, ${count(step.value)} a column`}
    </span>
  );
}
