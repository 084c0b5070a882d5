// Which label an example shall be written for, where a model writes for labels.
import { useGeneration } from './generationModel';

export function LabelChoice() {
  const { change, labels, options } = useGeneration();
  return (
    <>
      <label class="field-label" for="label">
        Write for the label
      </label>
      <select
        id="label"
        class="field label-choice"
        data-testid="label"
        value={options.value.label}
        onChange={(event) => change({ label: event.currentTarget.value })}
      >
        {labels.value.map((label) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
    </>
  );
}
