// A number to type, with its name above it. What is typed is kept between its bounds, and whole where its steps are.
import { useId } from 'preact/hooks';
import type { Range } from '../../src/protocol/answerOptions';

export interface NumberSetting {
  readonly name: string;
  readonly label: string;
  /** What it does, in its own words. */
  readonly hint: string;
  readonly range: Range;
  /** Where it need not be whole. */
  readonly step?: number;
}

export interface NumberFieldProps extends NumberSetting {
  readonly value: number;
  readonly change: (value: number) => void;
}

export function NumberField({ name, label, hint, range: { least, most, whole }, step = 1, value, change }: NumberFieldProps) {
  const id = useId();
  const kept = (typed: string): number => {
    const number = whole ? Math.round(Number(typed)) : Number(typed);
    return typed === '' || !Number.isFinite(number) ? value : Math.max(least, Math.min(most, number));
  };
  return (
    <div class="setting" title={hint}>
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="field number"
        type="number"
        min={least}
        max={most}
        step={step}
        value={value}
        data-testid={name}
        onChange={({ currentTarget }) => {
          const next = kept(currentTarget.value);
          change(next);
          currentTarget.value = String(next);
        }}
      />
    </div>
  );
}
