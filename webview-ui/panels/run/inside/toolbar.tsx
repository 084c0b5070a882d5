// How the maps are drawn: which layer, rows in which order, colours on which scale, how wide a character is.
import type { ComponentChildren } from 'preact';
import { visibleColumns } from '../../../charts/surface';
import { count } from '../figures';
import { changeView, type UnitsBy, view } from '../viewState';
import {
  columns,
  columnWidth,
  layerCount,
  NARROWEST,
  part,
  readsBothWays,
  showPart,
  trace,
  trackWidth,
  WIDEST,
  zoom,
  zoomToFit,
} from './inspection';

const ORDERS: readonly UnitsBy[] = ['similarity', 'activity', 'index'];
const SCALES = ['fixed', 'fit'] as const;
const PARTS = { source: 'encoder', target: 'decoder' } as const;
const DIRECTIONS = { both: 'both ways', forward: '→', backward: '←' } as const;

export function Toolbar() {
  const layers = Array.from({ length: layerCount.value }, (_, at) => at);
  return (
    <div class="toolbar" role="toolbar" aria-label="How the maps are drawn">
      {trace.value?.target && (
        <Choice label="Network">
          {(['source', 'target'] as const).map((one) => (
            <Chip key={one} on={part.value === one} choose={() => showPart(one)}>
              {PARTS[one]}
            </Chip>
          ))}
        </Choice>
      )}
      {layers.length > 1 && (
        <Choice label="Layer">
          {layers.length <= 4 ? (
            layers.map((at) => (
              <Chip key={at} on={view.value.layer === at} choose={() => changeView({ layer: at })}>
                {at + 1}
              </Chip>
            ))
          ) : (
            <select
              class="field"
              aria-label="Layer"
              value={view.value.layer}
              onChange={(event) => changeView({ layer: Number(event.currentTarget.value) })}
            >
              {layers.map((at) => (
                <option key={at} value={at}>
                  {at + 1} of {layers.length}
                </option>
              ))}
            </select>
          )}
        </Choice>
      )}
      {readsBothWays.value && (
        <Choice label="Reading">
          {(['both', 'forward', 'backward'] as const).map((one) => (
            <Chip
              key={one}
              on={view.value.directions === one}
              name={one === 'both' ? undefined : `${one}s`}
              choose={() => changeView({ directions: one })}
            >
              {DIRECTIONS[one]}
            </Chip>
          ))}
        </Choice>
      )}
      <Choice label="Units by">
        {ORDERS.map((by) => (
          <Chip key={by} on={view.value.unitsBy === by} choose={() => changeView({ unitsBy: by })}>
            {by}
          </Chip>
        ))}
      </Choice>
      <Choice label="Scale">
        {SCALES.map((scale) => (
          <Chip key={scale} on={view.value.scale === scale} choose={() => changeView({ scale })}>
            {scale}
          </Chip>
        ))}
      </Choice>
      <Choice label="Zoom">
        <button
          type="button"
          class="chip icon"
          aria-label="Narrower characters"
          title="Narrower characters (−)"
          data-testid="zoom-out"
          disabled={columnWidth.value <= NARROWEST}
          onClick={() => zoom(1 / 1.5)}
        >
          −
        </button>
        <button
          type="button"
          class="chip icon"
          aria-label="Wider characters"
          title="Wider characters (+)"
          data-testid="zoom-in"
          disabled={columnWidth.value >= WIDEST}
          onClick={() => zoom(1.5)}
        >
          +
        </button>
        <Chip on={view.value.columnWidth === undefined} choose={zoomToFit}>
          auto
        </Chip>
      </Choice>
      <Range />
    </div>
  );
}

function Range() {
  const { first, end } = visibleColumns(columns.value, trackWidth.value - 0.5);
  return (
    <span class="range" data-testid="range">
      {count(first + 1)}–{count(end)} of {count(columns.value.count)} characters
    </span>
  );
}

function Choice({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <fieldset class="choice" aria-label={label}>
      <span class="choice-label">{label}</span>
      {children}
    </fieldset>
  );
}

interface ChipProps {
  readonly on: boolean;
  readonly choose: () => void;
  /** Where the words on it do not say it. */
  readonly name?: string | undefined;
  readonly children: ComponentChildren;
}

function Chip({ on, choose, name, children }: ChipProps) {
  return (
    <button type="button" class="chip" aria-pressed={on} aria-label={name} title={name} onClick={choose}>
      {children}
    </button>
  );
}
