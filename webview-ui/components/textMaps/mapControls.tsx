// Controls of maps over a text: which layer, how wide a character is, and which characters are in sight.
import { unitWords } from '../../../src/protocol/textUnits';
import { Chip, Choices } from '../choice';
import { count } from '../figures';
import type { Axis } from './axis';

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
  const { many } = unitWords(axis.units.value);
  return (
    <Choices label="Zoom">
      <button
        type="button"
        class="chip icon"
        aria-label={`Narrower ${many}`}
        title={`Narrower ${many} (−)`}
        data-testid="zoom-out"
        disabled={axis.isNarrowest}
        onClick={() => axis.zoom(1 / 1.5)}
      >
        −
      </button>
      <button
        type="button"
        class="chip icon"
        aria-label={`Wider ${many}`}
        title={`Wider ${many} (+)`}
        data-testid="zoom-in"
        disabled={axis.isWidest}
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
export function Range({ axis: { look, step, units } }: { axis: Axis }) {
  const { first, end, count: all } = look.value;
  return (
    <span class="range" data-testid="range">
      {count(first + 1)}–{count(end)} of {count(all)}
      <span class="range-unit"> {unitWords(units.value).many}</span>
      {step.value > 1 && `, ${count(step.value)} a column`}
    </span>
  );
}
