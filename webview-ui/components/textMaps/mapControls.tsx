// Controls of maps over a text: which layer, how wide a character is, and which characters are in sight.
import { Chip, Choices } from '../choice';
import { count } from '../figures';
import { type Axis, WIDEST } from './axis';

/** More are in a menu. */
const MOST_CHIPS = 4;

/** Layers have the numbers of their units' names: l0 is the lowest. Nothing where there is one layer. */
export function LayerChoice({ count, chosen, choose }: { count: number; chosen: number; choose: (layer: number) => void }) {
  if (count < 2) return null;
  const layers = Array.from({ length: count }, (_, at) => at);
  return (
    <Choices label="Layer">
      {count <= MOST_CHIPS ? (
        layers.map((at) => (
          <Chip key={at} on={chosen === at} choose={() => choose(at)}>
            {at}
          </Chip>
        ))
      ) : (
        <select class="field" aria-label="Layer" value={chosen} onChange={(event) => choose(Number(event.currentTarget.value))}>
          {layers.map((at) => (
            <option key={at} value={at}>
              {at}
            </option>
          ))}
        </select>
      )}
    </Choices>
  );
}

export function Zoom({ axis }: { axis: Axis }) {
  return (
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
      <Chip on={axis.isFitted} choose={axis.zoomToFit}>
        auto
      </Chip>
      <Chip on={axis.isNarrowest} choose={axis.zoomToAll}>
        all
      </Chip>
    </Choices>
  );
}

/** “1–120 of 5,000 characters” */
export function Range({ axis: { look, step } }: { axis: Axis }) {
  const { first, end, count: all } = look.value;
  return (
    <span class="range" data-testid="range">
      {count(first + 1)}–{count(end)} of {count(all)}
      <span class="range-unit"> characters</span>
      {step.value > 1 && `, ${count(step.value)} a column`}
    </span>
  );
}
