// How boldly a model draws: a slider with its figure.
import { useId } from 'preact/hooks';
import { signed } from './figures';

/** As far as the slider goes: beyond it letters are drawn at random. */
const BOLD = 2;

export function Temperature({ value, change }: { readonly value: number; readonly change: (value: number) => void }) {
  const id = useId();
  return (
    <div class="setting temperature" title="0 always takes the likeliest one; higher is bolder">
      <label class="field-label" for={id}>
        Temperature <output class="mono">{signed(value, 2)}</output>
      </label>
      <input
        id={id}
        class="slider"
        type="range"
        min={0}
        max={Math.max(BOLD, value)}
        step={0.05}
        value={value}
        data-testid="temperature"
        aria-valuetext={value === 0 ? '0, always the likeliest' : signed(value, 2)}
        onInput={(event) => change(Number(event.currentTarget.value))}
      />
    </div>
  );
}
