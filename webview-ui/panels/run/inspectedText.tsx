// Which text is looked into: typed here, or the selection in the editor. What went wrong and what it cannot read stands below.
import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Cancel, Refusal } from '../../components/refusal';
import { TextField } from '../../components/textField';
import { CheckpointSlider } from './checkpointSlider';
import { usePanel } from './runPanel';
import { Unknown } from './unknown';

/** @param children controls at the end of the row, once a text is open */
export function InspectedText({ children }: { readonly children?: ComponentChildren }) {
  const { inspected, run, tab } = usePanel();
  const { begin, changes, inspect, inspectSelection, kept, reading, shape } = inspected;
  const { samples } = run;
  const text = useSignal(kept.value.text);
  useEffect(begin, []);
  useSignalEffect(() => {
    text.value = kept.value.text;
  });
  const busy = reading.busy.value;
  const sample = samples.value.at(-1);
  const submit = (event: Event) => {
    event.preventDefault();
    const { text: known, passage } = kept.peek();
    void inspect(text.value, text.value === known ? { passage } : {}); // unedited, it is still the editor's
  };
  return (
    <>
      <form class="inspected" onSubmit={submit}>
        <TextField
          id="inspected-text"
          label="Text to inspect"
          quiet
          placeholder="Text to inspect"
          rows={1}
          testid="inspect-text"
          value={text.value}
          change={(typed) => {
            text.value = typed;
          }}
        />
        <button type="submit" class="button primary" disabled={busy || text.value === ''} data-testid="inspect">
          {busy ? 'Reading…' : 'Inspect'}
        </button>
        <Cancel of={reading} />
        <button type="button" class="button" disabled={busy} data-testid="use-selection" onClick={() => void inspectSelection()}>
          Use selection
        </button>
        {!shape.value && sample && (
          <button type="button" class="button" disabled={busy} onClick={() => void inspect(sample.text)}>
            Last sample
          </button>
        )}
        {shape.value && children}
      </form>
      {shape.value && <CheckpointSlider />}
      <Refusal of={reading} />
      {shape.value && changes.value > 0 && tab.value !== 'whatIf' && (
        <p class="caption" data-testid="as-it-is">
          The network as it is: what is changed in What if is not in these pictures.
        </p>
      )}
      <Unknown characters={shape.value?.unknown ?? []} />
    </>
  );
}
